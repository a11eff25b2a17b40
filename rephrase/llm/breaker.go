package llm

import (
	"sync"
	"time"
)

const (
	// mostFailures is how many calls in a row may fail before a deployment is left alone.
	mostFailures = 5
	// firstPause is how long a deployment is left alone at first. Each try that fails doubles
	// it, up to maxPause.
	firstPause = time.Second
	maxPause   = time.Minute
)

// result is what a call says of a deployment.
type result uint8

const (
	// undecided: the call ended for a reason of its own.
	undecided result = iota
	worked
	failed
)

// breaker decides whether a deployment is called. It is closed while the deployment works.
// After mostFailures in a row it is open: nothing is called for a while, and then one call
// at a time, the probe, finds out. The zero breaker is closed.
//
// The pauses have no jitter: a replica sends one probe at a time, and what follows a probe
// that works is bound by the limit of calls.
type breaker struct {
	mu       sync.Mutex
	open     bool
	probing  bool
	failures int // in a row, while closed
	openings int // in a row, without a call that worked
	until    time.Time
	// term counts the changes of state, so that a call that began before one does not decide
	// what is after it.
	term uint64
}

// ticket is the permission to call once.
type ticket struct {
	term  uint64
	probe bool
}

// enter reports whether the deployment may be called now. Who may must leave.
func (b *breaker) enter(now time.Time) (ticket, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.open {
		return ticket{term: b.term}, true
	}
	if b.probing || now.Before(b.until) {
		return ticket{}, false
	}
	b.probing = true
	return ticket{term: b.term, probe: true}, true
}

// leave takes the result of a call. A server that says how long to leave it alone (after,
// if it is above 0) is left alone at once, and no shorter than that, up to maxPause.
func (b *breaker) leave(t ticket, r result, now time.Time, after time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if t.term != b.term {
		return
	}
	b.probing = false
	switch r {
	case worked:
		if b.open {
			b.open = false
			b.term++
		}
		b.failures, b.openings = 0, 0
	case failed:
		b.failures++
		if t.probe || b.failures >= mostFailures || after > 0 {
			b.trip(now, after)
		}
	}
}

// trip opens the breaker, or leaves it open for longer.
func (b *breaker) trip(now time.Time, after time.Duration) {
	pause := maxPause
	if doubled := firstPause << b.openings; doubled < maxPause {
		pause = doubled
		b.openings++
	}
	b.open, b.failures = true, 0
	b.until = now.Add(min(max(pause, after), maxPause))
	b.term++
}

// isOpen reports whether the deployment is left alone, or has not worked since.
func (b *breaker) isOpen() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.open
}
