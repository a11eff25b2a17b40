package replica

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"nlgserver/release"
)

const (
	// patience is how long a pointer or a beat may take. A store that hangs is as bad as one
	// that fails, and a retry may reach another server.
	patience = 5 * time.Second
	// patienceForBundle is that of a bundle, beside a second for each slowest bytes of it.
	patienceForBundle = 15 * time.Second
	slowest           = 256 << 10
	// seldom is how many ticks pass until a pointer is read again whose watch polls.
	seldom = 15
)

// watch signals each change of a key. A watch that fails is begun again.
func (r *Replica) watch(ctx context.Context, key string, signal chan<- struct{}) {
	pause := backoff{longest: 2 * r.cfg.Tick}
	for ctx.Err() == nil {
		var active atomic.Bool
		err := r.cfg.Store.Watch(ctx, key, func() {
			if active.CompareAndSwap(false, true) {
				r.health.note(watching+" "+key, nil)
			}
			select {
			case signal <- struct{}{}:
			default:
			}
		}, r.health.hear)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = errors.New("the watch ended")
		}
		if active.Load() {
			pause.reset()
		}
		r.note(watching+" "+key, err)
		pause.sleep(ctx, nil)
	}
}

// follow reads a pointer when it changes, now and then, and again after a failure.
func (r *Replica) follow(ctx context.Context, signal <-chan struct{}, looks <-chan look, read func(context.Context) error) {
	var pause backoff
	tick := r.tick()
	for {
		wait := jitter(tick)
		if read(ctx) != nil {
			wait = min(pause.next(), wait)
		} else {
			pause.reset()
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-signal:
		case <-timer.C:
		case l := <-looks:
			r.update(func(f *facts) { f.startAfresh() })
			l.read <- read(ctx)
		}
		timer.Stop()
	}
}

// tick is how often a pointer is read if nothing is told.
func (r *Replica) tick() time.Duration {
	if p, ok := r.cfg.Store.(release.Poller); ok && p.Polls() {
		return seldom * r.cfg.Tick
	}
	return r.cfg.Tick
}

// readLive reads what is live, and follows it.
func (r *Replica) readLive(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case r.reading <- struct{}{}:
		defer func() { <-r.reading }()
	}
	e, err := r.get(ctx, release.LiveKey, r.liveRevision)
	if errors.Is(err, release.ErrNotFound) {
		r.note(readingLive, nil)
		r.liveRevision = ""
		r.update(func(f *facts) { f.nothingLive() })
		return nil
	}
	if err == nil && e.Revision == r.liveRevision {
		r.note(readingLive, nil)
		return nil
	}
	if err != nil {
		if ctx.Err() == nil {
			r.note(readingLive, err)
		}
		return err
	}
	r.liveRevision = e.Revision
	live, err := release.Decode[release.Live](e.Data, r.cfg.Trust)
	if err != nil {
		// Only what is refused is named by what nobody has signed.
		claimed, _ := release.Decode[release.Live](e.Data, release.Trust{})
		r.update(func(f *facts) { f.refuseLive(claimed, "what is live cannot be used: "+err.Error()) })
	} else {
		r.update(func(f *facts) { f.accept(live) })
	}
	r.note(readingLive, nil)
	return nil
}

// readStaged reads what is staged, and makes it ready.
func (r *Replica) readStaged(ctx context.Context) error {
	e, err := r.get(ctx, release.StagedKey, r.stagedRevision)
	var staged *release.Staged
	refusal := ""
	switch {
	case errors.Is(err, release.ErrNotFound):
		if r.stagedRevision == "" {
			r.note(readingStaged, nil)
			return nil
		}
	case err != nil:
		if ctx.Err() == nil {
			r.note(readingStaged, err)
		}
		return err
	case e.Revision == r.stagedRevision:
		r.note(readingStaged, nil)
		return nil
	default:
		staged, err = release.Decode[release.Staged](e.Data, r.cfg.Trust)
		if err != nil {
			refusal = "what is staged cannot be used: " + err.Error()
			staged, _ = release.Decode[release.Staged](e.Data, release.Trust{})
		}
	}
	if staged != nil && staged.Nonce == "" {
		staged, refusal = nil, "" // to stop needs no trust
	}
	if r.State().Staged != nil {
		// What was staged may have become live just before. It must not be given up until
		// that is known.
		if err := r.readLive(ctx); err != nil {
			return err
		}
	}
	r.stagedRevision = e.Revision
	r.update(func(f *facts) { f.stage(staged, refusal) })
	r.note(readingStaged, nil)
	return nil
}

// get reads a pointer.
func (r *Replica) get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no answer within %s", patience))
	defer cancel()
	e, err := r.cfg.Store.Get(ctx, key, known)
	if err != nil && ctx.Err() != nil {
		return e, context.Cause(ctx)
	}
	return e, err
}

// backoff are pauses, each about twice as long as that before.
type backoff struct {
	last time.Duration
	// longest is that of the longest one; longestPause if 0.
	longest time.Duration
}

const (
	firstPause   = 100 * time.Millisecond
	longestPause = 30 * time.Second
)

func (b *backoff) reset() { b.last = 0 }

func (b *backoff) next() time.Duration {
	b.last = min(max(2*b.last, firstPause), cmp.Or(b.longest, longestPause))
	return jitter(b.last)
}

// sleep waits until the pause is over, ctx ends, or sooner is signaled.
func (b *backoff) sleep(ctx context.Context, sooner <-chan struct{}) {
	timer := time.NewTimer(b.next())
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-sooner:
	}
}

// jitter returns most of a duration, so that many replicas do not ask at once.
func jitter(d time.Duration) time.Duration {
	return d - rand.N(d/4+1)
}
