package release

import (
	"context"
	"errors"
	"time"
)

// The errors of a [Store], which callers compare by errors.Is. Any other error means that
// the store cannot be reached, refuses the caller, or is broken.
var (
	// ErrNotFound means that there is no entry of the key.
	ErrNotFound = errors.New("not in the store")
	// ErrChanged means that an entry does not have the expected revision: somebody else
	// has written it.
	ErrChanged = errors.New("changed by somebody else")
)

// Store is where the bundles, releases and pointers of one assistant live: entries, each
// under a key. It knows nothing of what they mean. Its methods are safe for concurrent use
// by any number of processes, and fail when their context ends.
//
// A write that has returned is durable, and every read that begins after that, in any
// process, finds it. A write that has failed may have happened all the same, unless the
// error is [ErrChanged].
type Store interface {
	// String names the store for people, without credentials.
	String() string
	// Get returns an entry. If its revision is the one that is known to the caller, the
	// entry has no data: nothing need be sent. An empty known is that of no entry.
	Get(ctx context.Context, key string, known Revision) (Entry, error)
	// Set writes an entry if it still has the revision, or, if that is empty, if there is
	// no entry yet. Otherwise the error is ErrChanged. It returns the new revision.
	Set(ctx context.Context, key string, data []byte, was Revision) (Revision, error)
	// Put writes an entry, whatever there was.
	Put(ctx context.Context, key string, data []byte) error
	// Delete removes an entry; that there is none is no error.
	Delete(ctx context.Context, key string) error
	// List returns the entries whose keys begin with the prefix, which is empty or ends
	// with a slash, sorted by key, without their data.
	List(ctx context.Context, prefix string) ([]Entry, error)
	// Watch calls changed whenever an entry whose key is the prefix, or begins with it if it
	// ends with a slash, may have changed, until ctx ends; then it returns nil. The first
	// call means that the watch is active. After that no change is missed for good,
	// also not if the store was away meanwhile; heard is called each time that
	// the store is known to answer. Neither may block; heard may be nil.
	// An error means that the watch could not begin, or has ended.
	Watch(ctx context.Context, prefix string, changed, heard func()) error
	// Close ends the use of the store.
	Close() error
}

// Poller is a [Store] that says how its Watch works. A replica reads again every few
// seconds what a watch may have missed, unless that would ask the same twice.
type Poller interface {
	// Polls reports whether Watch asks the store every few seconds by itself.
	Polls() bool
}

// Revision is a state of an entry. Equal revisions of a key mean equal data; another
// revision tells nothing. Only the store that it came from understands it.
type Revision string

// Entry is what is in a store under a key.
type Entry struct {
	Key      string
	Revision Revision
	// Data are the bytes; nil where they are not asked for.
	Data []byte
	// Age is how long ago the entry was written, by the clock of the store.
	Age time.Duration
}

// MaxEntry is the size, in bytes, of the largest entry that every store takes.
const MaxEntry = 128 << 20
