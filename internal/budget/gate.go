package budget

import (
	"sync/atomic"
	"time"
)

// gateWait is how long a request waits for its turn before it is refused.
const gateWait = 10 * time.Second

// Gate lets only a few requests at a time do long work, so that the many that are
// short find a free processor. Those who wait take turns.
type Gate struct {
	places chan struct{}
	queue  atomic.Int32
}

// NewGate returns a gate for that many requests at a time.
func NewGate(places int) *Gate { return &Gate{places: make(chan struct{}, max(places, 1))} }

// Enter waits for a place; false if done is closed first, or if it takes too long.
func (g *Gate) Enter(done <-chan struct{}) bool {
	if g.tryEnter() {
		return true
	}
	g.queue.Add(1)
	defer g.queue.Add(-1)
	deadline := time.NewTimer(gateWait)
	defer deadline.Stop()
	select {
	case g.places <- struct{}{}:
		return true
	case <-done:
	case <-deadline.C:
	}
	return false
}

func (g *Gate) tryEnter() bool {
	select {
	case g.places <- struct{}{}:
		return true
	default:
		return false
	}
}

// wanted reports whether requests wait for a place.
func (g *Gate) wanted() bool { return g.queue.Load() > 0 }

// Leave gives the place to another request.
func (g *Gate) Leave() { <-g.places }
