package server

import (
	"context"
	"time"

	"nlgserver/release"
)

// ReleaseOptions say which store of releases an assistant follows, and as what.
type ReleaseOptions struct {
	// Open opens the store. A server that starts does not wait for it. After an error it is
	// tried again, with pauses. The server closes the store.
	Open func(ctx context.Context) (release.Store, error)
	// Store names the store for people, without credentials.
	Store string
	// Replica is the name of this server in the store, different from all others; see
	// [release.CheckReplica].
	Replica string
	// Trust has the keys that must have signed what is live and what is staged. The zero
	// Trust trusts everything.
	Trust release.Trust
	// Every is how often the server says what it serves, and Tick how often it reads the
	// pointers again if the store tells of no change; 0 for the defaults of package replica.
	Every, Tick time.Duration
}
