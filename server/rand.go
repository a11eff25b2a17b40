package server

import (
	"math/rand/v2"
	"sync/atomic"

	"nlgserver/nlg"
)

// picker returns the source of random picks. It is safe for concurrent use,
// without a lock.
func picker(seed *uint64) nlg.Rand {
	if seed == nil {
		return freeRand{}
	}
	return &seededRand{seed: *seed}
}

// freeRand picks with the runtime's generator, of which every thread has its
// own.
type freeRand struct{}

func (freeRand) IntN(n int) int { return rand.IntN(n) }

// seededRand gives the same picks in the same order in every run.
type seededRand struct {
	seed  uint64
	drawn atomic.Uint64
}

func (r *seededRand) IntN(n int) int {
	// A new generator for each draw makes the picks independent of the thread
	// that draws.
	return rand.New(rand.NewPCG(r.seed, r.drawn.Add(1))).IntN(n)
}
