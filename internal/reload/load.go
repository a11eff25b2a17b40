package reload

import (
	"context"
	"errors"
	"runtime/debug"
	"time"
)

// attempt makes one attempt and tells everyone. Nobody is told of an attempt
// that the end of ctx cut short: it says nothing about the content.
func (l *Loop[T, D]) attempt(ctx context.Context, batch agenda[D]) {
	started := time.Now()
	value, a := l.load(ctx, len(batch.waiting) > 0)
	if a.Result == Rejected && ctx.Err() != nil {
		return
	}

	// All that can fail has been done above this line; below it there is only
	// the publishing, which cannot.

	if a.Result == Changed {
		l.live.live.Store(value)
	}
	a.Triggers, a.Started, a.Duration = batch.triggers, started, time.Since(started)
	l.record(a)
	l.cfg.OnAttempt(a)
	for _, answer := range batch.waiting {
		answer <- a // has room for it
	}
}

// load fetches and, if that brings something new, compiles. It has no side
// effects; a panic is a rejection like any other. Only if somebody asked is
// content compiled again that was refused before.
func (l *Loop[T, D]) load(ctx context.Context, asked bool) (value *T, a Attempt[D]) {
	reject := func(err error) { value, a.Result, a.Err = nil, Rejected, err }
	defer func() {
		if p := recover(); p != nil {
			reject(&PanicError{Value: p, Stack: debug.Stack()})
		}
	}()

	fetched, err := l.cfg.Fetch(ctx)
	a.Version, a.Details = fetched.Version, fetched.Details
	if err != nil {
		reject(err)
		return value, a
	}
	if l.isLive(fetched.Version) {
		a.Result = Unchanged
		return nil, a
	}
	if !asked && l.refused.err != nil && fetched.Version != "" && fetched.Version == l.refused.version {
		// The same bytes do not compile better at every poll.
		a.Details = l.refused.details
		reject(l.refused.err)
		return value, a
	}
	value, a.Details, err = fetched.Compile()
	switch {
	case err != nil:
		l.refused = refusal[D]{fetched.Version, a.Details, err}
		reject(err)
	case value == nil:
		reject(errors.New("compiling gave nothing to serve"))
	default:
		a.Result = Changed
	}
	return value, a
}

// refusal is content that does not compile, and why.
type refusal[D any] struct {
	version string
	details D
	err     error
}

func (l *Loop[T, D]) isLive(version string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return version != "" && version == l.status.Version
}

func (l *Loop[T, D]) record(a Attempt[D]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next.idleSince = time.Now()
	s := &l.status
	s.Last = a
	s.Stale = a.Result == Rejected
	switch a.Result {
	case Changed:
		s.Changed++
		s.Version, s.Since = a.Version, a.Started.Add(a.Duration)
	case Unchanged:
		s.Unchanged++
	case Rejected:
		s.Rejected++
	}
}
