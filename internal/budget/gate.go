package budget

import (
	"sync/atomic"
	"time"
)

const (
	// gateWait is how long a request waits for its turn before it is refused.
	gateWait = 10 * time.Second
	// gateLook is how often it checks meanwhile whether its client has gone.
	gateLook = 100 * time.Millisecond
)

// Gate lets only a few requests at a time do long work, so that the many that are
// short find a free processor. Those who wait take turns. A request that has had no
// turn yet comes first: most need only one, and a short one.
type Gate struct {
	places chan struct{}
	// first hands a place over to a request that has had no turn yet.
	first chan struct{}
	queue atomic.Int32
	turns atomic.Uint32
	// crowded is called for each request that has to wait.
	crowded func()
}

// otherTurns is how often a place goes to whoever has waited longest: those who have
// had a turn must get another one, however many come for their first.
const otherTurns = 4

// NewGate returns a gate for that many requests at a time. crowded is called for each
// request that has to wait; it may be nil, and must not block.
func NewGate(places int, crowded func()) *Gate {
	if crowded == nil {
		crowded = func() {}
	}
	return &Gate{places: make(chan struct{}, max(places, 1)), first: make(chan struct{}), crowded: crowded}
}

// Enter waits for a place; false if done is closed first, or if it takes too long.
// again is set for a request that has had a turn before. gone reports what done does
// not tell.
func (g *Gate) Enter(done <-chan struct{}, again bool, gone func() bool) bool {
	if g.tryEnter() {
		return true
	}
	g.queue.Add(1)
	defer g.queue.Add(-1)
	g.crowded()
	deadline := time.NewTimer(gateWait)
	defer deadline.Stop()
	first := g.first
	if again {
		first = nil
	}
	look := time.NewTicker(gateLook)
	defer look.Stop()
	for {
		select {
		case g.places <- struct{}{}:
			return true
		case <-first:
			return true
		case <-look.C:
			if gone() {
				return false
			}
		case <-done:
			return false
		case <-deadline.C:
			return false
		}
	}
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
func (g *Gate) Leave() {
	if g.turns.Add(1)%otherTurns != 0 {
		select {
		case g.first <- struct{}{}:
			return
		default:
		}
	}
	<-g.places
}
