package server

import (
	"context"
	"fmt"
	"sync"
	"time"

	"nlgserver/internal/diag"
	"nlgserver/internal/source/lastgood"
	"nlgserver/nlg"
	"nlgserver/release"
	"nlgserver/release/replica"
)

// patientRecord is how long to wait for the record of a release, which only tells of it.
const patientRecord = 5 * time.Second

// switched is something that has gone live.
type switched struct {
	use   replica.Use
	live  *Live
	was   *nlg.Catalog
	diags nlg.Diagnostics
	took  time.Duration
}

// after is what is left to do when something has gone live, and when the state of the
// store has changed: nobody waits for it.
type after struct {
	wake chan struct{}

	mu    sync.Mutex
	queue []switched
	// record is that of the release that is served; nil if it is not known.
	record *release.Release

	// told is the state that the log knows. Only the goroutine of [following.finish] uses it.
	told toldState
}

// toldState is what was logged of the state of a store.
type toldState struct {
	away, trouble bool
	// live is what is live.
	live    string
	refused map[string]bool
}

// rouse makes the rest happen soon. It does not block.
func (a *after) rouse() {
	select {
	case a.wake <- struct{}{}:
	default:
	}
}

func (a *after) add(s switched) {
	a.mu.Lock()
	a.queue = append(a.queue, s)
	a.mu.Unlock()
	a.rouse()
}

func (a *after) take() []switched {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := a.queue
	a.queue = nil
	return all
}

// recordOf returns the record of the release of that number; nil if it is not known.
func (a *after) recordOf(number int) *release.Release {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.record == nil || a.record.Number != number {
		return nil
	}
	return a.record
}

// finish does what is left to do, until ctx ends.
func (f *following) finish(ctx context.Context) {
	for {
		select {
		case <-f.after.wake:
			f.finishNow(ctx)
		case <-ctx.Done():
			return
		}
	}
}

func (f *following) finishNow(ctx context.Context) {
	all := f.after.take()
	patient, cancel := context.WithTimeout(ctx, patientRecord)
	defer cancel()
	for i := range all {
		f.tell(patient, &all[i])
	}
	if n := len(all); n > 0 {
		f.s.app.makeRoom()
		f.keep(all[n-1])
	}
	f.tellState()
	f.noteStale()
	f.s.app.tellStatus()
}

// tell logs what has gone live, and keeps the record of the release.
func (f *following) tell(ctx context.Context, s *switched) {
	record := f.fetchRecord(ctx, s.use.Says.Number)
	f.after.mu.Lock()
	f.after.record = record
	f.after.mu.Unlock()
	live, c := s.use.Live, s.live.Catalog
	is := fmt.Sprint(live.Sequence, live.Nonce, s.use.Says.Version, s.use.Canary != nil)
	if is == f.after.told.live {
		return // the store says so too, after another configuration
	}
	f.after.told.live = is
	line := []any{"move", live.Move, "number", s.use.Says.Number, "version", c.ShortVersion(), "sequence", live.Sequence}
	if canary := live.Canary; canary != nil && s.use.Canary != nil {
		line = append(line, "canary", canary.Number, "canary_version", short(canary.Version), "percent", canary.Percent)
	}
	if record != nil && record.Author != "" {
		line = append(line, "author", record.Author)
	}
	line = append(line, "by", live.By, "message", live.Message, "responses", c.Len())
	if changes := s.live.changesSince(s.was); changes != nil {
		line = append(line, "added", changes.Added, "changed", changes.Changed, "removed", changes.Removed)
		if what := changes.String(); what != "" {
			line = append(line, "what", what)
		}
	}
	line = append(line, "warnings", s.diags.Count(diag.Warning), "defects", s.diags.Count(diag.Defect), "switched_in", s.took.Round(time.Microsecond))
	f.s.log.Info("release is live", line...)
	logUnused(f.s.log, s.diags)
	f.s.warnOfOnUnknown()
}

func (f *following) fetchRecord(ctx context.Context, number int) *release.Release {
	_, store, _, _ := f.opening.current()
	if known := f.after.recordOf(number); known != nil || store == nil || number == 0 {
		return known
	}
	record, err := release.FetchRelease(ctx, store, f.opts.Trust, number)
	if err != nil {
		f.s.log.Debug("cannot read the record of a release", "number", number, "error", err)
		return nil
	}
	return record
}

// keep writes the copy for a start without the store.
func (f *following) keep(s switched) {
	if f.s.opts.LastGood == "" {
		return
	}
	// The note comes first: with the note of a newer release beside an older copy, no
	// pointer between them is taken.
	if err := f.writeNote(&s.use); err != nil {
		f.s.log.Error("cannot write which release is live; a restart may take an older one", "error", err)
	}
	if err := lastgood.Copy(f.s.opts.LastGood).Save(s.live.Files); err != nil {
		f.s.log.Error("cannot write the last good copy; keeping the previous one", "error", err)
	}
}

// tellState logs what has changed about the store and the releases in it, once each.
func (f *following) tellState() {
	state, told, log := f.state(), &f.after.told, f.s.log
	switch {
	case !state.Reachable && state.Error != "" && !told.away:
		told.away = true
		log.Warn("the store of releases does not answer; serving on, and trying again", "store", f.opts.Store, "error", state.Error)
	case state.Reachable && told.away:
		told.away = false
		log.Info("the store of releases answers again", "store", f.opts.Store)
	}
	if trouble := state.Reachable && state.Error != "" && len(state.Refusals) == 0; trouble != told.trouble {
		told.trouble = trouble
		if trouble {
			log.Warn("trouble with the store of releases", "store", f.opts.Store, "error", state.Error)
		}
	}
	refused := map[string]bool{}
	for _, r := range state.Refusals {
		key := fmt.Sprint(r.Of, r.Reason)
		refused[key] = true
		if told.refused[key] {
			continue
		}
		log.Error("release refused", "number", r.Number, "version", short(r.Version), "reason", r.Reason)
		for _, d := range r.Diagnostics.Worst(mostLogged) {
			if d.Severity == diag.Error {
				log.Error(d.Message, "position", d.Position.String(), "code", string(d.Code), "hint", d.Hint)
			}
		}
	}
	told.refused = refused
}

// short returns the part of a version that is shown.
func short(version string) string { return version[:min(12, len(version))] }

// changesSince returns how what is live differs from what was before; nil if nothing was,
// or if nobody has that any more.
func (l *Live) changesSince(was *nlg.Catalog) *nlg.Changes {
	if changes := l.changes(); changes != nil || was == nil || was == l.Catalog {
		return changes
	}
	changes := l.Catalog.ChangedSince(was)
	l.late.Store(&changes)
	return &changes
}

// changes returns how what is live differs from what was before; nil if nothing was, or if
// that is not known yet.
func (l *Live) changes() *nlg.Changes {
	if l.Changes != nil {
		return l.Changes
	}
	return l.late.Load()
}
