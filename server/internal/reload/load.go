package reload

import (
	"context"
	"errors"
	"runtime/debug"
	"time"
)

// attempt makes one attempt and reports it, unless the end of ctx cut it short:
// then it says nothing about the content.
func (l *Loop[C, V, D]) attempt(ctx context.Context, batch agenda[C, D]) {
	started := time.Now()
	value, a := l.load(ctx, batch.fetch, len(batch.waiting) > 0)
	if a.Result == Rejected && ctx.Err() != nil {
		return
	}

	if a.Result == Changed && l.holdBack(value, a, batch) {
		return // it is no attempt yet
	}

	// Everything that can fail is above this line. Below it, the value is
	// published, which cannot fail.

	if a.Result == Changed {
		l.live.live.Store(value)
	}
	l.held.value = nil
	if a.Result != Rejected {
		l.held = held[V, D]{}
	}
	a.Triggers, a.Started, a.Duration = batch.triggers, started, time.Since(started)
	l.record(a)
	l.cfg.OnAttempt(a)
	for _, answer := range batch.waiting {
		answer <- a // has room for it
	}
}

// load fetches the content and compiles it if it is new. It has no side effects
// on what is live, and a panic is a rejection like any other. Content that was
// rejected before is compiled again only if a caller asked for the attempt.
func (l *Loop[C, V, D]) load(ctx context.Context, fetch Fetch[C, D], asked bool) (value *V, a Attempt[C, D]) {
	reject := func(err error) { value, a.Result, a.Err = nil, Rejected, err }
	defer func() {
		if p := recover(); p != nil {
			reject(&PanicError{Value: p, Stack: debug.Stack()})
		}
	}()

	fetched, err := fetch(ctx)
	a.Content, a.Version, a.Details = fetched.Content, fetched.Version, fetched.Details
	if err != nil {
		reject(err)
		return value, a
	}
	if l.isLive(fetched.Version) {
		a.Result = Unchanged
		return nil, a
	}
	if !asked && l.rejected.err != nil && fetched.Version != "" && fetched.Version == l.rejected.version {
		// At a poll, the same bytes would be rejected for the same reason.
		a.Details = l.rejected.details
		reject(l.rejected.err)
		return value, a
	}
	if h := &l.held; h.has(fetched.Version) {
		value, a.Details = h.value, h.details
	} else {
		h.value = nil // do not keep it while another one is compiled
		value, a.Details, err = l.cfg.Compile(fetched)
	}
	switch {
	case err != nil:
		l.rejected = rejection[D]{fetched.Version, a.Details, err}
		reject(err)
	case value == nil:
		reject(errors.New("compiling returned nothing to serve"))
	default:
		a.Result = Changed
	}
	return value, a
}

// rejection is content that does not compile, and why.
type rejection[D any] struct {
	version string
	details D
	err     error
}

func (l *Loop[C, V, D]) isLive(version string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return version != "" && version == l.status.Version
}

func (l *Loop[C, V, D]) record(a Attempt[C, D]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next.idleSince = time.Now()
	s := &l.status
	s.Last = a.WithoutContent()
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
