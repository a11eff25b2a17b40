package replica

import (
	"errors"
	"reflect"

	"nlgserver/release"
)

// waited is what those want to know who wait for what is live.
type waited struct {
	// refusedPointer is why the pointer in the store is not followed; nil if it is.
	refusedPointer error
	// failed is why what is live is not in use; nil if it is, or is on its way.
	failed error
}

// show shows the facts, and reports whether they have changed.
func (r *Replica) show() bool {
	f := &r.facts
	next := &shown{next: make(chan struct{})}
	next.beat = release.Beat{
		Replica: r.cfg.Name, Build: r.cfg.Build, Sequence: f.sequence, Canary: f.canary, Since: f.since.UTC(),
		FromLastGood: f.fromLastGood, Refusals: f.refusals(), Every: r.cfg.Every,
	}
	if f.has {
		next.beat.Says = f.using.Says
	} else {
		next.beat.Since = f.since
	}
	if f.staged != nil && f.items[f.staged.Version].is(ready) {
		next.beat.Ready = f.staged.Nonce
	}
	next.state = State{
		Store: r.cfg.Store.String(), Live: f.live, Follows: f.follows(), Sequence: f.sequence, Says: next.beat.Says, Canary: f.canary,
		Since: f.since, FromLastGood: f.fromLastGood, Staged: f.staged, Ready: next.beat.Ready != "", Refusals: next.beat.Refusals,
		Error: f.problem(),
	}
	next.waited = f.waited()
	was := r.shown.Load()
	if was != nil && reflect.DeepEqual(was.state, next.state) && reflect.DeepEqual(was.waited, next.waited) {
		return false
	}
	r.shown.Store(next)
	if was == nil {
		return false
	}
	close(was.next)
	if !reflect.DeepEqual(was.beat, next.beat) {
		select {
		case r.beatIt <- struct{}{}:
		default:
		}
	}
	return true
}

// refusals returns what cannot be had.
func (f *facts) refusals() []release.Refusal {
	var found []release.Refusal
	add := func(of string, ref release.Ref) {
		if it := f.items[ref.Version]; it != nil && it.refusal != nil {
			refusal := *it.refusal
			refusal.Of, refusal.Number, refusal.Version = of, ref.Number, ref.Version
			found = append(found, refusal)
		}
	}
	if f.liveRefusal != nil {
		found = append(found, *f.liveRefusal)
	}
	if f.live != nil {
		add(f.live.Nonce, f.live.Ref)
		if f.live.Canary != nil {
			add(f.live.Nonce, f.live.Canary.Ref)
		}
	}
	if f.stagedRefusal != nil {
		found = append(found, *f.stagedRefusal)
	}
	if f.staged != nil {
		add(f.staged.Nonce, f.staged.Ref)
	}
	return found
}

// problem says what is wrong with what is in the store; empty for nothing.
func (f *facts) problem() string {
	switch err := f.waited().cause(); {
	case err != nil:
		return err.Error()
	case f.vanished:
		return "nothing is live in the store any more"
	case f.stagedRefusal != nil:
		return f.stagedRefusal.Reason
	case f.staged != nil:
		if it := f.items[f.staged.Version]; it != nil && it.err != nil {
			return it.err.Error()
		}
	}
	return ""
}

func (w waited) cause() error {
	if w.refusedPointer != nil {
		return w.refusedPointer
	}
	return w.failed
}

func (f *facts) waited() waited {
	var w waited
	if f.liveRefusal != nil {
		w.refusedPointer = errors.New(f.liveRefusal.Reason)
	}
	if f.live == nil {
		return w
	}
	if it := f.items[f.live.Version]; it != nil && it.err != nil {
		w.failed = it.err
	}
	if c := f.live.Canary; c != nil && w.failed == nil {
		if it := f.items[c.Version]; it != nil && it.err != nil {
			w.failed = it.err
		}
	}
	return w
}
