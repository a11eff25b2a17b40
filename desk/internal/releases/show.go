package releases

import "nlgserver/internal/diag"

// Now is what the store says at the moment, as the page shows it.
type Now struct {
	// Store names the store, without secrets.
	Store string `json:"store"`
	// Reachable is set if the last look at the store succeeded: it has answered, and what is
	// in it can be read and trusted. If not, Error says why in a line, and the rest is what
	// was known before. Read is set once what is live was read at all: before that, no Live
	// does not mean that nothing is.
	Reachable bool   `json:"reachable"`
	Read      bool   `json:"read"`
	Error     string `json:"error,omitempty"`
	// Live is what is live, and Staged what is staged; nil for nothing.
	Live   *Live   `json:"live"`
	Staged *Staged `json:"staged"`
	// Replicas are sorted by name.
	Replicas []Replica `json:"replicas"`
}

// Live is a pointer to what is live.
type Live struct {
	// Sequence counts the moves. It is what a user has seen.
	Sequence int `json:"sequence"`
	// Move is publish, canary, promote, abort or rollback.
	Move    string  `json:"move"`
	Release int     `json:"release"`
	Version string  `json:"version"`
	Canary  *Canary `json:"canary,omitempty"`
	// Settings is the [release.SettingsDigest] of what is beside the content.
	Settings string `json:"-"`
	// By is who moved it, without the email address.
	By      string `json:"by"`
	Message string `json:"message"`
	// At is when, by the clock of the publisher: RFC 3339.
	At string `json:"at"`
}

// Canary is a release that a share of the conversations gets.
type Canary struct {
	Release int    `json:"release"`
	Version string `json:"version"`
	Percent int    `json:"percent"`
}

// Staged is what the replicas are to make ready.
type Staged struct {
	Version string `json:"version"`
	// By is who publishes it, without the email address.
	By      string `json:"by"`
	Message string `json:"message"`
	// Abandoned is set if its publisher must be gone.
	Abandoned bool `json:"abandoned,omitempty"`
}

// The states of a replica.
const (
	// StateSays: it says what is live.
	StateSays = "says"
	// StateReady: it says what is live, and has ready what is staged.
	StateReady = "ready"
	// StateBehind: it does not say what is live yet.
	StateBehind = "behind"
	// StateRefuses: it cannot have what is live, or what is staged.
	StateRefuses = "refuses"
	// StateLost: it has not been heard of for too long.
	StateLost = "lost"
)

// Replica is what a replica told last.
type Replica struct {
	Name  string `json:"name"`
	State string `json:"state"`
	// Release is what it says, and Version its content; 0 for nothing, or for content that
	// has no number. Canary is the release that it says to a share of the conversations.
	Release int    `json:"release"`
	Version string `json:"version"`
	Canary  int    `json:"canary,omitempty"`
	// Since is when it began to say that, by its clock: RFC 3339. Age is how many seconds ago
	// it told so, by the clock of the store; see [Releases.Aged].
	Since string `json:"since,omitempty"`
	Age   int    `json:"age"`
	// LastGood is set if it says the copy of an earlier run.
	LastGood bool      `json:"last_good,omitempty"`
	Refusals []Refusal `json:"refusals,omitempty"`
	// Error says why what it told cannot be read.
	Error string `json:"error,omitempty"`
}

// Refusal is why a replica cannot have something.
type Refusal struct {
	// Replica is set where refusals of several replicas are together.
	Replica string `json:"replica,omitempty"`
	// Release is what it refuses; 0 if that was only staged.
	Release int    `json:"release"`
	Version string `json:"version"`
	// Reason is a sentence without a period.
	Reason   string    `json:"reason"`
	Findings diag.List `json:"findings,omitempty"`
}

// List is a part of the history, the latest first.
type List struct {
	Releases []Release `json:"releases"`
	// More is set if there are older ones.
	More bool `json:"more"`
}

// Release is a release, and what became of it. One without moves never was live: somebody
// else moved while its files were written, or they could not be written.
type Release struct {
	Number  int    `json:"number"`
	Version string `json:"version"`
	// Parent is the release that was live when it was made; 0 for none.
	Parent int `json:"parent,omitempty"`
	// Author is who made it, without the email address.
	Author  string `json:"author"`
	Message string `json:"message"`
	At      string `json:"at"`
	// Commit is the commit of its files, if that is known; Modified is set if they had
	// changes that were not committed.
	Commit     string   `json:"commit,omitempty"`
	Modified   bool     `json:"modified,omitempty"`
	Files      int      `json:"files"`
	Responses  int      `json:"responses"`
	Variations int      `json:"variations"`
	Checks     *Checks  `json:"checks,omitempty"`
	Changes    *Changes `json:"changes,omitempty"`
	// Live is set if it is live now, and Canary if it is the canary. WasLive is set if it
	// was live for all conversations at some time: only then one can go back to it.
	Live    bool `json:"live,omitempty"`
	Canary  bool `json:"canary,omitempty"`
	WasLive bool `json:"was_live,omitempty"`
	// Moves are those that made it live or a canary, the latest first.
	Moves []Live `json:"moves"`
	// Error says why the release cannot be read or trusted; only its number is known then.
	Error string `json:"error,omitempty"`
}

// Checks are what validate and test said.
type Checks struct {
	Errors       int `json:"errors"`
	Warnings     int `json:"warnings"`
	Expectations int `json:"expectations"`
	Failed       int `json:"failed"`
}

// Changes count responses that differ from the release before.
type Changes struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
}
