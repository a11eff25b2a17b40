package release

import (
	"time"

	"nlgserver/internal/diag"
)

// Ref names the content of a release.
type Ref struct {
	// Number is that of the release; 0 before it has one.
	Number int `json:"number,omitempty"`
	// Version is that of the content.
	Version string `json:"version"`
	// Bundle is the SHA-256 of the bundle, in hexadecimal, and Size its length in bytes.
	Bundle string `json:"bundle"`
	Size   int64  `json:"size"`
	// Settings is the [SettingsDigest] of what is beside the content.
	Settings string `json:"settings,omitempty"`
}

// Release is one publication. It is never changed.
type Release struct {
	Ref
	// Parent is the number of the release that was live when it was made; 0 for none.
	Parent int `json:"parent,omitempty"`
	// Author is who published it, and Message why.
	Author  string `json:"author,omitempty"`
	Message string `json:"message"`
	// At is when, by the clock of the publisher.
	At time.Time `json:"at"`
	// Manifest is the SHA-256 of the manifest in the bundle, so that a signature of the
	// release is one of all its files.
	Manifest string `json:"manifest"`
	// Source is where its files come from; nil if that is not known.
	Source *Source `json:"source,omitempty"`
	// Files, Responses and Variations say how many it has.
	Files      int `json:"files"`
	Responses  int `json:"responses"`
	Variations int `json:"variations"`
	// Checks are what validate and test said; nil if they were not run.
	Checks *Checks `json:"checks,omitempty"`
	// Changes say how it differs from its parent, by meaning; nil without a parent.
	Changes *Changes `json:"changes,omitempty"`
}

// Source is a commit of a git repository.
type Source struct {
	Commit string `json:"commit"`
	Branch string `json:"branch,omitempty"`
	// Modified is set if files differed from the commit.
	Modified bool `json:"modified,omitempty"`
}

// Checks are the outcome of validate and of test.
type Checks struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	// Expectations are how many there were, and Failed how many did not hold.
	Expectations int `json:"expectations"`
	Failed       int `json:"failed,omitempty"`
}

// Changes count responses.
type Changes struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
}

// Move is how something became live.
type Move string

// The moves.
const (
	// MovePublish made a new release live.
	MovePublish Move = "publish"
	// MoveCanary gave a new release a share of the conversations.
	MoveCanary Move = "canary"
	// MovePromote gave the canary all of them, and MoveAbort none.
	MovePromote Move = "promote"
	MoveAbort   Move = "abort"
	// MoveRollback made an older release live again.
	MoveRollback Move = "rollback"
)

// Live is what replicas say. There is one at a time, under [LiveKey]; those before it are
// under [MoveKey].
type Live struct {
	// Sequence is greater by one than that of what was live before. A replica never goes
	// back to a smaller one.
	Sequence int  `json:"sequence"`
	Move     Move `json:"move"`
	Ref
	// Canary is what a share of the conversations gets; nil for none.
	Canary *Canary `json:"canary,omitempty"`
	// Previous is what was live before the Ref was, for replicas that cannot have that; nil
	// for nothing.
	Previous *Ref `json:"previous,omitempty"`
	// By is who moved it, Message why, and At when, by the clock of the publisher.
	By      string    `json:"by,omitempty"`
	Message string    `json:"message,omitempty"`
	At      time.Time `json:"at"`
	// Nonce is different for each, so that a publisher knows its own.
	Nonce string `json:"nonce"`
}

// Canary is a release that a share of the conversations gets.
type Canary struct {
	Ref
	// Percent is the share, from 1 to 99.
	Percent int `json:"percent"`
	// Salt makes the choice of the conversations: see [Canary.Gets].
	Salt string `json:"salt"`
}

// Staged is what replicas are to make ready; the zero Staged is nothing.
type Staged struct {
	// Nonce identifies it in the beats of the replicas; empty for nothing.
	Nonce string `json:"nonce,omitempty"`
	Ref
	// By is who staged it, Message why, and At when, by the clock of the publisher.
	By      string    `json:"by,omitempty"`
	Message string    `json:"message,omitempty"`
	At      time.Time `json:"at,omitzero"`
	// Wait is how long the publisher waits for the replicas. When the entry is older, and
	// some more, the publisher is gone, and another one may stage.
	Wait time.Duration `json:"wait,omitempty"`
}

// Beat is what a replica tells of itself.
type Beat struct {
	Replica string `json:"replica"`
	// Run is different for each run of a replica, so that two of one name are found out.
	Run string `json:"run,omitempty"`
	// Build is the version of its program.
	Build string `json:"build,omitempty"`
	// Sequence is that of the Live that it has put to use, Says what it says, and Canary
	// what it says to a share of the conversations.
	Sequence int  `json:"sequence,omitempty"`
	Says     Ref  `json:"says,omitzero"`
	Canary   *Ref `json:"canary,omitempty"`
	// Since is when it began to say that, by its clock.
	Since time.Time `json:"since,omitzero"`
	// Ready is the nonce of the Staged that it has ready; empty for none.
	Ready string `json:"ready,omitempty"`
	// Refusals are what it cannot have, and why: of what is staged, and of what is live.
	Refusals []Refusal `json:"refusals,omitempty"`
	// FromLastGood is set if it says the copy of an earlier run.
	FromLastGood bool `json:"from_last_good,omitempty"`
	// Every is how often it beats if nothing changes.
	Every time.Duration `json:"every"`
	// At is the time of its clock.
	At time.Time `json:"at"`
}

// Refusal is why a replica cannot have something.
type Refusal struct {
	// Of is the nonce of the [Staged] or of the [Live].
	Of      string `json:"of"`
	Number  int    `json:"number,omitempty"`
	Version string `json:"version,omitempty"`
	// Reason is why, in a sentence; Diagnostics are the findings in the content.
	Reason      string    `json:"reason"`
	Diagnostics diag.List `json:"diagnostics,omitempty"`
}
