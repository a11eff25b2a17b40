package reload

import (
	"context"
	"time"
)

// The defaults of [Config].
const (
	// DefaultDebounce is longer than the pauses within one save, and a sixth of
	// the time in which a save must be live.
	DefaultDebounce = 50 * time.Millisecond
	// DefaultMaxWait limits the wait while files are written without a pause.
	DefaultMaxWait = 250 * time.Millisecond
	// DefaultSettle is longer than a slow writer pauses between two pieces of a
	// file, as over a network.
	DefaultSettle = time.Second
	// DefaultPoll finds changes that no watch reports, as on network file
	// systems.
	DefaultPoll = 30 * time.Second
)

// Config is what a loop needs.
type Config[C, V, D any] struct {
	// Fetch reads the content.
	Fetch Fetch[C, D]
	// Compile makes the value from what was fetched: from the very bytes that
	// its version was computed from. The details replace those of the fetch. An
	// error rejects the content, and so does a panic or a nil value. Content
	// that was rejected by an error is compiled again only if a caller waits.
	// Compile runs beside the loop. If ctx ends, nobody needs the result: it should
	// return soon. It must not have effects on what is live.
	Compile func(context.Context, Fetched[C, D]) (*V, D, error)
	// Debounce is how long to wait for another Poke after one; 0 means
	// DefaultDebounce.
	Debounce time.Duration
	// MaxWait is how long after the first Poke an attempt starts in any case; 0
	// means DefaultMaxWait.
	MaxWait time.Duration
	// Removes reports whether the value lacks something that the live value has.
	// That may be a half-written file: the value is held back until its content
	// has not changed for a while. If a caller waits for the attempt, it is not.
	// Removes may be nil.
	Removes func(next *V) bool
	// Settle is how long such content must not change; 0 means DefaultSettle, and
	// a negative duration holds nothing back. While it keeps changing, it is held
	// back for five times as long at most; while it only grows, or is open for
	// writing, for sixty times as long.
	Settle time.Duration
	// OnHeld is called once for each value that is held back, and once with nil when
	// content begins to wait because it is being written. It must not call Reload or
	// Load. It may be nil.
	OnHeld func(next *V, state Held)
	// OnDropped is called when newer content ends a compilation, with the version
	// that was compiled and for how long. It must not call Reload or Load. It may be
	// nil.
	OnDropped func(version string, after time.Duration)
	// OnLive is called with a value just before it goes live. It may be nil.
	OnLive func(*V)
	// Poll is how long after an attempt the next one starts without a reason; 0
	// means DefaultPoll, and a negative duration means never.
	Poll time.Duration
	// OnAttempt is called after every attempt, before the callers who wait for it
	// get it. It must not call Reload or Load. It may be nil.
	OnAttempt func(Attempt[C, D])
}

// Fetch reads content once. Its error rejects the content. It may panic, and it
// need not be safe for concurrent use.
type Fetch[C, D any] func(ctx context.Context) (Fetched[C, D], error)

// Fetched is content that was read and not compiled yet.
type Fetched[C, D any] struct {
	Content C
	// Version identifies the content. If it is that of the live value, nothing is
	// compiled. The empty version equals no other.
	Version string
	// Details are what the fetch reported.
	Details D
	// Size tells whether content has become larger, in any unit.
	Size int64
	// Writing is a file of the content that somebody has open for writing, as far as
	// that can be known. Such content waits, unless a caller waits for it.
	Writing string
}

func (c Config[C, V, D]) withDefaults() Config[C, V, D] {
	if c.Debounce <= 0 {
		c.Debounce = DefaultDebounce
	}
	if c.MaxWait <= 0 {
		c.MaxWait = DefaultMaxWait
	}
	if c.Settle == 0 {
		c.Settle = DefaultSettle
	}
	if c.Settle < 0 || c.Removes == nil {
		c.Removes = func(*V) bool { return false }
	}
	if c.OnHeld == nil {
		c.OnHeld = func(*V, Held) {}
	}
	if c.OnDropped == nil {
		c.OnDropped = func(string, time.Duration) {}
	}
	if c.OnLive == nil {
		c.OnLive = func(*V) {}
	}
	if c.Poll == 0 {
		c.Poll = DefaultPoll
	}
	if c.OnAttempt == nil {
		c.OnAttempt = func(Attempt[C, D]) {}
	}
	return c
}
