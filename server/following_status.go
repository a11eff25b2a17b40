package server

import (
	"fmt"

	"nlgserver/httpapi"
	"nlgserver/nlg"
	"nlgserver/release"
	"nlgserver/release/replica"
	"nlgserver/server/internal/metrics"
)

// measures returns the state for the metrics.
func (f *following) measures() metrics.Releases {
	state := f.state()
	return metrics.Releases{
		Number: state.Says.Number, Sequence: state.Sequence,
		Staged: isStaged(state), Refused: len(state.Refusals),
		Remote: metrics.Remote{Up: state.Reachable, Heard: state.Heard}, Lags: lags(state),
	}
}

func isStaged(state replica.State) bool { return state.Staged != nil && state.Staged.Nonce != "" }

// lags reports whether the assistant cannot serve what is live.
func lags(state replica.State) bool {
	return state.Live != nil && !state.Follows && (state.Error != "" || len(state.Refusals) > 0)
}

// noteStale notes for the service manager why the assistant does not serve what is live.
// Only the goroutine of [following.finish] calls it.
func (f *following) noteStale() {
	state := f.state()
	if !lags(state) || len(state.Refusals) == 0 {
		f.s.stale.Store(nil)
		return
	}
	line := fmt.Sprintf("release %d refused: %s", state.Refusals[0].Number, state.Refusals[0].Reason)
	f.s.stale.Store(&line)
}

// warnOfOnUnknown warns if the content has no such response as the options name. Content
// from paths is checked at the start.
func (s *assistant) warnOfOnUnknown() {
	name, catalog := s.opts.OnUnknown, s.Catalog()
	if name != "" && name != httpapi.OnUnknownEmpty && catalog != nil && !catalog.Has(name) {
		s.log.Warn("the content lacks the response for unknown names; they get a 404", "setting", s.opts.SettingName(SettingOnUnknown),
			"response", name, "version", catalog.ShortVersion())
	}
}

// status returns the state for operators.
func (f *following) status() *httpapi.ReleaseStatus {
	state := f.state()
	status := &httpapi.ReleaseStatus{
		Number: state.Says.Number, Version: short(state.Says.Version), Sequence: state.Sequence,
		Refused: []httpapi.RefusedStatus{}, Replica: f.opts.Replica,
		Store: storeStatus(f.opts.Store, state.Reachable, state.Error, state.Heard),
	}
	if record := f.after.recordOf(state.Says.Number); record != nil {
		status.Author = record.Author
	}
	if used := f.used.Load(); used != nil {
		status.Move, status.By, status.Message = string(used.Live.Move), used.Live.By, used.Live.Message
		if at := used.Live.At; !at.IsZero() {
			status.At = &at
		}
		if c := used.Live.Canary; c != nil && used.Canary != nil {
			status.Canary = &httpapi.CanaryStatus{Number: c.Number, Version: short(c.Version), Percent: c.Percent}
		}
	}
	if isStaged(state) {
		staged := state.Staged
		status.Staged = &httpapi.StagedStatus{Number: staged.Number, Version: short(staged.Version), By: staged.By, Message: staged.Message, Ready: state.Ready}
	}
	for _, r := range state.Refusals {
		status.Refused = append(status.Refused, refused(r))
	}
	return status
}

func refused(r release.Refusal) httpapi.RefusedStatus {
	found := nlg.Diagnostics{}
	if len(r.Diagnostics) > 0 {
		found = r.Diagnostics.Worst(mostShown)
	}
	return httpapi.RefusedStatus{Number: r.Number, Version: short(r.Version), Reason: r.Reason, Diagnostics: found}
}
