package httpapi

import "time"

// BranchStatus is the state of an assistant that follows a branch of a git repository.
type BranchStatus struct {
	// Ref is the branch.
	Ref string `json:"ref"`
	// Commit is the full hash of what was read last, Author and Subject are of that commit,
	// and At is when its author made it; empty for none.
	Commit  string     `json:"commit,omitempty"`
	Author  string     `json:"author,omitempty"`
	Subject string     `json:"subject,omitempty"`
	At      *time.Time `json:"at,omitempty"`
	// FromCopy is set if the commit comes from the copy of an earlier run, because the
	// repository has not answered since the start.
	FromCopy bool `json:"from_copy"`
	// Repository is the state of the repository.
	Repository StoreStatus `json:"repository"`
}
