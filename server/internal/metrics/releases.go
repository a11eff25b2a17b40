package metrics

import (
	"sync/atomic"
	"time"
)

// Releases is the state of an assistant that follows a store of releases.
type Releases struct {
	// Number is that of the release that it serves, Sequence that of the pointer that it
	// follows; 0 for none.
	Number, Sequence int
	// Staged is set while it is to make a release ready, and Refused is how many releases
	// it cannot have.
	Staged  bool
	Refused int
	// StoreUp is set while the store answers, and Heard is when it was last known to; zero for
	// never.
	StoreUp bool
	Heard   time.Time
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
	to.gauge(d.storeUp, oneIf(r.StoreUp))
	to.gauge(d.storeHeard, seconds(r.Heard))
	to.counter(d.canaryReplies, &replies.live, "live")
	to.counter(d.canaryReplies, &replies.canary, "canary")
}

// seconds returns a time in seconds since 1970; 0 for the zero time.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
