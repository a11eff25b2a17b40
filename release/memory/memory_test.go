package memory

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
	"nlgserver/release/storetest"
)

func TestStore(t *testing.T) {
	storetest.Test(t, func(*testing.T) func() release.Store {
		first := New()
		return func() release.Store { return first.Handle() }
	}, storetest.Options{})
}

// TestAge checks it against a clock that stands still.
func TestAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New()
		if err := s.Put(t.Context(), release.LiveKey, nil); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		e, err := s.Get(t.Context(), release.LiveKey, "")
		if err != nil || e.Age != time.Hour {
			t.Errorf("%v, %v", e.Age, err)
		}
	})
}

// TestClosed checks that a closed handle is of no use, and harms no other one.
func TestClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New()
		other := s.Handle()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		ended := make(chan error, 1)
		go func() { ended <- s.Watch(ctx, "", func() {}, nil) }()
		synctest.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; err == nil {
			t.Error("a watch outlives its store")
		}
		if err := s.Put(ctx, release.LiveKey, nil); err == nil {
			t.Error("a closed store takes entries")
		}
		if err := other.Put(ctx, release.LiveKey, nil); err != nil {
			t.Error(err)
		}
	})
}
