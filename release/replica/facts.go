package replica

import (
	"context"
	"fmt"
	"time"

	"nlgserver/release"
)

// facts are what a replica knows and has. They are guarded by the turn.
type facts struct {
	ctx context.Context // that of Run; nil before

	// live is the pointer to follow; nil for none. No pointer with a sequence below floor is
	// followed.
	live  *release.Live
	floor int
	// vanished is set if something was live, and nothing is any more.
	vanished bool
	// liveRefusal is why the pointer in the store is not followed; nil if it is.
	liveRefusal *release.Refusal

	// staged is what to make ready; nil for nothing, and stagedRefusal is why not; nil if it
	// is done.
	staged        *release.Staged
	stagedRefusal *release.Refusal

	// items are by version.
	items map[string]*item

	// using is what the host says, if it has something, and the rest is as in the beat.
	using        Use
	has          bool
	canary       *release.Ref
	sequence     int
	since        time.Time
	fromLastGood bool
}

// begin takes over what the host says already.
func (f *facts) begin(seen *Use) {
	f.using, f.has, f.fromLastGood, f.since = *seen, true, true, time.Now()
	f.items[seen.Says.Version] = &item{ref: seen.Says, status: ready, prepared: seen.Main, size: -1, cancel: func() {}}
	live := seen.Live
	if live == nil {
		return
	}
	f.floor = live.Sequence
	if seen.Says.Version == live.Version {
		f.sequence = live.Sequence
	}
	if live.Canary != nil && seen.Canary != nil {
		f.canary = &live.Canary.Ref
		f.items[f.canary.Version] = &item{ref: *f.canary, status: ready, prepared: seen.Canary, size: -1, cancel: func() {}}
	}
}

// accept takes over a pointer, unless it is older than what is in use: somebody plays an
// old one again, or the store was restored from a copy.
func (f *facts) accept(live *release.Live) {
	f.vanished = false
	if live.Sequence < f.floor {
		f.refuseLive(live, fmt.Sprintf("what is live has sequence %d, and this replica has followed %d already: it is older", live.Sequence, f.floor))
		return
	}
	f.liveRefusal, f.floor = nil, live.Sequence
	if f.live == nil || f.live.Nonce != live.Nonce || f.live.Sequence != live.Sequence {
		f.live = live
	}
}

// refuseLive notes why the pointer in the store is not followed.
func (f *facts) refuseLive(claimed *release.Live, reason string) {
	f.vanished = false
	f.liveRefusal = &release.Refusal{Reason: reason}
	if claimed != nil {
		f.liveRefusal.Of, f.liveRefusal.Number, f.liveRefusal.Version = claimed.Nonce, claimed.Number, claimed.Version
	}
}

// nothingLive notes that nothing is live. What was live is not given up.
func (f *facts) nothingLive() {
	f.liveRefusal, f.vanished = nil, f.live != nil
}

// stage takes over what is staged; nil for nothing. With a refusal it is not made ready.
func (f *facts) stage(staged *release.Staged, refusal string) {
	f.staged, f.stagedRefusal = staged, nil
	if refusal == "" {
		if staged != nil { // why it could not be had before may be what was mended
			f.forgetFailed(staged.Version)
		}
		return
	}
	f.staged, f.stagedRefusal = nil, &release.Refusal{Reason: refusal}
	if staged != nil {
		f.stagedRefusal.Of, f.stagedRefusal.Version = staged.Nonce, staged.Version
	}
}

// startAfresh forgets what could not be had, so that it is tried again.
func (f *facts) startAfresh() {
	for version := range f.items {
		f.forgetFailed(version)
	}
}

// forgetFailed forgets the content of a version if it could not be had.
func (f *facts) forgetFailed(version string) {
	if it := f.items[version]; it.is(failing) || it.is(refused) {
		it.cancel()
		delete(f.items, version)
	}
}

// retry ends the pauses of what has failed.
func (f *facts) retry() {
	for _, it := range f.items {
		if it.is(failing) {
			select {
			case it.retry <- struct{}{}:
			default:
			}
		}
	}
}
