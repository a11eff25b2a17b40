package server

import (
	"math/rand/v2"
	"sync/atomic"

	"nlgserver/nlg"
)

// picker returns the source of random picks: used by many requests at once,
// without a lock.
func picker(seed *uint64) nlg.Rand {
	if seed == nil {
		return freeRand{}
	}
	return &seededRand{seed: *seed}
}

// freeRand picks by the runtime's generator, which every thread has its own
// of.
type freeRand struct{}

func (freeRand) IntN(n int) int { return rand.IntN(n) }

// seededRand gives the same picks in the same order in every run.
type seededRand struct {
	seed  uint64
	drawn atomic.Uint64
}

func (r *seededRand) IntN(n int) int {
	// A generator for each draw keeps the picks independent of which thread
	// draws.
	return rand.New(rand.NewPCG(r.seed, r.drawn.Add(1))).IntN(n)
}
