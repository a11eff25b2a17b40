//go:build !race

package server

import "testing"

// Allocations mean nothing under the race detector: pools drop what they are given.

// TestRephraseAllocations checks that a request that does not ask for rewording allocates no
// more where there is a model.
func TestRephraseAllocations(t *testing.T) {
	for name, content := range unaskedContents {
		without, with := allocations(repeated(t, content, false)), allocations(repeated(t, content, true))
		if with > without+0.5 {
			t.Errorf("%s: %.2f allocations for a request with a model, %.2f without", name, with, without)
		}
	}
}

// allocations returns how many there are for a request. Now and then, there is one of
// something else in the process.
func allocations(say func()) float64 {
	const requests = 100
	return testing.AllocsPerRun(20, func() {
		for range requests {
			say()
		}
	}) / requests
}
