package releases_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/releases"
	"nlgserver/release"
	"nlgserver/release/dir"
	"nlgserver/release/memory"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
	"nlgserver/release/replica"
)

// TestDirectory publishes into a directory, which two replicas and another desk follow, each
// as its own process would.
func TestDirectory(t *testing.T) {
	path := t.TempDir()
	open := func() release.Store {
		s, err := dir.Open(t.Context(), path, dir.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	var running sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	defer func() { stop(); running.Wait() }()
	desks := make([]*releases.Releases, 2)
	for i := range desks {
		desks[i] = releases.New(releases.Config{Store: open(), Name: path})
		running.Go(func() { desks[i].Run(ctx) })
	}
	for _, name := range []string{"a", "b"} {
		r, err := replica.New(replica.Config{Store: open(), Host: host{}, Name: name})
		if err != nil {
			t.Fatal(err)
		}
		running.Go(func() { _ = r.Run(ctx) })
	}
	until := func(what string, holds func(n *releases.Now) bool) {
		t.Helper()
		for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
			if holds(desks[0].Now()) && holds(desks[1].Now()) {
				return
			}
			if time.Since(began) > time.Minute {
				t.Fatalf("not %s: %+v, %+v", what, desks[0].Now(), desks[1].Now())
			}
		}
	}
	until("two replicas", func(n *releases.Now) bool { return len(n.Replicas) == 2 })
	d := &disk{T: t}
	for i, text := range []string{"one", "two"} {
		r, err := desks[i].Publish(t.Context(), releases.Publication{Files: files(text), Seen: releases.Seen(i), Write: d.write(text)})
		if err != nil || r.Number != i+1 || d.text != text {
			t.Fatalf("%+v, %v, %+v", r, err, d)
		}
		until(text, func(n *releases.Now) bool {
			return n.Live != nil && n.Live.Release == i+1 && n.Staged == nil && n.Replicas[0].State == releases.StateSays && n.Replicas[1].Release == i+1
		})
	}
	if got, err := desks[0].Files(t.Context(), 0); err != nil || string(got[0].Data) != "two" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := desks[1].Move(t.Context(), releases.Move{What: release.MoveRollback, Number: 1, Seen: 2}); err != nil {
		t.Error(err)
	}
	until("back", func(n *releases.Now) bool { return n.Live.Sequence == 3 && n.Replicas[0].Release == 1 })
}

// TestAwayAtStart: a desk that starts while its store in NATS is away says so, and follows
// the store when it comes.
func TestAwayAtStart(t *testing.T) {
	c := natstest.Start(t, 1)
	c.Stop(0)
	s, err := nats.Open(t.Context(), c.URL("bank"), nats.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	r := releases.New(releases.Config{Store: s, Name: "bank"})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { r.Run(ctx) })
	defer func() { stop(); running.Wait() }()
	until := func(what string, holds func(n *releases.Now) bool) {
		t.Helper()
		for began := time.Now(); !holds(r.Now()); time.Sleep(10 * time.Millisecond) {
			if time.Since(began) > time.Minute {
				t.Fatalf("not %s: %+v", what, r.Now())
			}
		}
	}
	until("away", func(n *releases.Now) bool { return !n.Reachable && !n.Read && n.Error != "" })
	if err := c.Restart(0); err != nil {
		t.Fatal(err)
	}
	until("there", func(n *releases.Now) bool { return n.Reachable && n.Read && n.Error == "" })
	if _, err := r.Publish(t.Context(), releases.Publication{Files: files("one")}); err != nil {
		t.Error(err)
	}
	until("live", func(n *releases.Now) bool { return n.Live != nil && n.Live.Release == 1 })
}

// stuck is a store that does not even return when its context ends, as a file system that
// is away.
type stuck struct {
	release.Store
	blocked atomic.Pointer[chan struct{}]
	calls   atomic.Int64
}

func (s *stuck) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	if blocked := s.blocked.Load(); blocked != nil {
		s.calls.Add(1)
		<-*blocked
	}
	return s.Store.Get(ctx, key, known)
}

// TestStuck: the desk says so, does not call again and again, and comes back.
func TestStuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stuck{Store: memory.New()}
		desk := releases.New(releases.Config{Store: s})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { desk.Run(ctx); close(ended) }()
		defer func() { stop(); <-ended }()
		time.Sleep(time.Second)
		if !desk.Now().Reachable {
			t.Errorf("%+v", desk.Now())
		}
		blocked := make(chan struct{})
		s.blocked.Store(&blocked)
		time.Sleep(10 * time.Minute)
		if n := desk.Now(); n.Reachable || n.Error != "the store does not answer" || s.calls.Load() != 1 {
			t.Errorf("%+v after %d calls", n, s.calls.Load())
		}
		s.blocked.Store(nil)
		close(blocked)
		time.Sleep(30 * time.Second)
		if n := desk.Now(); !n.Reachable || n.Error != "" {
			t.Errorf("%+v", n)
		}
	})
}
