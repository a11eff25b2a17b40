package server

import (
	"context"
	"errors"
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/internal/source/lastgood"
	"nlgserver/server/internal/reload"
)

// garbage is how many bytes of garbage may pile up before the collector runs. A
// request leaves 2 KiB: with little content, collecting at Go's default setting
// would take a twelfth of the processor time.
const garbage = 32 << 20

// attempted is called after every attempt, in the loop's goroutine.
func (s *assistant) attempted(done attempt) {
	fromCopy := slices.Contains(done.Triggers, TriggerLastGood)
	if fromCopy {
		s.fromLastGood.Store(done.Result == reload.Changed)
	} else if done.Result != reload.Rejected {
		s.fromLastGood.Store(false)
	}
	if done.Result == reload.Changed {
		s.inherited.Store(nil)
		s.bytes.Store(int64(size(done.Content)))
		if s.following == nil { // it does so later
			s.app.makeRoom()
		}
	}
	switch {
	case fromCopy: // it says nothing of what the source has
	case done.Result != reload.Rejected:
		s.refused.Store(nil)
	case len(done.Content) > 0:
		of := done.WithoutContent()
		s.refused.Store(&of)
	}
	s.measureAttempt(done)
	s.logAttempt(done)
	if s.following == nil {
		s.noteStale()
	}
	s.app.tellStatus()
	s.app.live.attempted(s)
	if done.Result == reload.Changed && !fromCopy && s.opts.LastGood != "" && s.following == nil {
		if err := lastgood.Copy(s.opts.LastGood).Save(done.Content); err != nil {
			s.log.Error("cannot write the last good copy; keeping the previous one", "error", err)
		}
	}
}

// makeRoom fits the collector to what is live now.
func (a *App) makeRoom() {
	a.room.RelaxGC(garbage)
	a.room.LimitMemory(a.memoryLimit())
}

// startFrom makes the content of another source live: the last good copy.
func (s *assistant) startFrom(ctx context.Context, src source.Source) error {
	restored, err := s.loop.Load(ctx, TriggerLastGood, s.fetchFrom(src))
	if err == nil && restored.Result == reload.Rejected {
		err = errors.Join(restored.Err, errorsOf(restored.Details))
	}
	if err != nil {
		return err
	}
	s.log.Error("content rejected; serving the last good copy", "file", src.String(), "version", s.Catalog().ShortVersion())
	// Status and metrics describe the last attempt: make one with the real
	// content, so that they show what is wrong with it.
	_, err = s.loop.Reload(ctx, TriggerStart)
	return err
}

// errorsOf joins the errors among the diagnostics into one.
func errorsOf(found diag.List) error {
	var all []error
	for _, d := range found {
		if d.Severity == diag.Error {
			all = append(all, errors.New(d.String()))
		}
	}
	return errors.Join(all...)
}

// logAttempt writes a line for an attempt, with more lines for what is wrong with
// the content.
func (s *assistant) logAttempt(done attempt) {
	log := s.log
	s.logNotes(done)
	switch done.Result {
	case reload.Unchanged:
		log.Debug("content unchanged", "triggers", done.Triggers)
		if s.told.Err != nil {
			log.Info("rejected change undone", "version", s.Catalog().ShortVersion(), "triggers", done.Triggers)
		}
	case reload.Changed:
		if s.following == nil { // it tells more, and later
			s.logLive(done)
		}
	case reload.Rejected:
		if s.Catalog() == nil && !s.app.several() {
			return // nothing was live: Start returns the error
		}
		if unasked(done.Triggers) && sameRejection(done, s.told) {
			log.Debug("content still rejected for the same reason", "triggers", done.Triggers)
			return
		}
		s.told = done.WithoutContent()
		s.logRejection(done)
		return
	}
	s.told = attempt{}
}

// unasked reports whether the attempt started by itself, so that no caller waits
// for its result.
func unasked(triggers []string) bool {
	return !slices.ContainsFunc(triggers, func(t string) bool { return t != reload.TriggerPoll && t != TriggerWatch })
}

// sameRejection reports whether a repeats b, so that there is nothing new to log.
func sameRejection(a, b attempt) bool {
	return b.Err != nil && a.Version == b.Version && a.Err.Error() == b.Err.Error() &&
		slices.EqualFunc(a.Details, b.Details, func(d, e diag.Diagnostic) bool { return d.String() == e.String() })
}
