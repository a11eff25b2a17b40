package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"nlgserver/bench/process"
)

// settings are the options of a run.
type settings struct {
	duration time.Duration
	clients  int
	every    time.Duration
}

func main() {
	if process.Role() != "" {
		exitOn(serve(os.Args[1]))
		return
	}
	var s settings
	flag.DurationVar(&s.duration, "for", 10*time.Minute, "how long to run")
	flag.IntVar(&s.clients, "clients", 2, "number of clients of each kind; a client waits for its reply before the next request")
	flag.DurationVar(&s.every, "every", 0, "how often to print a line of figures (default: a thirtieth of the time)")
	flag.Parse()
	failures, err := soak(&s)
	exitOn(err)
	if len(failures) > 0 {
		fmt.Println("FAIL " + strings.Join(failures, "; "))
		os.Exit(1)
	}
	fmt.Println("PASS")
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// soak runs all clients at once and returns the failures.
func soak(s *settings) ([]string, error) {
	dir, err := os.MkdirTemp("", "nlgsoak")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	saves := &saves{dir: dir}
	if err := saves.write(); err != nil {
		return nil, err
	}
	p, err := process.Start("nlgserver", dir)
	if err != nil {
		return nil, err
	}
	defer p.Stop()

	ctx, interrupted := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer interrupted()
	ctx, cancel := context.WithTimeout(ctx, s.duration)
	defer cancel()
	seen := newTally()
	samples := &samples{}
	var group sync.WaitGroup
	for _, k := range kinds() {
		for range s.clients {
			group.Go(func() { k.keepOn(ctx, p.Address, seen) })
		}
	}
	group.Go(func() { saves.keepOn(ctx, p.Address, seen) })
	group.Go(func() { samples.collect(ctx, p.Address, s, seen) })
	group.Wait()

	seen.print()
	failures := append(seen.failures(), samples.failures(s.duration)...)
	// Connections left by the load, and requests on them, must be gone.
	if left, err := settled(p.Address); err != nil || left > 0 {
		failures = append(failures, fmt.Sprintf("%.0f requests are still in progress after the run, %v", left, err))
	}
	return failures, nil
}
