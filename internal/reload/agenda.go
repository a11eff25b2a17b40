package reload

import (
	"slices"
	"time"
)

// agenda is what the next attempt is for, and with that, when it is due.
type agenda[D any] struct {
	triggers []string
	// waiting are those who want the attempt; it is due at once.
	waiting []chan<- Attempt[D]
	// firstPoke and lastPoke are zero if nobody poked.
	firstPoke, lastPoke time.Time
	// idleSince is when the last attempt ended, or the loop began.
	idleSince time.Time
}

func (g *agenda[D]) ask(trigger string, answer chan<- Attempt[D]) {
	g.add(trigger)
	g.waiting = append(g.waiting, answer)
}

func (g *agenda[D]) poke(trigger string, now time.Time) {
	g.add(trigger)
	if g.firstPoke.IsZero() {
		g.firstPoke = now
	}
	g.lastPoke = now
}

func (g *agenda[D]) add(trigger string) {
	if !slices.Contains(g.triggers, trigger) {
		g.triggers = append(g.triggers, trigger)
	}
}

// due returns when the attempt starts; false if nothing asks for one.
func (g *agenda[D]) due(debounce, maxWait, poll time.Duration) (time.Time, bool) {
	switch {
	case len(g.waiting) > 0:
		return time.Time{}, true
	case !g.firstPoke.IsZero():
		quiet, late := g.lastPoke.Add(debounce), g.firstPoke.Add(maxWait)
		if late.Before(quiet) {
			return late, true
		}
		return quiet, true
	case poll > 0:
		return g.idleSince.Add(poll), true
	default:
		return time.Time{}, false
	}
}
