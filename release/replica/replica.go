package replica

import (
	"cmp"
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/release"
)

// The defaults of a [Config].
const (
	defaultEvery = 5 * time.Second
	defaultTick  = 2 * time.Second
)

// Config says what a replica follows, and for whom.
type Config struct {
	Store release.Store
	Host  Host
	// Name is that of the replica, different from all others; see [release.CheckReplica].
	Name string
	// Build is the version of the program.
	Build string
	// Trust has the keys that must have signed what is live and staged.
	Trust release.Trust
	// Every is how often it beats if nothing changes (default 5 s).
	Every time.Duration
	// Tick is how often it reads the pointers again, for what a watch has missed (default
	// 2 s).
	Tick time.Duration
	// Room runs the work of opening a bundle of a size, in bytes, and returns when it is done:
	// for a host whose requests large work would delay. It is never called to wait for the
	// store. Nil runs it as it is.
	Room func(size int64, work func())
	// Log gets what an operator should know; nil for nobody.
	Log *slog.Logger
	// Seen is what the host says already, such as the last good copy of an earlier run; nil
	// for nothing. Its Main is not prepared again if it is what is live.
	Seen *Use
	// Changed is called after each change of the [State], except for Heard; nil for nobody.
	// Calls may overlap, and must not block.
	Changed func()
}

// Replica follows a store. Its methods are safe for concurrent use.
type Replica struct {
	cfg     Config
	running chan struct{} // closed when Run has begun
	looks   chan look

	// reading has room for the one who reads what is live and takes it over, so that an older
	// answer never follows a newer one.
	reading      chan struct{}
	liveRevision release.Revision
	// stagedRevision is of the one goroutine that reads what is staged.
	stagedRevision release.Revision

	// turn is held while something is decided and done. It guards facts.
	turn  sync.Mutex
	facts facts
	jobs  sync.WaitGroup

	// run is that of the beats. hasBeat is set once one was written, and twin counts down
	// while another replica has the same name; both are of the one goroutine that writes them.
	run     string
	hasBeat bool
	twin    int

	shown  atomic.Pointer[shown]
	beatIt chan struct{}
	health health
}

// shown is what others see of the facts.
type shown struct {
	state State
	beat  release.Beat
	waited
	// next is closed when something else is shown.
	next chan struct{}
}

// New returns a replica that does nothing before [Replica.Run].
func New(cfg Config) (*Replica, error) {
	if err := release.CheckReplica(cfg.Name); err != nil {
		return nil, err
	}
	cfg.Every = cmp.Or(cfg.Every, defaultEvery)
	cfg.Tick = cmp.Or(cfg.Tick, defaultTick)
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Room == nil {
		cfg.Room = func(_ int64, work func()) { work() }
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	r := &Replica{
		cfg:     cfg,
		run:     rand.Text(),
		running: make(chan struct{}),
		looks:   make(chan look),
		reading: make(chan struct{}, 1),
		beatIt:  make(chan struct{}, 1),
		facts:   facts{items: map[string]*item{}},
	}
	if cfg.Seen != nil {
		r.facts.begin(cfg.Seen)
	}
	r.show()
	return r, nil
}

// Run follows the store until ctx ends; then it deletes its beat and returns nil. Whatever
// is wrong with the store is retried and told by [Replica.State]. It runs once.
func (r *Replica) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r.turn.Lock()
	r.facts.ctx = ctx
	r.turn.Unlock()
	close(r.running)
	var parts sync.WaitGroup
	live, staged := make(chan struct{}, 1), make(chan struct{}, 1)
	parts.Go(func() { r.watch(ctx, release.LiveKey, live) })
	parts.Go(func() { r.watch(ctx, release.StagedKey, staged) })
	parts.Go(func() { r.follow(ctx, live, r.looks, r.readLive) })
	parts.Go(func() { r.follow(ctx, staged, nil, r.readStaged) })
	parts.Go(func() { r.beats(ctx) })
	parts.Wait()
	r.jobs.Wait()
	r.leave(ctx)
	return nil
}

// State returns what the replica knows.
func (r *Replica) State() State {
	s := r.shown.Load().state
	r.health.fill(&s, 2*(r.tick()+patience))
	return s
}
