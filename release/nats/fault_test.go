package nats_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/internal/freeport"
	"nlgserver/release"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
)

// follows watches an entry until it has the data, read each time that the watch tells.
type follows struct {
	store release.Store
	key   string
	told  chan struct{}
}

func follow(t *testing.T, s release.Store, key string) *follows {
	t.Helper()
	f := &follows{store: s, key: key, told: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- s.Watch(ctx, key, func() {
			select {
			case f.told <- struct{}{}:
			default:
			}
		}, nil)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the watch has ended: %v", err)
		}
	})
	f.wait(t)
	return f
}

func (f *follows) wait(t *testing.T) {
	t.Helper()
	select {
	case <-f.told:
	case <-time.After(time.Minute):
		t.Fatal("the watch tells nothing")
	}
}

func (f *follows) until(t *testing.T, data string) {
	t.Helper()
	for {
		e, err := f.store.Get(t.Context(), f.key, "")
		if err == nil && string(e.Data) == data {
			return
		}
		f.wait(t)
	}
}

// TestLeaderLost checks that no acknowledged write is lost, and none is made twice, while the
// leader of the stream stops and comes back, and that a watch tells of the last one.
func TestLeaderLost(t *testing.T) {
	c := natstest.Start(t, 3)
	writer := open(t, c.URL("a"), nats.Options{})
	reader := open(t, c.URL("a"), nats.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := writer.Put(ctx, release.LiveKey, []byte("0")); err != nil {
		t.Fatal(err)
	}
	f := follow(t, reader, release.LiveKey)
	const last = 300
	reached := make(chan struct{})
	var faults sync.WaitGroup
	faults.Go(func() {
		<-reached
		leader, err := c.Leader("KV_nlg_releases_a")
		if err != nil {
			t.Error(err)
			return
		}
		c.Stop(leader)
		if err := c.Restart(leader); err != nil {
			t.Error(err)
		}
	})
	e, err := writer.Get(ctx, release.LiveKey, "")
	if err != nil {
		t.Fatal(err)
	}
	was := e.Revision
	for n := 1; n <= last; n++ {
		if n == 50 {
			close(reached)
		}
		r, err := writer.Set(ctx, release.LiveKey, []byte(strconv.Itoa(n)), was)
		if err != nil {
			t.Fatalf("write %d: %v", n, err)
		}
		e, err := reader.Get(ctx, release.LiveKey, "")
		if err != nil || string(e.Data) != strconv.Itoa(n) || e.Revision != r {
			t.Fatalf("after write %d: %q of revision %q, %v, want revision %q", n, e.Data, e.Revision, err, r)
		}
		was = r
	}
	f.until(t, strconv.Itoa(last))
	faults.Wait()
	if err := c.Ready(); err != nil {
		t.Fatal(err)
	}
	if err := writer.Put(ctx, release.LiveKey, []byte("after")); err != nil {
		t.Fatal(err)
	}
	f.until(t, "after")
}

// TestRestart checks that a watch goes on, and entries are there, after the only server was
// away.
func TestRestart(t *testing.T) {
	c := natstest.Start(t, 1)
	s := open(t, c.URL("a"), nats.Options{})
	if err := s.Put(t.Context(), release.LiveKey, []byte("one")); err != nil {
		t.Fatal(err)
	}
	f := follow(t, s, release.LiveKey)
	f.until(t, "one")
	c.Stop(0)
	short, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := s.Put(short, release.LiveKey, []byte("lost")); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), c.Host(0)) {
		t.Errorf("without a server: %v", err)
	}
	if err := c.Restart(0); err != nil {
		t.Fatal(err)
	}
	other := open(t, c.URL("a"), nats.Options{})
	if e, err := other.Get(t.Context(), release.LiveKey, ""); err != nil || string(e.Data) != "one" {
		t.Errorf("what has failed without a server has happened later: %q, %v", e.Data, err)
	}
	if err := other.Put(t.Context(), release.LiveKey, []byte("two")); err != nil {
		t.Fatal(err)
	}
	f.until(t, "two")
}

// TestAway checks a store whose server is not there when it is opened.
func TestAway(t *testing.T) {
	ports, err := freeport.Take(1)
	if err != nil {
		t.Fatal(err)
	}
	at := freeport.Address(ports[0])
	s := open(t, "nats://somebody:s3cret@"+at+"/a", nats.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err = s.Get(ctx, release.LiveKey, "")
	if err == nil || !strings.Contains(err.Error(), at) || strings.Contains(err.Error(), "s3cret") || strings.Contains(s.String(), "s3cret") {
		t.Errorf("%v, of %v", err, s)
	}
}

// TestConnections checks that stores of one server share its connection until the last is
// closed.
func TestConnections(t *testing.T) {
	c := natstest.Start(t, 1)
	o := nats.Options{Connections: &nats.Connections{}}
	a, b := open(t, c.URL("a"), o), open(t, c.URL("b"), o)
	for _, s := range []*nats.Store{a, b} {
		if err := s.Put(t.Context(), release.LiveKey, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if n := c.Node(0).NumClients(); n != 1 {
		t.Errorf("there are %d connections", n)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := b.Put(t.Context(), release.LiveKey, []byte("y")); err != nil {
		t.Errorf("the other store is closed too: %v", err)
	}
	if err := a.Put(t.Context(), release.LiveKey, []byte("y")); err == nil {
		t.Error("a closed store writes")
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for c.Node(0).NumClients() != 0 {
		select {
		case <-t.Context().Done():
			t.Fatal("the connection stays open")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// TestClosed checks that a store does nothing from the moment it is closed, though the
// connection is there for another one.
func TestClosed(t *testing.T) {
	c := natstest.Start(t, 1)
	o := nats.Options{Connections: &nats.Connections{}}
	other := open(t, c.URL("a"), o)
	for i := range 200 {
		s, err := nats.Open(t.Context(), c.URL("a"), o)
		if err != nil {
			t.Fatal(err)
		}
		was := []byte(strconv.Itoa(i))
		if err := errors.Join(s.Put(t.Context(), release.LiveKey, was), s.Close()); err != nil {
			t.Fatal(err)
		}
		put := s.Put(t.Context(), release.LiveKey, []byte("after"))
		_, get := s.Get(t.Context(), release.LiveKey, "")
		_, list := s.List(t.Context(), "")
		watch := s.Watch(t.Context(), release.LiveKey, func() { t.Error("a closed store watches") }, nil)
		for what, err := range map[string]error{"put": put, "get": get, "list": list, "watch": watch} {
			if err == nil || !strings.Contains(err.Error(), "the store is closed") {
				t.Errorf("%s: %v", what, err)
			}
		}
		got, err := other.Get(t.Context(), release.LiveKey, "")
		if err != nil || string(got.Data) != string(was) {
			t.Fatalf("the entry is %q, %v, want %q", got.Data, err, was)
		}
	}
}
