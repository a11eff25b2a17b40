package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/bench/process"
)

// settings are the options of a measurement.
type settings struct {
	bodies      string
	duration    time.Duration
	rounds      int
	connections int
	turns       []string
	builtIn     bool
	// before is a copy of this program that was built from another version.
	before string
}

func main() {
	if role := process.Role(); role != "" {
		if err := serveRole(role); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	s := settings{turns: []string{"1", "10", "100", "1000"}}
	quick := flag.Bool("quick", false, "finish in a few seconds, to check that it works; the figures mean little")
	flag.StringVar(&s.bodies, "bodies", "", "directory with body_1.json and so on (default: search for it)")
	flag.DurationVar(&s.duration, "duration", 3*time.Second, "time for each server in a round")
	flag.IntVar(&s.rounds, "rounds", 5, "number of rounds; each drives both servers, and the results are medians")
	flag.IntVar(&s.connections, "connections", 64, "number of connections that send requests without a pause")
	flag.BoolVar(&s.builtIn, "built-in", false, "use the built-in client even if wrk is installed")
	assistants := flag.Bool("assistants", false, "compare 1, 10 and 200 assistants in one server with /nlg alone, in many short rounds")
	flag.StringVar(&s.before, "before", "", "with -assistants: bench/serve built from another version, whose /nlg is compared with that of this one")
	turns := flag.String("turns", "", "conversation lengths in turns, such as 1,1000 (default all)")
	flag.Parse()
	run := measure
	if *assistants {
		run = measureAssistants
		s.shortRounds()
	} else if s.before != "" {
		fmt.Fprintln(os.Stderr, "-before needs -assistants")
		os.Exit(2)
	}
	if *quick {
		s.duration, s.rounds = 300*time.Millisecond, 1
	}
	if *turns != "" {
		s.turns = strings.Split(*turns, ",")
	}
	if err := run(&s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// measure runs every conversation length and prints the results.
func measure(s *settings) error {
	client := "the built-in client"
	if !s.builtIn && hasWrk() {
		client = "wrk"
	}
	fmt.Printf("throughput measured by %s, %d connections, %d rounds of %v; latency measured by the built-in client\n\n", client, s.connections, s.rounds, s.duration)
	fmt.Println("turns    body  server     req/s      cpu µs    p50 µs    p99 µs   half-load p99 µs   peak RSS MiB")
	var ratios []string
	for _, turns := range s.turns {
		body, err := drive.Body(s.bodies, turns)
		if err != nil {
			fmt.Printf("%5s: %v\n", turns, err)
			continue
		}
		floor, ours, err := compare(s, body)
		if err != nil {
			return err
		}
		floor.print(turns, len(body), "floor")
		ours.print(turns, len(body), "nlgserver")
		r := ours.of(floor)
		fmt.Printf("                 ratio   %7.2f  %10.2f  %8.2f  %8.2f  %17.2f\n\n", r.throughput, r.cpu, r.p50, r.p99, r.halfP99)
		ratios = append(ratios, fmt.Sprintf("%s=%.2f", turns, r.throughput))
	}
	fmt.Println("of floor: " + strings.Join(ratios, " "))
	return nil
}

// compare drives both servers in turn in every round.
func compare(s *settings, body []byte) (floor, ours figures, err error) {
	var servers [2]*process.Process
	for i, role := range []string{roleFloor, roleServer} {
		p, err := process.Start(role)
		if err != nil {
			return floor, ours, err
		}
		defer p.Stop()
		servers[i] = p
	}
	request := drive.Request(body)
	var results [2][]figures
	half := 0.0
	for round := range s.rounds {
		for i, p := range servers {
			if round == 0 { // warm up
				if _, err := drive.Run(p.Address, request, drive.Load{Connections: s.connections, Duration: s.duration / 3}); err != nil {
					return floor, ours, err
				}
			}
			f, err := measureOne(s, p, body, request)
			if err != nil {
				return floor, ours, err
			}
			if i == 0 {
				half = f.throughput / 2
			}
			if f.halfP99, err = pacedP99(s, p, request, half); err != nil {
				return floor, ours, err
			}
			results[i] = append(results[i], f)
		}
	}
	return median(results[0]), median(results[1]), nil
}

// measureOne drives one server as fast as it replies.
func measureOne(s *settings, p *process.Process, body, request []byte) (figures, error) {
	before, err := p.CPU()
	if err != nil {
		return figures{}, err
	}
	var f figures
	if !s.builtIn && hasWrk() {
		f, err = wrk(s, p.Address, body)
	} else {
		var r drive.Result
		r, err = drive.Run(p.Address, request, drive.Load{Connections: s.connections, Duration: s.duration})
		f = figures{requests: r.Requests, throughput: r.Throughput, p50: r.P50, p99: r.P99}
	}
	if err != nil {
		return f, err
	}
	after, err := p.CPU()
	if err != nil {
		return f, err
	}
	f.cpu = (after - before).Seconds() * 1e6 / float64(f.requests)
	f.peak, err = p.PeakMemory()
	return f, err
}

// pacedP99 returns the 99th percentile of latencies at a fixed rate.
func pacedP99(s *settings, p *process.Process, request []byte, rate float64) (float64, error) {
	r, err := drive.Run(p.Address, request, drive.Load{Connections: min(s.connections, 16), Duration: s.duration, Rate: rate})
	return r.P99, err
}

func hasWrk() bool {
	_, err := exec.LookPath("wrk")
	return err == nil
}
