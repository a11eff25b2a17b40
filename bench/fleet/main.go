package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
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
	replicas, publishes, large int
	// window is how long requests are measured.
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
	flag.IntVar(&s.publishes, "publishes", 100, "number of releases of small content, each followed by a rollback")
	flag.IntVar(&s.large, "large", 3, "number of releases of 100,000 variations; 0 for none")
	flag.DurationVar(&s.window, "window", 15*time.Second, "time for the requests to one replica, quiet and while it compiles")
	flag.StringVar(&s.stores, "stores", "nats,hub,dir,s3", "stores to measure")
	flag.BoolVar(&s.quick, "quick", false, "run less of everything, without a verdict")
	flag.Parse()
	if s.quick {
		s.replicas, s.publishes, s.large, s.window, s.stores = 6, 3, 0, time.Second, "nats,hub,dir"
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
	fmt.Printf("%d replicas on %d processors; milliseconds\n\n%-66s %9s %9s %9s\n", s.replicas, runtime.GOMAXPROCS(0), "", "p50", "p99", "limit")
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
	line := fmt.Sprintf("%-66s %9.1f %9.1f", kind+": "+what, p50, p99)
	if limit > 0 && kind == judged && !r.quick {
		verdict := "PASS"
		if p99 > limit {
			verdict = "FAIL"
			r.failed = append(r.failed, what)
		}
		line += fmt.Sprintf(" %9.0f  %s", limit, verdict)
	}
	fmt.Println(line)
}

func (r *report) verdict() int {
	switch {
	case r.quick:
		fmt.Println("\nnot judged: -quick")
	case len(r.failed) > 0:
		fmt.Printf("\nFAIL %q\n", r.failed)
		return 1
	default:
		fmt.Println("\nPASS")
	}
	return 0
}

// percentile returns a percentile of the values, from 0 to 1.
func percentile(values []float64, p float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}
