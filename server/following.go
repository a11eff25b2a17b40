package server

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/release"
	"nlgserver/release/replica"
	"nlgserver/server/internal/reload"
)

// The pauses between two attempts to open a store.
const (
	firstPause   = time.Second
	longestPause = 15 * time.Second
)

// lostStore is how long a stop waits for a store that does not let go.
const lostStore = 3 * time.Second

// following is the side of an assistant that follows a store of releases. It never takes
// away what is served: a release that is prepared replaces it.
type following struct {
	s    *assistant
	opts ReleaseOptions

	// before is the one of the configuration before, which leaves the store first: both have
	// the same name there. It is nil for none, and after that.
	before *following
	// started is set once it may use the store; ended is closed when it has left it.
	started atomic.Bool
	ended   chan struct{}

	// choice is what is to go live, or is live.
	choice atomic.Pointer[choice]
	// used is what was put to use last; nil for nothing.
	used atomic.Pointer[replica.Use]

	opening opening
	after   after
}

// opening is how far the server is with opening the store.
type opening struct {
	mu sync.Mutex
	// store and replica are nil until it is open.
	store   release.Store
	replica *replica.Replica
	// err is why it is not; nil before the first attempt has ended.
	err error
	// attempt is closed at the end of the attempt that goes on, or comes next.
	attempt chan struct{}
	// hurry ends a pause.
	hurry chan struct{}
}

// newFollowing returns nil for an assistant that follows no store. before may be nil.
func newFollowing(s *assistant, before *assistant) (*following, error) {
	if s.opts.Release == nil {
		return nil, nil
	}
	if err := release.CheckReplica(s.opts.Release.Replica); err != nil {
		return nil, &OptionError{err}
	}
	f := &following{s: s, opts: *s.opts.Release, ended: make(chan struct{})}
	f.opening.attempt, f.opening.hurry = make(chan struct{}), make(chan struct{}, 1)
	f.after.wake = make(chan struct{}, 1)
	if before != nil {
		f.before = before.following
	}
	return f, nil
}

// run follows the store until ctx ends, and leaves it.
func (f *following) run(ctx context.Context) {
	defer close(f.ended)
	f.relieve(ctx)
	var group sync.WaitGroup
	group.Go(func() { f.follow(ctx) })
	group.Go(func() { f.finish(ctx) })
	group.Wait()
	f.finishNow(ctx) // what is not saved yet
}

// relieve waits until the one before has left the store.
func (f *following) relieve(ctx context.Context) {
	before := f.before
	if before == nil {
		return
	}
	f.before = nil
	if !before.started.Load() {
		return
	}
	select {
	case <-before.ended:
	case <-time.After(2 * lostStore):
	case <-ctx.Done():
	}
}

// follow opens the store and runs a replica.
func (f *following) follow(ctx context.Context) {
	for pause := firstPause; ctx.Err() == nil; pause = min(2*pause, longestPause) {
		r, store, err := f.open(ctx)
		f.opening.done(r, store, err)
		f.after.rouse()
		if err != nil {
			f.opening.wait(ctx, pause)
			continue
		}
		if err := r.Run(ctx); err != nil {
			f.s.log.Error("the store of releases is not followed any more", "store", f.opts.Store, "error", err)
		}
		if err := store.Close(); err != nil {
			f.s.log.Debug("cannot close the store of releases", "store", f.opts.Store, "error", err)
		}
		return
	}
}

// open opens the store once. A panic is an error: it must not end the other assistants.
func (f *following) open(ctx context.Context) (_ *replica.Replica, _ release.Store, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &reload.PanicError{Value: p, Stack: debug.Stack()}
		}
	}()
	store, err := f.opts.Open(ctx)
	if err != nil {
		return nil, nil, err
	}
	r, err := replica.New(f.config(store))
	if err != nil {
		return nil, nil, errors.Join(err, store.Close())
	}
	return r, store, nil
}

// config returns what the replica works with.
func (f *following) config(store release.Store) replica.Config {
	return replica.Config{
		Store: store, Host: f, Name: f.opts.Replica, Build: f.s.app.opts.Build, Trust: f.opts.Trust,
		Every: f.opts.Every, Tick: f.opts.Tick, Log: slog.New(quieter{f.s.log.Handler()}), Seen: f.used.Load(), Changed: f.after.rouse,
		Room: f.unpack,
	}
}

func (o *opening) done(r *replica.Replica, store release.Store, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.replica, o.store, o.err = r, store, err
	close(o.attempt)
	o.attempt = make(chan struct{})
}

func (o *opening) wait(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-o.hurry:
	case <-ctx.Done():
	}
}

// current returns the replica, or the attempt to open the store that ends next.
func (o *opening) current() (r *replica.Replica, store release.Store, attempt <-chan struct{}, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.replica, o.store, o.attempt, o.err
}

// look reads the pointers of the store now, and returns when what is live is in use. The
// error says why it is not.
func (f *following) look(ctx context.Context) error {
	r, _, attempt, _ := f.opening.current()
	if r == nil {
		select {
		case f.opening.hurry <- struct{}{}:
		default:
		}
		select {
		case <-attempt:
		case <-f.ended:
			return errors.New("the assistant does not follow the store any more")
		case <-ctx.Done():
			return ctx.Err()
		}
		var err error
		if r, _, _, err = f.opening.current(); r == nil {
			return &replica.AwayError{Err: err}
		}
	}
	return r.Look(ctx)
}

// state returns what is known of the store and its releases.
func (f *following) state() replica.State {
	r, _, _, err := f.opening.current()
	if r != nil {
		return r.State()
	}
	state := replica.State{Store: f.opts.Store}
	if err != nil {
		state.Error = err.Error()
	}
	if used := f.used.Load(); used != nil {
		state.Sequence, state.Says = used.Live.Sequence, used.Says
	}
	return state
}

// wait waits until the store is left, but not for ever.
func (f *following) wait() {
	if f == nil || !f.started.Load() {
		return
	}
	select {
	case <-f.ended:
	case <-time.After(lostStore):
		f.s.log.Warn("stopped without waiting for the store of releases", "store", f.opts.Store)
	}
}
