package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"nlgserver/bench/process"
	"nlgserver/release/s3/s3test"
)

// The limits for a pass, in milliseconds, and of a ratio.
const (
	maxPublish  = 1000.0
	maxRollback = 300.0
	maxSkew     = 100.0
	maxRatio    = 2.0
)

// judged is the store with limits.
const judged = "nats"

// settings are the options of a run.
type settings struct {
	replicas, publishes, large, rounds int
	// window is how long requests are measured, quiet and busy, in each round.
	window time.Duration
	stores string
	quick  bool
}

func main() {
	if role := process.Role(); role != "" {
		exitOn(serveRole(role, os.Args[1:]))
		return
	}
	var s settings
	flag.IntVar(&s.replicas, "replicas", 20, "number of replicas")
	flag.IntVar(&s.publishes, "publishes", 100, "number of releases of small content, each followed by a rollback; a tenth for stores that are not judged")
	flag.IntVar(&s.large, "large", 3, "number of releases of 100,000 variations; 0 for none")
	flag.IntVar(&s.rounds, "rounds", 5, "number of rounds of requests to one replica; the ratio is the median")
	flag.DurationVar(&s.window, "window", 6*time.Second, "time for these requests in each round, quiet, and again while it compiles")
	flag.StringVar(&s.stores, "stores", "nats,hub,dir,s3", "stores to measure")
	flag.BoolVar(&s.quick, "quick", false, "run less of everything, without a verdict")
	flag.Parse()
	if s.quick {
		s.replicas, s.publishes, s.large, s.rounds, s.window, s.stores = 6, 3, 0, 1, time.Second, "nats,hub,dir"
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	r := &report{quick: s.quick}
	exitOn(run(ctx, &s, r))
	if code := r.verdict(); code != 0 {
		os.Exit(code)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s *settings, r *report) error {
	began := time.Now()
	defer func() { fmt.Printf("\nmeasured in %s\n", time.Since(began).Round(time.Second)) }()
	fmt.Printf("%d replicas on %d processors; milliseconds\n\n%-72s %9s %9s %9s\n", s.replicas, runtime.GOMAXPROCS(0), "", "p50", "p99", "limit")
	for kind := range strings.SplitSeq(s.stores, ",") {
		err := measureStore(ctx, s, r, kind)
		if _, unbuilt := errors.AsType[*s3test.UnbuiltError](err); unbuilt {
			fmt.Printf("%s: skipped: %v\n", kind, err)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}

// report is the table of figures.
type report struct {
	quick  bool
	failed []string
}

// add prints the percentiles of figures. The limit is that of the 99th; 0 for none.
func (r *report) add(kind, what string, values []float64, limit float64) {
	p50, p99 := percentile(values, 0.5), percentile(values, 0.99)
	line := fmt.Sprintf("%-72s %9.1f %9.1f", kind+": "+what, p50, p99)
	fmt.Println(line + r.judge(kind, what, p99, limit))
}

// addMedian prints the median of figures, which the limit is for.
func (r *report) addMedian(kind, what string, values []float64, limit float64) {
	p50 := percentile(values, 0.5)
	line := fmt.Sprintf("%-72s %9.1f %9s", kind+": "+what, p50, "")
	fmt.Println(line + r.judge(kind, what, p50, limit))
}

// judge returns the end of a line: the limit and the verdict, if there is one.
func (r *report) judge(kind, what string, value, limit float64) string {
	switch {
	case limit <= 0 || kind != judged || r.quick:
		return ""
	case value > limit:
		r.failed = append(r.failed, what)
		return fmt.Sprintf(" %9.0f  FAIL", limit)
	}
	return fmt.Sprintf(" %9.0f  PASS", limit)
}

func (r *report) verdict() int {
	switch {
	case r.quick:
		fmt.Println("\nnot judged: -quick")
	case len(r.failed) > 0:
		fmt.Printf("\nFAIL: %s\n", strings.Join(r.failed, "; "))
		return 1
	default:
		fmt.Println("\nPASS")
	}
	return 0
}

// percentile returns a percentile of the values, from 0 to 1: the smallest of them that so
// large a share of them is not above.
func percentile(values []float64, p float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(int(math.Ceil(p*float64(len(sorted))))-1, 0)]
}
