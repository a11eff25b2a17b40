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
)

// The limits for a pass.
const (
	maxRatio = 1.2                   // of the 99th percentiles
	maxLate  = 20 * time.Millisecond // after the budget
	minShare = 0.99                  // of the requests per CPU time without --rephrase
)

// settings are the options of a run.
type settings struct {
	program string
	parts   string
	quick   bool

	// rounds, window and rate are those of the requests beside waiters.
	rounds, waiters int
	window          time.Duration
	rate            float64
	turns           string

	// messages is how many ask a model that does not answer, so many together.
	messages, together int
	budget             time.Duration

	// pairs is how many short rounds compare the throughput.
	pairs int
}

func main() {
	if process.Role() == roleClient {
		exitOn(serveClient(os.Args[1:]))
		return
	}
	var s settings
	flag.StringVar(&s.program, "program", "", "nlgserver to measure (default: build it)")
	flag.StringVar(&s.parts, "parts", "beside,budget,unused", "what to measure")
	flag.BoolVar(&s.quick, "quick", false, "measure less of everything, and judge no time; each message must still be said")
	flag.IntVar(&s.rounds, "rounds", 7, "beside: number of rounds; the results are medians")
	flag.IntVar(&s.waiters, "waiters", 64, "beside: number of requests that wait for the model")
	flag.DurationVar(&s.window, "window", 3*time.Second, "beside: time for each of the three parts of a round")
	flag.Float64Var(&s.rate, "rate", 300, "beside: requests per second")
	flag.StringVar(&s.turns, "turns", "10", "beside: length of the conversation of a request, in turns")
	flag.IntVar(&s.messages, "messages", 160, "budget: number of messages for each fault of the model")
	flag.IntVar(&s.together, "together", 16, "budget: number of messages that ask at once")
	flag.DurationVar(&s.budget, "budget", 500*time.Millisecond, "budget: time for a message, its summary included")
	flag.IntVar(&s.pairs, "pairs", 48, "unused: number of rounds; each drives all servers in turn for 200 ms, with new servers every 4 rounds")
	flag.Parse()
	if s.quick {
		s.rounds, s.window, s.messages, s.pairs = 1, 2500*time.Millisecond, s.together, roundsPerStart
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	v := &verdict{quick: s.quick}
	exitOn(run(ctx, &s, v))
	if code := v.report(); code != 0 {
		os.Exit(code)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s *settings, v *verdict) (err error) {
	began := time.Now()
	defer func() { fmt.Printf("\nmeasured in %s\n", time.Since(began).Round(time.Second)) }()
	dir, err := os.MkdirTemp("", "nlgserver-bench-rephrase")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if s.program == "" {
		if s.program, err = process.Build(ctx, dir, "nlgserver"); err != nil {
			return err
		}
	}
	fmt.Printf("%d processors\n", runtime.GOMAXPROCS(0))
	b := &bench{settings: s, verdict: v, dir: dir}
	for name := range strings.SplitSeq(s.parts, ",") {
		i := slices.IndexFunc(parts, func(p part) bool { return p.name == name })
		if i < 0 {
			return fmt.Errorf("there is no part %q to measure", name)
		}
		if err := parts[i].measure(b, ctx); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// part is one of the things that are measured.
type part struct {
	name    string
	measure func(*bench, context.Context) error
}

var parts = []part{{"beside", (*bench).beside}, {"budget", (*bench).overBudget}, {"unused", (*bench).unused}}
