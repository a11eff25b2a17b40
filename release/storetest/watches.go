package storetest

import (
	"context"
	"sync/atomic"
	"time"

	"nlgserver/release"
)

// watching is a watch that goes on.
type watching struct {
	*suite
	cancel context.CancelFunc
	// told has room for one value: something may have changed.
	told  chan struct{}
	heard atomic.Int64
	ended chan error
}

// watch begins a watch, and waits until it is active.
func (s *suite) watch(h release.Store, prefix string) *watching {
	s.Helper()
	ctx, cancel := context.WithCancel(s.ctx)
	w := &watching{suite: s, cancel: cancel, told: make(chan struct{}, 1), ended: make(chan error, 1)}
	go func() {
		w.ended <- h.Watch(ctx, prefix, func() {
			select {
			case w.told <- struct{}{}:
			default:
			}
		}, func() { w.heard.Add(1) })
	}()
	s.Cleanup(w.end)
	w.wait("the watch is active")
	return w
}

// wait waits until something is told.
func (w *watching) wait(what string) {
	w.Helper()
	select {
	case <-w.told:
	case err := <-w.ended:
		w.ended <- err
		w.Fatalf("%s: the watch has ended: %v", what, err)
	case <-time.After(w.Patience):
		w.Fatalf("%s: nothing was told", what)
	}
}

// end ends the watch, which must be without an error. It may be called again.
func (w *watching) end() {
	w.Helper()
	w.cancel()
	select {
	case err := <-w.ended:
		if err != nil {
			w.Errorf("the watch ended: %v", err)
		}
		w.ended <- nil
	case <-time.After(w.Patience):
		w.Error("the watch does not end with its context")
	}
}

// follow reads an entry each time that the watch tells something, until it has the data.
func (w *watching) follow(h release.Store, key, data string) {
	w.Helper()
	for {
		w.wait(key + " is " + data)
		e, err := h.Get(w.ctx, key, "")
		if err == nil && string(e.Data) == data {
			return
		}
	}
}

// until looks again and again until a condition holds.
func (s *suite) until(what string, holds func() bool) {
	s.Helper()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	patience := time.After(s.Patience)
	for !holds() {
		select {
		case <-look.C:
		case <-patience:
			s.Fatalf("never: %s", what)
		}
	}
}

func watch(s *suite) {
	a, b := s.two()
	w := s.watch(a, release.LiveKey)
	if w.heard.Load() == 0 {
		s.until("a watch that is active has heard of the store", func() bool { return w.heard.Load() > 0 })
	}
	one := s.set(b, release.LiveKey, "one", "")
	w.follow(a, release.LiveKey, "one")
	s.set(b, release.LiveKey, "two", one)
	w.follow(a, release.LiveKey, "two")
	s.set(a, release.LiveKey, "three", s.has(a, release.LiveKey, "two", ""))
	w.follow(a, release.LiveKey, "three")
	s.put(b, release.LiveKey, "four")
	w.follow(a, release.LiveKey, "four")
	if err := b.Delete(s.ctx, release.LiveKey); err != nil {
		s.Fatal(err)
	}
	for {
		w.wait("the entry is deleted")
		if _, err := a.Get(s.ctx, release.LiveKey, ""); err != nil {
			break
		}
	}
	s.put(b, release.LiveKey, "five")
	w.follow(a, release.LiveKey, "five")
}
