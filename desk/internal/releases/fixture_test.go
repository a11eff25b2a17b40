package releases_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/releases"
	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/replica"
	"nlgserver/release/storetest"
)

// fixture is a store, whose clock is that of the test, and the releases of a desk that
// follows it.
type fixture struct {
	*testing.T
	store  *memory.Store
	faulty *storetest.Faulty
	desk   *releases.Releases
	// changes counts how often the desk was told that something has changed.
	changes atomic.Int64
}

// follow runs a test with a desk that follows an empty store.
func follow(t *testing.T, test func(t *testing.T, f *fixture)) {
	synctest.Test(t, func(t *testing.T) {
		f := &fixture{T: t, store: memory.New()}
		f.faulty = storetest.NewFaulty(f.store.Handle())
		f.desk = releases.New(releases.Config{Store: f.faulty, Name: "memory", Changed: func() { f.changes.Add(1) }})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { f.desk.Run(ctx); close(ended) }()
		defer func() { stop(); <-ended }()
		synctest.Wait()
		test(t, f)
	})
}

// host takes whatever it is given, unless refuses says why not.
type host struct{ refuses string }

func (h host) Prepare(context.Context, release.Ref, []content.File) (replica.Prepared, error) {
	if h.refuses != "" {
		return nil, &replica.RefusedError{Reason: h.refuses}
	}
	return struct{}{}, nil
}

func (host) Switch(replica.Use) {}

// replica runs a replica until the returned function is called.
func (f *fixture) replica(name string, h host) (stop func()) {
	f.Helper()
	r, err := replica.New(replica.Config{Store: f.store.Handle(), Host: h, Name: name})
	if err != nil {
		f.Fatal(err)
	}
	ctx, cancel := context.WithCancel(f.Context())
	ended := make(chan struct{})
	go func() { _ = r.Run(ctx); close(ended) }()
	return func() { cancel(); <-ended }
}

// tell writes the beat of a replica that does nothing else.
func (f *fixture) tell(b release.Beat) {
	f.Helper()
	b.Every = 5 * time.Second
	data, err := release.Encode(&b, release.Signers{})
	if err == nil {
		err = f.store.Put(f.Context(), release.ReplicaKey(b.Replica), data)
	}
	if err != nil {
		f.Fatal(err)
	}
}

// files are content of one file.
func files(text string) []content.File {
	return []content.File{{Path: "a.yml", Data: []byte(text)}}
}

// publish publishes by the command line, not by the desk.
func (f *fixture) publish(text string, percent int) *release.Release {
	f.Helper()
	b, err := release.Pack(files(text), nil)
	if err != nil {
		f.Fatal(err)
	}
	p := release.Publisher{Store: f.store.Handle(), By: "Bob <bob@x.example>"}
	r, err := p.Publish(f.Context(), b, release.Release{Message: "say " + text, Responses: 3}, percent)
	if err != nil {
		f.Fatal(err)
	}
	return r
}

// until lets time pass until something holds.
func (f *fixture) until(what string, holds func(n *releases.Now) bool) *releases.Now {
	f.Helper()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(100 * time.Millisecond) {
		synctest.Wait()
		if n := f.desk.Now(); holds(n) {
			return n
		}
	}
	f.Fatalf("not %s: %+v", what, f.desk.Now())
	return nil
}

// live returns what is live, by the store.
func (f *fixture) live() *release.Live {
	f.Helper()
	l, _, err := release.ReadLive(f.Context(), f.store, release.Trust{}, "")
	if err != nil && !errors.Is(err, release.ErrNotFound) {
		f.Fatal(err)
	}
	return l
}

// states returns the states of the replicas by their names.
func states(n *releases.Now) map[string]string {
	out := map[string]string{}
	for _, r := range n.Replicas {
		out[r.Name] = r.State
	}
	return out
}
