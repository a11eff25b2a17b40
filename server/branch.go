package server

import (
	"fmt"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/source/branch"
	"nlgserver/server/internal/metrics"
)

// remote returns the state of the branch that the assistant follows; false if it follows
// none.
func (s *assistant) remote() (branch.State, bool) {
	b, ok := s.source.(interface{ State() branch.State })
	if !ok {
		return branch.State{}, false
	}
	return b.State(), true
}

// refusedCopy returns what is wrong with the copy of the branch's last commit, if there is no
// more than that while the repository is away, and it was rejected.
func (s *assistant) refusedCopy() (attempt, bool) {
	state, ok := s.remote()
	refused := s.refused.Load()
	if !ok || state.Reachable || !state.Cached || refused == nil {
		return attempt{}, false
	}
	of := *refused
	of.Err = fmt.Errorf("%w: commit %.12s from an earlier run, and the repository does not answer: %s", of.Err, state.Commit.ID, state.Problem)
	return of, true
}

// branchStatus returns the state of the branch for operators; nil without one.
func (s *assistant) branchStatus() *httpapi.BranchStatus {
	state, ok := s.remote()
	if !ok {
		return nil
	}
	status := &httpapi.BranchStatus{
		Ref: state.Ref, FromCopy: state.Cached,
		Repository: storeStatus(state.URL, state.Reachable, state.Problem, state.Heard),
	}
	if c := state.Commit; c != nil {
		status.Commit, status.Author, status.Subject = c.ID, c.Author, c.Subject
		if !c.Time.IsZero() {
			status.At = &c.Time
		}
	}
	return status
}

func storeStatus(name string, reachable bool, problem string, heard time.Time) httpapi.StoreStatus {
	status := httpapi.StoreStatus{Name: name, Reachable: reachable, Error: problem}
	if !heard.IsZero() {
		age := max(0, time.Since(heard).Seconds())
		status.HeardAt, status.Age = &heard, &age
	}
	return status
}

// measureRemote returns the state of the repository for the metrics.
func (s *assistant) measureRemote() metrics.Remote {
	state, _ := s.remote()
	return metrics.Remote{Up: state.Reachable, Heard: state.Heard}
}
