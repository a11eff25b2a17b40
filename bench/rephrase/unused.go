package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"nlgserver/bench/drive"
	"nlgserver/bench/process"
)

const (
	// unusedConnections is how many connections send requests without a pause, as in bench/serve.
	unusedConnections = 64
	unusedRound       = 200 * time.Millisecond
	// roundsPerStart is how many rounds servers are driven for, before others are started.
	roundsPerStart = 4
)

// unusedServer is a server of the comparison, started several times. The first has no
// --rephrase, and nor has the last, which shows how far two servers differ that are the same.
type unusedServer struct {
	name      string
	rephrases bool

	throughputs []float64
	requests    int
	cpu         time.Duration
}

// unused compares servers where no variation asks.
func (b *bench) unused(ctx context.Context) error {
	path, err := writeSettings(b.dir, "http://127.0.0.1:1/v1", 1, time.Second)
	if err != nil {
		return err
	}
	fmt.Printf("\nunused: %d connections, %d rounds of %v for each server in turn, and new servers every %d rounds\n", unusedConnections, b.pairs, unusedRound, roundsPerStart)
	fmt.Println("turns   server                req/s   CPU µs   throughput of without   half of the rounds   requests per CPU time")
	for _, turns := range []string{"1", "10"} {
		body, err := drive.Body("", turns)
		if err != nil {
			return err
		}
		if err := b.compare(ctx, turns, body, path); err != nil {
			return err
		}
	}
	return nil
}

// compare compares servers with one body.
func (b *bench) compare(ctx context.Context, turns string, body []byte, path string) error {
	all := []*unusedServer{{name: "without"}, {name: "with --rephrase", rephrases: true}, {name: "without again"}}
	request := drive.Request(body)
	for start := 0; start*roundsPerStart < b.pairs; start++ {
		if err := b.driveAll(ctx, all, request, path, start); err != nil {
			return err
		}
	}
	b.reportUnused(turns, all)
	return nil
}

// driveAll starts all servers, and drives them in turn for some rounds. Two processes of one
// program can differ by some percent for as long as they run.
func (b *bench) driveAll(ctx context.Context, all []*unusedServer, request []byte, path string, start int) error {
	processes := make([]*process.Process, len(all))
	for i := range all {
		which := (start + i) % len(all)
		settings := ""
		if all[which].rephrases {
			settings = path
		}
		p, err := b.serve(plain, settings)
		if err != nil {
			return err
		}
		defer p.Stop()
		processes[which] = p
	}
	for round := range roundsPerStart + 1 {
		for i := range all {
			if err := ctx.Err(); err != nil {
				return err
			}
			// The first round warms up. Each begins with another one.
			which := (round + i) % len(all)
			if err := all[which].drive(processes[which], request, round > 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// drive drives a process of the server for one round, and keeps the figures if they count.
func (u *unusedServer) drive(p *process.Process, request []byte, counts bool) error {
	before, err := p.CPU()
	if err != nil {
		return err
	}
	r, err := drive.Run(p.Address, request, drive.Load{Connections: unusedConnections, Duration: unusedRound})
	if err != nil {
		return err
	}
	after, err := p.CPU()
	if err != nil || !counts {
		return err
	}
	u.throughputs = append(u.throughputs, r.Throughput)
	u.requests += r.Requests
	u.cpu += after - before
	return nil
}

// cpuTime returns the microseconds of CPU time for a request. The clock of processes is too
// coarse for one round.
func (u *unusedServer) cpuTime() float64 { return u.cpu.Seconds() * 1e6 / float64(u.requests) }

// shares returns the throughput of each round as a share of that of another server.
func (u *unusedServer) shares(of *unusedServer) []float64 {
	all := make([]float64, len(u.throughputs))
	for i := range all {
		all[i] = u.throughputs[i] / of.throughputs[i]
	}
	return all
}

// reportUnused prints the figures, and judges the second server by the CPU time of its
// requests: on a shared machine, the throughput is what others leave. It is compared with the
// mean of the other two, and the limit is lower by half of what they differ.
func (b *bench) reportUnused(turns string, all []*unusedServer) {
	without, again := all[0], all[len(all)-1]
	for i, u := range all {
		line := fmt.Sprintf("%5s   %-16s %10.0f %8.1f", turns, u.name, median(u.throughputs), u.cpuTime())
		if u != without {
			shares := u.shares(without)
			line += fmt.Sprintf("   %21.3f   %8.2f to %-7.2f", median(shares), percentile(shares, 0.25), percentile(shares, 0.75))
		}
		if i == 1 {
			mean, apart := (without.cpuTime()+again.cpuTime())/2, math.Abs(without.cpuTime()-again.cpuTime())
			share, limit := mean/u.cpuTime(), minShare-apart/mean/2
			what := fmt.Sprintf("requests for each second of CPU time at %s turns are %.3f of those without --rephrase, should be %.3f", turns, share, limit)
			line += fmt.Sprintf("   %22.3f   limit %.3f  %s", share, limit, b.judge(share >= limit, what))
		}
		fmt.Println(line)
	}
}
