package server

import (
	"fmt"

	"nlgserver/httpapi"
	"nlgserver/server/internal/reload"
)

// Status returns the state of the content.
func (s *assistant) Status() httpapi.Status {
	loop, live := s.loop.Status(), s.Live()
	status := httpapi.Status{
		Assistant:    s.opts.Name,
		LoadedAt:     loop.Since,
		Sources:      s.opts.Paths,
		Stale:        loop.Stale || live != nil && live == s.inherited.Load() && loop.Last.Result == reload.Rejected,
		FromLastGood: s.fromLastGood.Load(),
		Build:        s.app.opts.Build,
		LastAttempt: httpapi.Attempt{
			At:          loop.Last.Started,
			Triggers:    loop.Last.Triggers,
			Result:      loop.Last.Result.String(),
			DurationMS:  loop.Last.Duration.Milliseconds(),
			Diagnostics: loop.Last.Details.Worst(mostShown),
		},
	}
	if status.Sources == nil {
		status.Sources = []string{} // the demo assistant
	}
	if status.LastAttempt.Triggers == nil {
		status.LastAttempt.Triggers = []string{} // there was none yet
	}
	if loop.Last.Err != nil {
		status.LastAttempt.Reason = loop.Last.Err.Error()
	}
	if loop.Held != nil {
		status.Waiting = &httpapi.Waiting{Since: loop.Held.Since, Until: loop.Held.Until, Reason: whyHeld(*loop.Held)}
	}
	if f := s.following; f != nil {
		state := f.state()
		status.Stale, status.FromLastGood = lags(state), status.FromLastGood && !state.Follows
		status.Release = f.status()
	}
	status.Branch = s.branchStatus()
	if live != nil {
		catalog := live.Catalog
		status.Changes = live.changes()
		status.Version, status.Responses, status.Variations = catalog.ShortVersion(), catalog.Len(), catalog.Variations()
	}
	return status
}

// whyHeld says why content waits.
func whyHeld(h reload.Held) string {
	if h.Writing != "" {
		return fmt.Sprintf("%s is open for writing", h.Writing)
	}
	return "it lacks responses that are live"
}
