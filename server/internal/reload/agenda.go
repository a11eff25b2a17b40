package reload

import (
	"slices"
	"time"
)

// agenda says what the next attempt is for, and with that, when it is due.
type agenda[C, D any] struct {
	triggers []string
	// waiting are the callers who wait for the attempt; with one, it is due at
	// once.
	waiting []chan<- Attempt[C, D]
	// fetch reads the content.
	fetch Fetch[C, D]
	// elsewhere is set if that is not the loop's own content.
	elsewhere bool
	// firstPoke and lastPoke are zero without a poke.
	firstPoke, lastPoke time.Time
	// settled is when content that is held back may go live; zero without any.
	settled time.Time
	// idleSince is when the last attempt ended, or the loop began.
	idleSince time.Time
}

func (g *agenda[C, D]) ask(trigger string, answer chan<- Attempt[C, D]) {
	g.add(trigger)
	g.waiting = append(g.waiting, answer)
}

func (g *agenda[C, D]) poke(trigger string, now time.Time) {
	g.add(trigger)
	if g.firstPoke.IsZero() {
		g.firstPoke = now
	}
	g.lastPoke = now
}

func (g *agenda[C, D]) add(trigger string) {
	if !slices.Contains(g.triggers, trigger) {
		g.triggers = append(g.triggers, trigger)
	}
}

// join adds the reasons and the callers of another agenda, which this attempt
// serves too.
func (g *agenda[C, D]) join(other agenda[C, D]) {
	for _, trigger := range other.triggers {
		if trigger != TriggerPoll {
			g.add(trigger)
		}
	}
	g.waiting = append(g.waiting, other.waiting...)
}

// due returns when the attempt starts; false if there is no reason for one.
func (g *agenda[C, D]) due(debounce, maxWait, poll time.Duration) (time.Time, bool) {
	if len(g.waiting) > 0 {
		return time.Time{}, true
	}
	due := g.settled
	if !g.firstPoke.IsZero() {
		due = earlier(due, earlier(g.lastPoke.Add(debounce), g.firstPoke.Add(maxWait)))
	}
	if due.IsZero() && poll > 0 {
		due = g.idleSince.Add(poll)
	}
	return due, !due.IsZero()
}

// earlier returns the earlier time; a zero time does not count.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}
