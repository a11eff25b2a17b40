package releases

import (
	"context"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/release"
)

const (
	// seldom is how often the store is looked at at most, however often it changes, and
	// often how often at least: a replica is lost without any change, and a watch may lag.
	// Where a watch itself asks every few seconds, it is never instead.
	seldom = time.Second
	often  = 3 * time.Second
	never  = 15 * time.Second
	// longestPause is the longest pause after a failure. The first is as long as seldom, and
	// each is twice as long as that before.
	longestPause = 15 * time.Second
	// overdue is how long a look may last beside its patience, until the store counts as one
	// that hangs in spite of that.
	overdue = time.Second
)

// Run follows the store until ctx ends. It is called once.
func (r *Releases) Run(ctx context.Context) {
	var parts sync.WaitGroup
	for _, key := range []string{release.LiveKey, release.StagedKey, release.ReplicasPrefix} {
		parts.Go(func() { r.watch(ctx, key) })
	}
	r.started.Store(true)
	r.follow(ctx)
	close(r.ended)
	parts.Wait()
}

// watch tells of each change of a key or of keys. A watch that ends is begun again; meanwhile
// the store is looked at all the same.
func (r *Releases) watch(ctx context.Context, prefix string) {
	var failed pause
	for ctx.Err() == nil {
		var active atomic.Bool
		_ = r.cfg.Store.Watch(ctx, prefix, func() {
			active.Store(true)
			select {
			case r.changed <- struct{}{}:
			default:
			}
		}, nil)
		if active.Load() {
			failed.reset()
		}
		timer := time.NewTimer(failed.next())
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// follow looks at the store when it changes, now and then, and again after a failure.
func (r *Releases) follow(ctx context.Context) {
	var failed pause
	var asked chan struct{}
	for {
		select {
		case <-r.changed: // the look sees it
		default:
		}
		began := time.Now()
		wait := r.often()
		if r.look(ctx) {
			failed.reset()
		} else {
			wait = failed.next()
		}
		if asked != nil {
			close(asked)
		}
		var ok bool
		// After the end, a look that hangs may still have the reader.
		if asked, ok = r.rest(ctx, began, wait); !ok || ctx.Err() != nil {
			return
		}
	}
}

// often is how often to look if nothing is told.
func (r *Releases) often() time.Duration {
	if p, ok := r.cfg.Store.(release.Poller); ok && p.Polls() {
		return never
	}
	return often
}

// rest waits until it is time for the next look. It returns what to close after that, if
// somebody has asked for it, and false once ctx has ended.
func (r *Releases) rest(ctx context.Context, began time.Time, wait time.Duration) (chan struct{}, bool) {
	idle := time.NewTimer(wait)
	defer idle.Stop()
	changed, held := r.changed, (<-chan time.Time)(nil)
	for {
		select {
		case <-ctx.Done():
			return nil, false
		case asked := <-r.asks:
			return asked, true
		case <-idle.C:
			return nil, true
		case <-held:
			return nil, true
		case <-changed:
			left := time.Until(began.Add(seldom))
			if left <= 0 {
				return nil, true
			}
			changed, held = nil, time.After(left)
		}
	}
}

// catchUp waits for a look that begins from now on, so that [Releases.Now] has what was just
// done. It gives up if that takes too long, and once there is nobody who looks.
func (r *Releases) catchUp(ctx context.Context) {
	if !r.started.Load() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	looked := make(chan struct{})
	select {
	case <-ctx.Done():
		return
	case <-r.ended:
		return
	case r.asks <- looked:
	}
	select {
	case <-ctx.Done():
	case <-r.ended: // as it was asked
	case <-looked:
	}
}

// look looks at the store, and reports whether it could be read.
func (r *Releases) look(ctx context.Context) bool {
	looking, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	type result struct {
		status *release.Status
		err    error
	}
	done := make(chan result, 1)
	go func() {
		status, err := r.reader.Read(looking)
		done <- result{status, err}
	}()
	late := time.NewTimer(patience + overdue)
	defer late.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-late.C:
			// The call goes on, like one of a file system that is away. Another one would hang
			// as well.
			r.known.problem = noAnswer
			r.show()
		case got := <-done:
			if ctx.Err() != nil {
				return false
			}
			problem := problemOf(got.err)
			if problem != "" && looking.Err() != nil {
				problem = noAnswer
			}
			r.known.take(got.status, problem, time.Now())
			r.show()
			return got.err == nil
		}
	}
}

// show makes what is known that of [Releases.Now].
func (r *Releases) show() {
	was, next := r.seen.Load(), r.known.seen(r.cfg.Name)
	if reflect.DeepEqual(was.still, next.still) {
		next.now, next.still = was.now, was.still
		r.seen.Store(next)
		return
	}
	if wentBack(was.live, next.live) {
		// It was restored from a copy, and may give its numbers again. Whoever knows that it
		// was must not get the old files.
		r.cache.clear()
	}
	r.seen.Store(next)
	switch {
	case next.now.Reachable && !was.now.Reachable:
		r.cfg.Log.Info("store of releases answers", "store", r.cfg.Name)
	case !next.now.Reachable && was.now.Error != next.now.Error:
		r.cfg.Log.Warn("store of releases fails", "store", r.cfg.Name, "error", next.now.Error)
	}
	r.cfg.Changed()
}

// pause is how long to wait after a failure.
type pause struct{ last time.Duration }

func (p *pause) next() time.Duration {
	p.last = min(max(2*p.last, seldom), longestPause)
	return p.last
}

func (p *pause) reset() { p.last = 0 }
