package replica

import (
	"time"

	"nlgserver/release"
)

// State is what a replica knows. Its records must not be changed.
type State struct {
	// Store names the store.
	Store string
	// Reachable is set while the store answers, and Error says why it does not, or what is
	// wrong with what is in it; empty for nothing.
	Reachable bool
	Error     string
	// Heard is when the store was last known to answer; zero if it never was.
	Heard time.Time
	// Live is the pointer that it follows, or tries to; nil if there is none, or none was
	// read yet.
	Live *release.Live
	// Follows is set if the replica says what Live names: its content and, if there is one,
	// its canary.
	Follows bool
	// Sequence is that of the pointer that was put to use, Says what the replica says since
	// then, and Canary what it says to a share of the conversations; zero if it has nothing.
	Sequence int
	Says     release.Ref
	Canary   *release.Ref
	Since    time.Time
	// FromLastGood is set while it says the copy of an earlier run.
	FromLastGood bool
	// Staged is what it is to make ready; nil for nothing. Ready is set if it is.
	Staged *release.Staged
	Ready  bool
	// Refusals are what it cannot have, and why.
	Refusals []release.Refusal
}
