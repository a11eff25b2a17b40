package replica

import (
	"context"
	"time"

	"nlgserver/release"
)

// kept is the size of the files, in bytes, up to which the former release is kept ready, so
// that a rollback takes nothing but the switch.
const kept = 4 << 20

// update changes the facts, does what follows from them, and shows the outcome.
func (r *Replica) update(change func(*facts)) {
	r.turn.Lock()
	change(&r.facts)
	r.decide()
	changed := r.show()
	r.turn.Unlock()
	if changed {
		r.cfg.Changed()
	}
}

// decide switches to what is live if it is ready, and has everything made ready that may
// become live.
func (r *Replica) decide() {
	f := &r.facts
	if f.ctx == nil || f.ctx.Err() != nil {
		return
	}
	wanted := map[string]bool{}
	urgent := false
	if live := f.live; live != nil {
		main := r.want(wanted, live.Ref, 0)
		var canary *item
		if live.Canary != nil {
			canary = r.want(wanted, live.Canary.Ref, 0)
		}
		urgent = main.is(fresh) || canary.is(fresh)
		r.followLive(wanted, main, canary)
	}
	if f.staged != nil {
		// Nothing may delay what is live, and most of all not what takes long to prepare.
		if it := f.items[f.staged.Version]; !urgent || it != nil && it.settled() {
			r.want(wanted, f.staged.Ref, 0)
		}
	}
	if former := r.former(); former != nil && !urgent {
		if it := f.items[former.Version]; !it.is(ready) || it.size <= kept {
			r.want(wanted, *former, kept)
		}
	}
	for version, it := range f.items {
		if !wanted[version] && !f.says(version) {
			it.cancel()
			delete(f.items, version)
		}
	}
}

// followLive puts to use what is live, or the best that there is.
func (r *Replica) followLive(wanted map[string]bool, main, canary *item) {
	f := &r.facts
	live := f.live
	switch {
	case !f.has && main.is(ready) && canary.is(fresh):
		// Until both are there it says nothing, or those who had the canary before a restart
		// would get the other one in between.
	case main.is(ready):
		use := Use{Live: live, Says: live.Ref, Main: main.prepared}
		if canary.is(ready) {
			use.Canary = canary.prepared
		}
		// A replica that cannot have the canary says so by its refusal. It is not late.
		r.use(use, canary == nil || !canary.is(fresh))
	case !f.has && !main.is(fresh):
		if live.Previous == nil {
			return
		}
		if before := r.want(wanted, *live.Previous, 0); before.is(ready) {
			r.use(Use{Live: live, Says: *live.Previous, Main: before.prepared}, false)
		}
	case f.has && !main.is(fresh) && f.canary != nil && (live.Canary == nil || live.Canary.Version != f.canary.Version):
		// What it says stays, but its canary has ended.
		r.use(Use{Live: live, Says: f.using.Says, Main: f.using.Main}, false)
	}
}

// use has the host switch, unless it says that already.
func (r *Replica) use(use Use, followed bool) {
	f := &r.facts
	if followed {
		f.sequence = use.Live.Sequence
	}
	if f.has && !f.fromLastGood && f.using.Live == use.Live && f.using.Says == use.Says && (f.using.Canary == nil) == (use.Canary == nil) {
		return
	}
	r.cfg.Host.Switch(use)
	var canary *release.Ref
	if use.Canary != nil {
		canary = &use.Live.Canary.Ref
	}
	if !f.has || f.using.Says.Version != use.Says.Version || versionOf(f.canary) != versionOf(canary) {
		f.since = time.Now()
	}
	f.using, f.has, f.canary, f.fromLastGood = use, true, canary, false
}

func versionOf(ref *release.Ref) string {
	if ref == nil {
		return ""
	}
	return ref.Version
}

// former returns what to keep ready for a rollback; nil for nothing.
func (r *Replica) former() *release.Ref {
	f := &r.facts
	if f.live == nil || f.live.Previous == nil || f.live.Previous.Size > kept || !f.follows() {
		return nil
	}
	return f.live.Previous
}

// want returns the item of a ref, and has it prepared if nobody does that yet.
func (r *Replica) want(wanted map[string]bool, ref release.Ref, limit int64) *item {
	f := &r.facts
	wanted[ref.Version] = true
	if it := f.items[ref.Version]; it != nil {
		if limit == 0 {
			it.limit = 0
		}
		switch {
		case it.is(skipped) && limit == 0:
		case !it.settled() && it.ref.Bundle != ref.Bundle:
			it.cancel() // the same content, published again because its bundle was broken
		default:
			return it
		}
	}
	ctx, cancel := context.WithCancel(f.ctx)
	it := &item{ref: ref, cancel: cancel, limit: limit, size: -1, retry: make(chan struct{}, 1)}
	f.items[ref.Version] = it
	r.jobs.Go(func() { r.obtain(ctx, it) })
	return it
}

// says reports whether the host says a version.
func (f *facts) says(version string) bool {
	return f.has && (f.using.Says.Version == version || versionOf(f.canary) == version)
}

// follows reports whether the host says what is live.
func (f *facts) follows() bool {
	return f.live != nil && f.has && f.using.Live == f.live && f.using.Says == f.live.Ref && (f.live.Canary == nil) == (f.using.Canary == nil)
}
