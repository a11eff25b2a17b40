package replica_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/replica"
	"nlgserver/release/storetest"
)

// host is a server of the tests: what it prepares is the text of the first file.
type host struct {
	mu sync.Mutex
	// before is called before content is prepared; nil for nothing.
	before func(ctx context.Context, text string) error
	// prepared are the texts that were asked for, and said what was said, in order.
	prepared, said []string
	using          replica.Use
}

func (h *host) Prepare(ctx context.Context, _ release.Ref, files []content.File) (replica.Prepared, error) {
	text := string(files[0].Data)
	h.mu.Lock()
	before := h.before
	h.prepared = append(h.prepared, text)
	h.mu.Unlock()
	if before != nil {
		if err := before(ctx, text); err != nil {
			return nil, err
		}
	}
	return text, nil
}

func (h *host) Switch(use replica.Use) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.using = use
	text := use.Main.(string)
	if use.Canary != nil {
		text += "+" + use.Canary.(string)
	}
	if n := len(h.said); n == 0 || h.said[n-1] != text {
		h.said = append(h.said, text)
	}
}

// says returns what is said, shortened: large content has a letter only.
func (h *host) says() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.said) == 0 {
		return ""
	}
	return h.said[len(h.said)-1]
}

// takePrepared returns the texts that were asked for since the last call.
func (h *host) takePrepared() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	texts := h.prepared
	h.prepared = nil
	return texts
}

func (h *host) setBefore(before func(ctx context.Context, text string) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.before = before
}

// node is a running replica.
type node struct {
	*replica.Replica
	host  *host
	store *storetest.Faulty
	stop  func()
}

// start runs a replica until stop is called, in a bubble of synctest.
func start(t testing.TB, s *memory.Store, name string, change func(*replica.Config)) *node {
	t.Helper()
	n := &node{host: &host{}, store: storetest.NewFaulty(s.Handle())}
	cfg := replica.Config{Store: n.store, Host: n.host, Name: name, Build: "test"}
	if change != nil {
		change(&cfg)
	}
	r, err := replica.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	n.Replica = r
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := r.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	n.stop = func() { cancel(); <-ended }
	synctest.Wait() // it lives, so that a publisher waits for it
	return n
}

func bundle(t testing.TB, text string) *release.Bundle {
	t.Helper()
	b, err := release.Pack([]content.File{{Path: "a.yml", Data: []byte(text)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// publish publishes a text, which must succeed.
func publish(t testing.TB, s release.Store, text string) {
	t.Helper()
	p := release.Publisher{Store: s, By: "ann"}
	if _, err := p.Publish(t.Context(), bundle(t, text), release.Release{Message: text[:1]}, 0); err != nil {
		t.Fatalf("%.20s: %v", text, err)
	}
}

// as returns the error as one of its type.
func as[E error](t testing.TB, err error) E {
	t.Helper()
	e, ok := errors.AsType[E](err)
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	return e
}

// beat returns what a replica has told; nil if it has no beat.
func beat(t testing.TB, s release.Store, name string) *release.Beat {
	t.Helper()
	e, err := s.Get(t.Context(), release.ReplicaKey(name), "")
	if errors.Is(err, release.ErrNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := release.Decode[release.Beat](e.Data, release.Trust{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// put writes a record past every rule.
func put(t testing.TB, s release.Store, key string, record any) {
	t.Helper()
	data, err := release.Encode(record, release.Signers{})
	if err == nil {
		err = s.Put(t.Context(), key, data)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func live(t testing.TB, s release.Store) *release.Live {
	t.Helper()
	l, _, err := release.ReadLive(t.Context(), s, release.Trust{}, "")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func nodes(t testing.TB, s *memory.Store, n int) []*node {
	t.Helper()
	var all []*node
	for i := range n {
		all = append(all, start(t, s, fmt.Sprintf("replica-%d", i), nil))
	}
	return all
}
