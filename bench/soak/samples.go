package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sample is the state that the server reports at one moment.
type sample struct {
	at time.Duration
	// Goroutines, and memory in bytes: the live heap after the last collection,
	// and the resident set of the process.
	goroutines, live, resident float64
}

// samples collects the samples of a run.
type samples struct {
	all  []sample
	errs []string
}

// collect takes a sample every second until ctx ends and prints some of them.
func (s *samples) collect(ctx context.Context, address string, set *settings, seen *tally) {
	every := set.every
	if every <= 0 {
		every = max(set.duration/30, time.Second)
	}
	fmt.Println("   time   requests  goroutines  live MiB  resident MiB")
	tick := time.NewTicker(min(time.Second, every))
	defer tick.Stop()
	began, shown := time.Now(), time.Duration(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		got := one(address, message("GET", "/metrics", nil))
		if got.outcome != "200 " {
			s.errs = append(s.errs, "metrics: "+got.outcome)
			continue
		}
		now := sample{
			at: time.Since(began), goroutines: metric(got.text, "go_goroutines"),
			// A collection starts when the heap has doubled.
			live: metric(got.text, "go_memstats_next_gc_bytes") / 2, resident: metric(got.text, "process_resident_memory_bytes"),
		}
		s.all = append(s.all, now)
		if panics := metric(got.text, "nlg_panics_total"); panics != 0 {
			s.errs = append(s.errs, fmt.Sprintf("%.0f panics", panics))
		}
		if now.at-shown >= every {
			shown = now.at
			fmt.Printf("%7v %10d  %10.0f  %8.1f  %12.1f\n", now.at.Round(time.Second), seen.requests(), now.goroutines, now.live/(1<<20), now.resident/(1<<20))
		}
	}
}

// metric returns the sum of the series of a metric, -1 if there are none.
func metric(text []byte, name string) float64 {
	sum, found := 0.0, false
	for line := range strings.Lines(string(text)) {
		series, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if of, _, _ := strings.Cut(series, "{"); of != name {
			continue
		}
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			sum, found = sum+v, true
		}
	}
	if !found {
		return -1
	}
	return sum
}

// flat is how far the median of the last third may exceed that of the first: a
// ratio, and an absolute difference that is always acceptable.
type flat struct {
	name  string
	of    func(sample) float64
	share float64
	least float64
	unit  float64
}

func flats() []flat {
	return []flat{
		{"goroutines", func(s sample) float64 { return s.goroutines }, 0.10, 20, 1},
		{"MiB live on the heap", func(s sample) float64 { return s.live }, 0.15, 8 << 20, 1 << 20},
		{"MiB resident", func(s sample) float64 { return s.resident }, 0.15, 32 << 20, 1 << 20},
	}
}

// failures returns the figures that are not flat, after the first tenth, which
// is warm-up.
func (s *samples) failures(duration time.Duration) []string {
	all := slices.Clone(slices.Compact(slices.Sorted(slices.Values(s.errs))))
	warm := slices.DeleteFunc(slices.Clone(s.all), func(x sample) bool { return x.at < duration/10 })
	if len(warm) < 6 {
		return append(all, fmt.Sprintf("only %d samples, too few for a verdict", len(warm)))
	}
	third := len(warm) / 3
	for _, f := range flats() {
		first, last := median(warm[:third], f.of), median(warm[len(warm)-third:], f.of)
		verdict := fmt.Sprintf("%s: %.1f in the first third, %.1f in the last", f.name, first/f.unit, last/f.unit)
		fmt.Println(verdict)
		if first < 0 || last < 0 || last > first+max(f.least, f.share*first) {
			all = append(all, verdict)
		}
	}
	return all
}

func median(of []sample, value func(sample) float64) float64 {
	var values []float64
	for _, s := range of {
		values = append(values, value(s))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// settled waits until no request is in progress and returns how many remain.
func settled(address string) (left float64, err error) {
	for range 100 {
		got := one(address, message("GET", "/metrics", nil))
		if got.outcome != "200 " {
			return 0, fmt.Errorf("metrics: %s", got.outcome)
		}
		if left = metric(got.text, "nlg_in_flight_requests"); left == 0 {
			return 0, nil
		}
		time.Sleep(200 * time.Millisecond)
	}
	return left, nil
}
