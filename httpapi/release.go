package httpapi

import (
	"time"

	"nlgserver/nlg"
)

// ReleaseStatus is the state of an assistant that follows a store of releases.
type ReleaseStatus struct {
	// Number is that of the release that is served; 0 for none. Version is that of its
	// content, as in the header X-NLG-Catalog.
	Number  int    `json:"number"`
	Version string `json:"version"`
	// Sequence is that of the move that is in use, Move what it did: publish, canary,
	// promote, abort or rollback. By is who made it, Message why, and At when, by the clock of
	// the publisher.
	Sequence int        `json:"sequence"`
	Move     string     `json:"move,omitempty"`
	By       string     `json:"by,omitempty"`
	Message  string     `json:"message,omitempty"`
	At       *time.Time `json:"at,omitempty"`
	// Author is who published the release; empty if that is not known.
	Author string `json:"author,omitempty"`
	// Canary is the release that a share of the conversations gets; nil for none.
	Canary *CanaryStatus `json:"canary,omitempty"`
	// Staged is what is to be made ready; nil for nothing.
	Staged *StagedStatus `json:"staged,omitempty"`
	// Refused are the releases that this server cannot serve, and why.
	Refused []RefusedStatus `json:"refused"`
	Store   StoreStatus     `json:"store"`
	// Replica is the name of this server in the store.
	Replica string `json:"replica"`
}

// CanaryStatus is a release that a share of the conversations gets.
type CanaryStatus struct {
	Number  int    `json:"number"`
	Version string `json:"version"`
	// Percent is the share.
	Percent int `json:"percent"`
}

// StagedStatus is content that is to be made ready.
type StagedStatus struct {
	// Number is 0 for content that is not a release yet.
	Number  int    `json:"number,omitempty"`
	Version string `json:"version"`
	By      string `json:"by,omitempty"`
	Message string `json:"message,omitempty"`
	// Ready is set if this server has it ready.
	Ready bool `json:"ready"`
}

// RefusedStatus is a release that this server cannot serve.
type RefusedStatus struct {
	// Number is 0 for content that is not a release yet.
	Number      int             `json:"number,omitempty"`
	Version     string          `json:"version,omitempty"`
	Reason      string          `json:"reason"`
	Diagnostics nlg.Diagnostics `json:"diagnostics"`
}

// StoreStatus is the state of a store of releases, or of a git repository.
type StoreStatus struct {
	Name      string `json:"name"`
	Reachable bool   `json:"reachable"`
	// Error is why the store does not answer, or what is wrong with what is in it.
	Error string `json:"error,omitempty"`
	// HeardAt is when the store was last known to answer, and Age how many seconds ago; nil
	// for never.
	HeardAt *time.Time `json:"heard_at,omitempty"`
	Age     *float64   `json:"age_s,omitempty"`
}
