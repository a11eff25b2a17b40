package nats

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"nlgserver/release"
)

// Store is a store of releases in NATS JetStream.
type Store struct {
	address address
	rooms   rooms
	options Options
	conn    *connection
	leave   func()
	clock   clock
	// closed ends when the store is closed.
	closed context.Context
	end    context.CancelCauseFunc

	mu      sync.Mutex
	streams map[string]jetstream.Stream
}

var _ release.Store = (*Store)(nil)

// Open returns the store at nats://host[:port][,host…]/ASSISTANT, with user and password
// or a token before the hosts, or tls:// for a connection that must be encrypted. It does not
// wait for a server: one that is away is tried for ever, and meanwhile each call
// fails when its context ends, with an error that says so. An error means that
// the address or a file of the options is wrong.
func Open(_ context.Context, at string, o Options) (*Store, error) {
	a, err := parseAddress(at)
	if err != nil {
		return nil, err
	}
	if err := o.readable(); err != nil {
		return nil, err
	}
	connections := o.Connections
	if connections == nil {
		connections = &Connections{}
	}
	c, leave, err := connections.take(a, o)
	if err != nil {
		return nil, err
	}
	s := &Store{
		address: a, rooms: roomsOf(a.assistant), options: o, conn: c, leave: leave,
		clock: clock{now: time.Now}, streams: map[string]jetstream.Stream{},
	}
	s.closed, s.end = context.WithCancelCause(context.Background())
	return s, nil
}

// String returns the address without credentials.
func (s *Store) String() string { return s.address.String() }

// Close ends the use of the store, and the connection if nobody else uses it.
func (s *Store) Close() error {
	s.end(errClosed)
	s.leave()
	return nil
}

// during returns a context that also ends with the store, and after a time if the given one
// has no deadline and is not that of a bundle.
func (s *Store) during(ctx context.Context, bounded bool) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	if s.closed.Err() != nil {
		cancel(errClosed) // AfterFunc would do so a moment later, when a write may be on its way
	}
	stop := context.AfterFunc(s.closed, func() { cancel(errClosed) })
	end := func() {
		stop()
		cancel(nil)
	}
	if _, has := ctx.Deadline(); has || !bounded {
		return ctx, end
	}
	ctx, cancelTime := context.WithTimeout(ctx, s.options.wait())
	return ctx, func() {
		cancelTime()
		end()
	}
}

// Get returns an entry: see [release.Store].
func (s *Store) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	if err := release.CheckKey(key); err != nil {
		return release.Entry{}, err
	}
	r := s.rooms.of(key)
	ctx, end := s.during(ctx, !r.objects)
	defer end()
	m, err := s.message(ctx, r, r.subject(key))
	if err != nil {
		return release.Entry{}, err
	}
	if gone(m) {
		return release.Entry{}, release.ErrNotFound
	}
	if err := s.tellTime(ctx, r); err != nil {
		return release.Entry{}, err
	}
	e := release.Entry{Key: key, Revision: revision(m.Sequence, m.Data), Data: m.Data, Age: s.clock.age(m.Time)}
	switch {
	case r.objects:
		return s.bundle(ctx, r, e, known)
	case known == e.Revision:
		e.Data = nil
	case e.Data == nil:
		e.Data = []byte{}
	}
	return e, nil
}

// Set writes an entry if nobody else has: see [release.Store].
func (s *Store) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	if err := release.CheckKey(key); err != nil {
		return "", err
	}
	var last uint64
	if was != "" {
		var err error
		if last, err = sequenceOf(was); err != nil {
			return "", fmt.Errorf("%w: %w", release.ErrChanged, err)
		}
	}
	r := s.rooms.of(key)
	ctx, end := s.during(ctx, !r.objects)
	defer end()
	if err := s.ensure(ctx, r); err != nil {
		return "", err
	}
	if r.objects {
		return s.setBundle(ctx, r, key, data, last)
	}
	n, err := s.set(ctx, r, r.subject(key), data, last)
	if err != nil {
		return "", err
	}
	return revision(n, data), nil
}

// Put writes an entry, whatever there was: see [release.Store].
func (s *Store) Put(ctx context.Context, key string, data []byte) error {
	if err := release.CheckKey(key); err != nil {
		return err
	}
	r := s.rooms.of(key)
	ctx, end := s.during(ctx, !r.objects)
	defer end()
	if err := s.ensure(ctx, r); err != nil {
		return err
	}
	if r.objects {
		return s.putBundle(ctx, r, key, data)
	}
	_, err := s.publish(ctx, r, &nats.Msg{Subject: r.subject(key), Data: data}, anyRevision)
	return err
}

// Delete removes an entry: see [release.Store].
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := release.CheckKey(key); err != nil {
		return err
	}
	r := s.rooms.of(key)
	ctx, end := s.during(ctx, true)
	defer end()
	if r.objects {
		return s.removeBundle(ctx, r, key)
	}
	return s.remove(ctx, r, r.subject(key))
}
