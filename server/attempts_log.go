package server

import (
	"errors"
	"time"

	"nlgserver/internal/diag"
	"nlgserver/server/internal/reload"
)

// A file can have an error in every line. mostLogged is how many errors of a
// rejection are logged, and mostShown how many diagnostics a reply contains.
const (
	mostLogged = 100
	mostShown  = 1000
)

// rounded returns how long an attempt took.
func rounded(done attempt) time.Duration { return done.Duration.Round(time.Microsecond) }

// logLive writes the line for content that went live: how much there is, and by
// meaning, what has changed.
func (s *assistant) logLive(done attempt) {
	live := s.Live()
	line := []any{"version", live.Catalog.ShortVersion(), "triggers", done.Triggers, "responses", live.Catalog.Len()}
	if c := live.Changes; c != nil {
		line = append(line, "added", c.Added, "changed", c.Changed, "removed", c.Removed)
		if what := c.String(); what != "" {
			line = append(line, "what", what)
		}
	}
	line = append(line, "warnings", done.Details.Count(diag.Warning), "defects", done.Details.Count(diag.Defect), "duration", rounded(done))
	s.log.Info("content is live", line...)
	logUnused(s.log, done.Details)
}

// logHeld writes the line for content that is not live yet. There is no next if it
// is not even compiled, because it is being written.
func (s *assistant) logHeld(next *Live, state reload.Held) {
	wait := time.Until(state.Until).Round(time.Millisecond)
	if next == nil {
		s.log.Info("a file is open for writing; the content goes live when it is closed", "file", state.Writing, "wait", wait)
		return
	}
	s.log.Info("content lacks responses; it goes live if it stays as it is", "version", next.Catalog.ShortVersion(),
		"responses", next.Catalog.Len(), "removed", next.Changes.Removed, "what", next.Changes.String(), "wait", wait)
}

// logDropped writes the line for content that newer content replaced before it was
// compiled.
func (s *assistant) logDropped(version string, after time.Duration) {
	s.log.Info("newer content found; stopped compiling the older one", "version", version[:min(12, len(version))], "duration", after.Round(time.Microsecond))
}

// logNotes tells, once each, what is wrong with where the content comes from:
// warnings of the attempts are otherwise only counted, and here nothing may ever
// change.
func (s *assistant) logNotes(done attempt) {
	notes := map[string]bool{}
	for _, d := range done.Details {
		if d.Code != diag.Unreadable || d.Severity != diag.Warning {
			continue
		}
		notes[d.String()] = true
		if !s.noted[d.String()] {
			s.log.Warn(d.Message, "position", d.Position.String(), "code", string(d.Code), "hint", d.Hint)
		}
	}
	s.noted = notes
}

func (s *assistant) logRejection(done attempt) {
	log, what := s.log, "content rejected; the last good content keeps serving"
	if s.Catalog() == nil {
		what = "content rejected; the assistant has nothing to serve"
	}
	log.Error(what, "triggers", done.Triggers, "error", done.Err, "duration", rounded(done))
	if crash, ok := errors.AsType[*reload.PanicError](done.Err); ok {
		log.Error("panic while compiling", "stack", string(crash.Stack))
	}
	for _, d := range done.Details.Worst(mostLogged) {
		if d.Severity == diag.Error {
			log.Error(d.Message, "position", d.Position.String(), "code", string(d.Code), "hint", d.Hint)
		}
	}
	if more := done.Details.Count(diag.Error) - mostLogged; more > 0 {
		log.Error("more errors not shown; run validate to see them all", "more", more)
	}
}
