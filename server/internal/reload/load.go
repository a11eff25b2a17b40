package reload

import (
	"context"
	"errors"
	"time"
)

// attempt makes one attempt and reports it, unless the end of ctx cut it short:
// then it says nothing about the content.
func (l *Loop[C, V, D]) attempt(ctx context.Context, batch agenda[C, D]) {
	r := l.read(ctx, batch.fetch)
	var value *V
	var a Attempt[C, D]
	for restarts := 0; ; restarts++ {
		var newer *reading[C, D]
		if a, newer = l.judge(ctx, r, &batch, restarts, &value); newer == nil {
			break
		}
		r = *newer
	}
	if a.Result == Rejected && ctx.Err() != nil {
		return
	}

	if a.Result == waits || a.Result == Changed && l.holdBack(value, a, r, batch) {
		return // it is no attempt yet
	}

	// Everything that can fail is above this line. Below it, the value is
	// published, which cannot fail.

	if a.Result == Changed {
		l.cfg.OnLive(value)
		l.live.live.Store(value)
	}
	switch h := &l.held; {
	case a.Result != Rejected:
		*h = held[V, D]{}
	case !h.first.IsZero():
		h.note(a.Version, r.Size, time.Now(), openLimit*l.cfg.Settle) // it may be half of a save too
		h.value = nil
	}
	a.Triggers, a.Started, a.Duration = batch.triggers, r.began, time.Since(r.began)
	l.record(a)
	l.cfg.OnAttempt(a)
	for _, answer := range batch.waiting {
		answer <- a // has room for it
	}
}

// waits is the result of an attempt that has to be made later.
const waits Result = 0

// judge compiles what was read if it is new, and sets the value. It has no side
// effects on what is live, and a panic is a rejection like any other. Content that
// was rejected before is compiled again only if a caller asked for the attempt. If
// newer content was found meanwhile, judge returns that, and nothing else counts.
func (l *Loop[C, V, D]) judge(ctx context.Context, r reading[C, D], batch *agenda[C, D], restarts int, value **V) (a Attempt[C, D], newer *reading[C, D]) {
	reject := func(err error) { *value, a.Result, a.Err = nil, Rejected, err }
	a.Content, a.Version, a.Details = r.Content, r.Version, r.Details
	asked := len(batch.waiting) > 0
	switch {
	case !asked && l.isWritten(r, *batch):
		return a, nil
	case r.err != nil:
		reject(r.err)
		return a, nil
	case l.isLive(r.Version):
		a.Result = Unchanged
		return a, nil
	case !asked && l.rejected.err != nil && r.Version != "" && r.Version == l.rejected.version:
		// At a poll, the same bytes would be rejected for the same reason.
		a.Details = l.rejected.details
		reject(l.rejected.err)
		return a, nil
	}
	var err error
	if h := &l.held; h.has(r.Version) {
		*value, a.Details = h.value, h.details
	} else {
		h.value = nil // do not keep it while another one is compiled
		var c compiled[V, D]
		if c, newer, err = l.compile(ctx, r, batch, restarts); newer != nil {
			return a, newer
		}
		_, panicked := errors.AsType[*PanicError](err)
		if panicked || ctx.Err() != nil {
			reject(err)
			return a, nil
		}
		*value, a.Details = c.value, c.details
	}
	switch {
	case err != nil:
		l.rejected = rejection[D]{r.Version, a.Details, err}
		reject(err)
	case *value == nil:
		reject(errors.New("compiling returned nothing to serve"))
	default:
		a.Result = Changed
	}
	return a, nil
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
	s.Held = nil
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
