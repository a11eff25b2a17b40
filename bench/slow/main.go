package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/bench/process"
	"nlgserver/internal/content"
	"nlgserver/internal/source"
	"nlgserver/server"
)

// The limits for a pass.
const (
	maxRatio  = 2.0
	maxMemory = 256 << 20
)

// settings are the options of a measurement.
type settings struct {
	clients  int
	rate     float64
	duration time.Duration
	rounds   int
	turns    string
}

func main() {
	if process.Role() != "" {
		exitOn(serve())
		return
	}
	var s settings
	flag.IntVar(&s.clients, "clients", 2000, "number of slow clients")
	flag.Float64Var(&s.rate, "rate", 300, "normal requests per second")
	flag.DurationVar(&s.duration, "duration", 4*time.Second, "time for each half of a round")
	flag.IntVar(&s.rounds, "rounds", 5, "number of rounds; the results are medians")
	flag.StringVar(&s.turns, "turns", "10", "conversation length of a normal request, in turns")
	flag.Parse()
	failures, err := measure(&s)
	exitOn(err)
	if len(failures) > 0 {
		fmt.Println("FAIL " + strings.Join(failures, "; "))
		os.Exit(1)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// measure alternates between the two halves and checks the limits.
func measure(s *settings) (failures []string, err error) {
	body, err := drive.Body("", s.turns)
	if err != nil {
		return nil, err
	}
	p, err := process.Start("nlgserver")
	if err != nil {
		return nil, err
	}
	defer p.Stop()
	request := drive.Request(body)
	load := drive.Load{Connections: 8, Duration: s.duration, Rate: s.rate}
	if _, err := drive.Run(p.Address, request, load); err != nil { // warm up
		return nil, err
	}
	var alone, beside []float64
	fmt.Printf("%d slow clients, %.0f requests per second, body of %d bytes\n\nround   alone p99 µs     slow p99 µs\n", s.clients, s.rate, len(body))
	for round := range s.rounds {
		undisturbed, err := drive.Run(p.Address, request, load)
		if err != nil {
			return nil, err
		}
		slow, err := drip(p.Address, s.clients)
		if err != nil {
			return nil, err
		}
		disturbed, err := drive.Run(p.Address, request, load)
		slow.stop()
		if err != nil {
			return []string{"a request failed while slow clients were connected: " + err.Error()}, nil
		}
		alone, beside = append(alone, undisturbed.P99), append(beside, disturbed.P99)
		fmt.Printf("%5d %14.0f %15.0f\n", round+1, undisturbed.P99, disturbed.P99)
	}
	peak, err := p.PeakMemory()
	if err != nil {
		return nil, err
	}
	ratio := median(beside) / median(alone)
	verdict := fmt.Sprintf("p99 %.2f times undisturbed, limit %.1f; %d MiB, limit %d MiB", ratio, maxRatio, peak>>20, maxMemory>>20)
	if ratio > maxRatio || peak > maxMemory {
		return []string{verdict}, nil
	}
	fmt.Println("\nPASS " + verdict)
	return nil, nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

const responses = `
responses:
  utter_greet:
    - text: "Hello {name}, welcome to {city}."
`

// serve prints its address and serves until it gets a signal to stop.
func serve() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a, err := server.New(server.Options{Source: source.Memory{Name: "bench", Files: []content.File{{Path: "responses.yml", Data: []byte(responses)}}}, Listen: "127.0.0.1:0", Drain: time.Second})
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return err
	}
	fmt.Println(a.Addr())
	return a.Wait(ctx)
}
