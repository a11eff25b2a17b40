package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/bench/process"
	"nlgserver/server"
)

// The limits for a pass.
const (
	maxRatio = 3.0
	maxStop  = 12 * time.Second // --drain and a little
)

// settings are the options of a run.
type settings struct {
	duration    time.Duration
	connections int
	rate        float64
	turns       string
	verbose     bool
	quick       bool
}

func main() {
	switch process.Role() {
	case "nlgserver":
		exitOn(serve())
		return
	case "attackers":
		var connections int
		_, err := fmt.Sscan(os.Args[2], &connections)
		exitOn(err)
		exitOn(attack(os.Args[1], connections))
		return
	}
	var s settings
	flag.DurationVar(&s.duration, "for", 60*time.Second, "how long to attack")
	flag.IntVar(&s.connections, "connections", 300, "number of attackers' connections")
	flag.Float64Var(&s.rate, "rate", 200, "ordinary requests per second")
	flag.StringVar(&s.turns, "turns", "10", "conversation length of an ordinary request, in turns")
	flag.BoolVar(&s.quick, "quick", false, "judge all but the p99, which needs a quiet machine and longer rounds")
	flag.BoolVar(&s.verbose, "v", false, "print the outcomes of each shape")
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

// rounds is how often the ordinary requests run alone and under attack.
const rounds = 5

// measure attacks and checks the limits.
func measure(s *settings) (failures []string, err error) {
	body, err := drive.Body("", s.turns)
	if err != nil {
		return nil, err
	}
	p, err := process.Start("nlgserver")
	if err != nil {
		return nil, err
	}
	stopped := false
	defer func() {
		if !stopped {
			p.Stop()
		}
	}()
	attackers, err := startAttackers(p.Address, s.connections)
	if err != nil {
		return nil, err
	}
	defer attackers.end()
	request := drive.Request(body)
	beside := drive.Load{Connections: 8, Duration: s.duration / rounds, Rate: s.rate}
	alone := beside
	alone.Duration = max(2*time.Second, beside.Duration/4)
	if _, err := drive.Run(p.Address, request, alone); err != nil { // warm up
		return nil, err
	}
	var calm, attacked []float64
	fmt.Printf("%d shapes on %d connections for %v, beside %.0f requests per second\n\nround   alone p99 µs   attacked p99 µs   peak MiB\n",
		attackers.shapes, s.connections, s.duration, s.rate)
	for round := range rounds {
		undisturbed, err := drive.Run(p.Address, request, alone)
		if err != nil {
			// What the last attack has left still keeps others out.
			failures = append(failures, fmt.Sprintf("round %d: an ordinary request failed after the attack: %v", round+1, err))
			continue
		}
		attackers.toggle()
		disturbed, err := drive.Run(p.Address, request, beside)
		attackers.toggle()
		if err != nil {
			failures = append(failures, fmt.Sprintf("round %d: an ordinary request failed: %v", round+1, err))
			continue
		}
		peak, err := p.PeakMemory()
		if err != nil {
			return []string{"the server is gone: " + err.Error()}, nil
		}
		calm, attacked = append(calm, undisturbed.P99), append(attacked, disturbed.P99)
		fmt.Printf("%5d %14.0f %17.0f %10d\n", round+1, undisturbed.P99, disturbed.P99, peak>>20)
		time.Sleep(time.Second / 2)
	}
	if err := attackers.report(s.verbose); err != nil {
		return nil, err
	}
	failures = append(failures, panics(p.Address)...)
	peak, err := p.PeakMemory()
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	p.Stop()
	stopped = true
	took := time.Since(begin)
	if len(calm) == 0 {
		return append(failures, "no round came to its end"), nil
	}
	limit := documentedSum(s.connections)
	ratio := median(attacked) / median(calm)
	p99 := fmt.Sprintf("p99 %.2f times undisturbed, limit %.1f", ratio, maxRatio)
	if s.quick {
		p99 = fmt.Sprintf("p99 %.2f times undisturbed, not judged", ratio)
	}
	verdict := fmt.Sprintf("%s; %d MiB, limit %d MiB; stopped after %.1f s, limit %.0f s",
		p99, peak>>20, limit>>20, took.Seconds(), maxStop.Seconds())
	if ratio > maxRatio && !s.quick || peak > limit || took > maxStop {
		failures = append(failures, verdict)
	}
	if len(failures) == 0 {
		fmt.Println("\nPASS " + verdict)
	}
	return failures, nil
}

// documentedSum is what the server may take at most, as in docs/operations.md.
func documentedSum(connections int) int64 {
	return server.MemoryBound(options(), int64(len(responses())), connections)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
