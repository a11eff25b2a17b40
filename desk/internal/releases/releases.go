package releases

import (
	"log/slog"
	"sync/atomic"
	"time"

	"nlgserver/release"
)

// Config says which store is followed, and how it is published to.
type Config struct {
	// Store has the releases, and Name names it for people, without secrets.
	Store release.Store
	Name  string
	// Sign has the keys to sign with, and Trust those that must have signed what is in the
	// store.
	Sign  release.Signers
	Trust release.Trust
	// Wait is how long to wait for the replicas; 0 for the default of [release.Publisher].
	Wait time.Duration
	// Changed is called when [Releases.Now] returns something else; it must not block. Nil
	// for nobody.
	Changed func()
	// Log gets what an operator should know; nil for nobody.
	Log *slog.Logger
}

// Releases follows a store, and publishes to it. It is safe for concurrent use.
type Releases struct {
	cfg   Config
	store release.Store

	// changed has a value when something in the store has changed. Who sends to asks wants a
	// look that begins after that, and the channel closed when it has ended. Nobody looks
	// before Run has started, and nobody after ended is closed.
	changed chan struct{}
	asks    chan chan struct{}
	started atomic.Bool
	ended   chan struct{}

	// reader is of the one look that is under way, and known of the goroutine of Run.
	reader release.StatusReader
	known  known
	seen   atomic.Pointer[seen]

	cache cache
}

// New returns the releases of a store. Nothing is read before [Releases.Run].
func New(cfg Config) *Releases {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	r := &Releases{
		cfg: cfg, store: patient{cfg.Store, make(chan struct{}, maxCalls)}, changed: make(chan struct{}, 1), asks: make(chan chan struct{}), ended: make(chan struct{}),
		// A look that hangs is the only one: it waits for itself.
		reader: release.StatusReader{Store: patient{Store: cfg.Store}, Trust: cfg.Trust},
	}
	r.seen.Store(r.known.seen(cfg.Name))
	return r
}

// Now returns what is known of the store. It does not wait. What it returns must not be
// changed; it is another pointer only if something but an age has changed. The ages are of
// then: [Releases.Aged] has those of this moment.
func (r *Releases) Now() *Now { return r.seen.Load().now }

// Aged returns what [Releases.Now] does, with the ages of this moment.
func (r *Releases) Aged() *Now { return r.seen.Load().aged(time.Now()) }
