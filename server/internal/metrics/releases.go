package metrics

import (
	"sync/atomic"
	"time"
)

// Remote is the state of where an assistant's content comes from, if that is elsewhere: a
// store of releases, or a git repository.
type Remote struct {
	// Up is set while it answers, and Heard is when it was last known to; zero for never.
	Up    bool
	Heard time.Time
}

// Releases is the state of an assistant that follows a store of releases.
type Releases struct {
	// Number is that of the release that it serves, Sequence that of the pointer that it
	// follows; 0 for none.
	Number, Sequence int
	// Staged is set while it is to make a release ready, and Refused is how many releases
	// it cannot have.
	Staged  bool
	Refused int
	// Remote is the state of the store.
	Remote
	// Lags is set while it cannot serve what is live.
	Lags bool
}

// Follow shows the state of the assistant's store of releases; nil for none. It replaces
// the one given before.
func (a *Assistant) Follow(releases func() Releases) {
	if releases == nil {
		a.releases.Store(nil)
		return
	}
	a.releases.Store(&releases)
}

// Reach shows the state of the git repository that the assistant's content comes from; nil for
// none. It replaces the one given before.
func (a *Assistant) Reach(repository func() Remote) {
	if repository == nil {
		a.repository.Store(nil)
		return
	}
	a.repository.Store(&repository)
}

// shares count the replies while two releases share the conversations.
type shares struct{ live, canary atomic.Uint64 }

// Shared counts a reply while a new release, the canary, gets a share of the
// conversations, and whether it is one of the canary's.
func (a *Assistant) Shared(canary bool) {
	if canary {
		a.shares.canary.Add(1)
	} else {
		a.shares.live.Add(1)
	}
}

// follows returns the state of the store of releases; nil without one.
func (a *Assistant) follows() *Releases {
	state := a.releases.Load()
	if state == nil {
		return nil
	}
	now := (*state)()
	return &now
}

func (r *Releases) collect(to sink, d *descs, replies *shares) {
	to.gauge(d.releaseNumber, float64(r.Number))
	to.gauge(d.releaseSequence, float64(r.Sequence))
	to.gauge(d.releaseStaged, oneIf(r.Staged))
	to.gauge(d.releaseRefused, float64(r.Refused))
	r.Remote.collect(to, d)
	to.counter(d.canaryReplies, &replies.live, "live")
	to.counter(d.canaryReplies, &replies.canary, "canary")
}

func (r *Remote) collect(to sink, d *descs) {
	to.gauge(d.storeUp, oneIf(r.Up))
	to.gauge(d.storeHeard, seconds(r.Heard))
}

// seconds returns a time in seconds since 1970; 0 for the zero time.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
