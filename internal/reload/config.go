package reload

import (
	"context"
	"time"
)

// The defaults of [Config].
const (
	// DefaultDebounce outlasts the pauses inside one save, and is a sixth of
	// what an author may wait for it.
	DefaultDebounce = 50 * time.Millisecond
	// DefaultMaxWait bounds the wait while something writes without a pause.
	DefaultMaxWait = 250 * time.Millisecond
	// DefaultPoll finds what no watch reports, as on network file systems.
	DefaultPoll = 30 * time.Second
)

// Config is what a loop needs.
type Config[T, D any] struct {
	// Fetch reads the content, once. Its error rejects the content. It may
	// panic, and it need not be safe for concurrent use.
	Fetch func(ctx context.Context) (Fetched[T, D], error)
	// Debounce is how long it must be quiet after the last Poke; 0 means
	// DefaultDebounce.
	Debounce time.Duration
	// MaxWait is how long after the first Poke an attempt starts even if it
	// is not quiet; 0 means DefaultMaxWait.
	MaxWait time.Duration
	// Poll is how long after an attempt the next one starts unasked; 0 means
	// DefaultPoll, and a negative duration means never.
	Poll time.Duration
	// OnAttempt sees every attempt once it is over and before those who wait
	// for it do; nil means nobody looks. It must not call Reload.
	OnAttempt func(Attempt[D])
}

// Fetched is content that was read and not yet compiled.
type Fetched[T, D any] struct {
	// Version says which content this is. If it is that of the live value,
	// nothing is compiled. The empty version equals no other.
	Version string
	// Details of the fetch; those of Compile replace them.
	Details D
	// Compile makes the value from the very bytes that Version was made from.
	// Its error rejects the content, and so does a panic or a nil value. Content
	// of the version that was rejected by an error is compiled again only for
	// somebody who waits.
	Compile func() (*T, D, error)
}

func (c Config[T, D]) withDefaults() Config[T, D] {
	if c.Debounce <= 0 {
		c.Debounce = DefaultDebounce
	}
	if c.MaxWait <= 0 {
		c.MaxWait = DefaultMaxWait
	}
	if c.Poll == 0 {
		c.Poll = DefaultPoll
	}
	if c.OnAttempt == nil {
		c.OnAttempt = func(Attempt[D]) {}
	}
	return c
}
