package main

import (
	"fmt"
	"slices"
)

// figures are the results of one server in one round.
type figures struct {
	requests   int
	throughput float64 // requests per second
	cpu        float64 // the server's microseconds per request
	p50, p99   float64 // microseconds, under full load
	halfP99    float64 // microseconds, at half the floor's throughput
	peak       int64   // bytes
}

// median returns the median of each figure.
func median(rounds []figures) figures {
	of := func(get func(figures) float64) float64 {
		var values []float64
		for _, f := range rounds {
			values = append(values, get(f))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return figures{
		requests:   int(of(func(f figures) float64 { return float64(f.requests) })),
		throughput: of(func(f figures) float64 { return f.throughput }),
		cpu:        of(func(f figures) float64 { return f.cpu }),
		p50:        of(func(f figures) float64 { return f.p50 }),
		p99:        of(func(f figures) float64 { return f.p99 }),
		halfP99:    of(func(f figures) float64 { return f.halfP99 }),
		peak:       int64(of(func(f figures) float64 { return float64(f.peak) })),
	}
}

// of divides the figures by those of another server.
func (f figures) of(other figures) figures {
	return figures{
		throughput: f.throughput / other.throughput,
		cpu:        f.cpu / other.cpu,
		p50:        f.p50 / other.p50,
		p99:        f.p99 / other.p99,
		halfP99:    f.halfP99 / other.halfP99,
	}
}

func (f figures) print(turns string, body int, server string) {
	fmt.Printf("%5s %7d  %-9s %7.0f  %10.1f  %8.0f  %8.0f  %17.0f  %13.1f\n",
		turns, body, server, f.throughput, f.cpu, f.p50, f.p99, f.halfP99, float64(f.peak)/(1<<20))
}
