package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
)

// verdict collects what is wrong.
type verdict struct {
	quick bool

	mu     sync.Mutex
	failed []string
}

// judge notes a failure of a time, and returns the word for it. On a busy machine, or with
// few figures, a time says little: with -quick, none is judged.
func (v *verdict) judge(ok bool, what string) string {
	switch {
	case v.quick:
		return "not judged"
	case ok:
		return "PASS"
	}
	v.lost(what)
	return "FAIL"
}

// lost notes a message that was not said as it should, which is judged at all times.
func (v *verdict) lost(what string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !slices.Contains(v.failed, what) {
		v.failed = append(v.failed, what)
	}
}

// report prints the verdict, and returns the exit code.
func (v *verdict) report() int {
	switch {
	case len(v.failed) > 0:
		fmt.Println("\nFAIL " + strings.Join(v.failed, "; "))
		return 1
	case v.quick:
		fmt.Println("\nno message was lost; times are not judged: -quick")
	default:
		fmt.Println("\nPASS")
	}
	return 0
}

// percentile returns a percentile of the values, from 0 to 1, by the nearest rank: the
// smallest of them that so large a share of them is not above.
func percentile(values []float64, p float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(int(math.Ceil(p*float64(len(sorted))))-1, 0)]
}

func median(values []float64) float64 { return percentile(values, 0.5) }
