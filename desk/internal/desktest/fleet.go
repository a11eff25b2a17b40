package desktest

import (
	"context"
	"testing"

	"nlgserver/internal/source/files"
	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/storetest"
)

// Fleet is a store of releases in memory. Its replicas tell of themselves, and say nothing
// ([Fleet.Replica]).
type Fleet struct {
	// Store is what the desk follows.
	Store *storetest.Faulty

	t *testing.T
	// entries is the same store as others use it: what the desk cannot reach is there.
	entries *memory.Store
}

// NewFleet returns an empty store.
func NewFleet(t *testing.T) *Fleet {
	t.Helper()
	entries := memory.New()
	return &Fleet{Store: storetest.NewFaulty(entries.Handle()), t: t, entries: entries}
}

// Away takes the store away from the desk, or gives it back.
func (f *Fleet) Away(away bool) {
	if !away {
		f.Store.Fail(nil)
		return
	}
	f.Store.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Before })
	f.Store.Cut()
}

// Publisher publishes as somebody elsewhere does.
func (f *Fleet) Publisher(by string) *release.Publisher {
	return &release.Publisher{Store: f.entries, By: by}
}

// publish makes a release of files in a directory. With a percentage it becomes a canary.
func (f *Fleet) publish(by, message, dir string, percent int) *release.Release {
	f.t.Helper()
	r, err := f.Publisher(by).Publish(f.t.Context(), f.pack(dir), release.Release{
		Message: message, Checks: &release.Checks{Warnings: 1, Expectations: 1},
	}, percent)
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

func (f *Fleet) pack(dir string) *release.Bundle {
	f.t.Helper()
	read, found := files.New([]string{dir}).Fetch(f.t.Context())
	if found.Refused() {
		f.t.Fatal(found)
	}
	b, err := release.Pack(read, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	return b
}

// stage has somebody elsewhere stage files, and wait for the replicas, until the test calls
// what it returns.
func (f *Fleet) stage(by, message, dir string) (end func()) {
	f.t.Helper()
	ctx, cancel := context.WithCancel(f.t.Context())
	bundle, staged, ended := f.pack(dir), make(chan struct{}), make(chan struct{})
	p := f.Publisher(by)
	p.Told = func(s release.Step) {
		if s.What == release.StepStaged {
			close(staged)
		}
	}
	go func() {
		defer close(ended)
		if _, err := p.Publish(ctx, bundle, release.Release{Message: message}, 0); err == nil {
			f.t.Error("nobody kept the publisher waiting")
		}
	}()
	select {
	case <-staged:
	case <-ended:
	}
	return func() { cancel(); <-ended }
}

// Live returns what is live; nil for nothing.
func (f *Fleet) Live() *release.Live {
	f.t.Helper()
	status, err := release.ReadStatus(f.t.Context(), f.entries, release.Trust{})
	if err != nil {
		f.t.Fatal(err)
	}
	return status.Live
}

// Beat has a replica tell something, whatever it told before.
func (f *Fleet) Beat(beat release.Beat) {
	f.t.Helper()
	if err := f.write(f.t.Context(), beat); err != nil {
		f.t.Fatal(err)
	}
}

// Garble has a replica tell what nobody can read.
func (f *Fleet) Garble(name string) {
	f.t.Helper()
	if err := f.entries.Put(f.t.Context(), release.ReplicaKey(name), []byte("no beat")); err != nil {
		f.t.Fatal(err)
	}
}

func (f *Fleet) write(ctx context.Context, beat release.Beat) error {
	data, err := release.Encode(&beat, release.Signers{})
	if err != nil {
		return err
	}
	return f.entries.Put(ctx, release.ReplicaKey(beat.Replica), data)
}
