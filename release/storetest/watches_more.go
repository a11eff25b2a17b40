package storetest

import (
	"context"
	"strconv"
	"sync"
	"time"

	"nlgserver/release"
)

// watchBurst checks that the last of many changes is told, whatever is told of the others.
func watchBurst(s *suite) {
	a, b := s.two()
	w := s.watch(a, release.StagedKey)
	for burst := range 3 {
		last := strconv.Itoa(burst) + " last"
		var all sync.WaitGroup
		all.Go(func() {
			for i := range 5 * s.Rounds {
				if err := b.Put(s.ctx, release.StagedKey, []byte(strconv.Itoa(i))); err != nil {
					s.Error(err)
					return
				}
			}
			if err := b.Put(s.ctx, release.StagedKey, []byte(last)); err != nil {
				s.Error(err)
			}
		})
		w.follow(a, release.StagedKey, last)
		all.Wait()
	}
}

// watchPrefix checks a watch of several entries: it tells of those that come and go and of
// those that it has not read.
func watchPrefix(s *suite) {
	a, b := s.two()
	s.put(b, release.ReplicaKey("a"), "one")
	w := s.watch(a, release.ReplicasPrefix)
	s.put(b, release.ReplicaKey("b"), "one")
	w.follow(a, release.ReplicaKey("b"), "one")
	s.put(b, release.ReplicaKey("a"), "two")
	w.follow(a, release.ReplicaKey("a"), "two")
	if err := b.Delete(s.ctx, release.ReplicaKey("a")); err != nil {
		s.Fatal(err)
	}
	for {
		w.wait("an entry is deleted")
		if found, err := a.List(s.ctx, release.ReplicasPrefix); err == nil && len(found) == 1 {
			break
		}
	}
	everything := s.watch(a, "")
	s.put(b, release.MoveKey(1), "one")
	everything.follow(a, release.MoveKey(1), "one")
	s.put(b, release.LiveKey, "one")
	everything.follow(a, release.LiveKey, "one")
}

// watchTwice checks that watches of one handle do not disturb each other, and that one
// goes on after the other.
func watchTwice(s *suite) {
	a, b := s.two()
	live, staged := s.watch(a, release.LiveKey), s.watch(a, release.StagedKey)
	also := s.watch(b, release.LiveKey)
	s.put(b, release.LiveKey, "one")
	s.put(b, release.StagedKey, "one")
	staged.follow(a, release.StagedKey, "one")
	live.follow(a, release.LiveKey, "one")
	also.follow(b, release.LiveKey, "one")
	staged.end()
	s.put(a, release.LiveKey, "two")
	live.follow(a, release.LiveKey, "two")
	also.follow(b, release.LiveKey, "two")
}

// watchAlive checks that a watch says that the store answers, also if nothing changes.
func watchAlive(s *suite) {
	if s.Idle {
		s.Skip("the watch is silent while nothing changes")
	}
	w := s.watch(s.handle(), release.LiveKey)
	begun := w.heard.Load()
	s.until("the store is heard again", func() bool { return w.heard.Load() > begun })
}

// watchEnded checks that a watch ends with its context, and needs nobody who hears.
func watchEnded(s *suite) {
	a := s.handle()
	ctx, cancel := context.WithCancel(s.ctx)
	active, ended := make(chan struct{}), make(chan error, 1)
	var once sync.Once
	go func() { ended <- a.Watch(ctx, "", func() { once.Do(func() { close(active) }) }, nil) }()
	select {
	case <-active:
	case err := <-ended:
		s.Fatalf("it has not begun: %v", err)
	case <-time.After(s.Patience):
		s.Fatal("it does not begin")
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			s.Error(err)
		}
	case <-time.After(s.Patience):
		s.Fatal("it does not end")
	}
	if err := a.Watch(ctx, "", func() {}, nil); err != nil {
		s.Errorf("in a context that has ended: %v", err)
	}
	s.put(a, release.LiveKey, "one")
}
