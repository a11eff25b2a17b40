package dir

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/release"
)

// TestReplacedDirectory checks that a watch sees what is in a directory that has taken the
// place of the store, such as a backup, and goes on while there is none.
func TestReplacedDirectory(t *testing.T) {
	parent := t.TempDir()
	path, backup := filepath.Join(parent, "store"), filepath.Join(parent, "backup")
	put(t, openAt(t, backup, Options{}), release.LiveKey, "two")
	s := openAt(t, path, Options{Poll: time.Millisecond})
	put(t, s, release.LiveKey, "one")
	told := make(chan struct{}, 1)
	var heard atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- s.Watch(ctx, release.LiveKey, func() {
			select {
			case told <- struct{}{}:
			default:
			}
		}, func() { heard.Add(1) })
	}()
	<-told
	if err := os.Rename(path, filepath.Join(parent, "old")); err != nil {
		t.Skip(err)
	}
	_, err := s.Get(t.Context(), release.LiveKey, "")
	if err == nil || errors.Is(err, release.ErrNotFound) {
		t.Errorf("a store that is away counts as empty: %v", err)
	}
	if err := os.Rename(backup, path); err != nil {
		t.Fatal(err)
	}
	for deadline := time.After(time.Minute); ; {
		select {
		case <-told:
		case <-deadline:
			t.Fatal("the new directory is not seen")
		}
		if e, err := s.Get(t.Context(), release.LiveKey, ""); err == nil && string(e.Data) == "two" {
			break
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestPolling checks that changes are found where the system tells of none.
func TestPolling(t *testing.T) {
	s := openAt(t, t.TempDir(), Options{Poll: time.Millisecond})
	told := make(chan struct{}, 1)
	w := &watch{store: s, changed: func(string) {
		select {
		case told <- struct{}{}:
		default:
		}
	}, heard: func() {}}
	if err := w.look(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	<-told
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx)
	}()
	for _, text := range []string{"one", "two"} {
		put(t, s, release.LiveKey, text)
		select {
		case <-told:
		case <-time.After(time.Minute):
			t.Fatal("nothing is told")
		}
	}
	cancel()
	<-ended
}

// TestWatchOfNothing checks that a watch of a store that is not there does not begin.
func TestWatchOfNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s := openAt(t, path, Options{})
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := s.Watch(t.Context(), "", func() { t.Error("called") }, nil); err == nil {
		t.Error("no error")
	}
}

// TestWatchFault checks that a fault of the watcher is told once.
func TestWatchFault(t *testing.T) {
	n := 0
	s := openAt(t, t.TempDir(), Options{OnWatchError: func(error) { n++ }})
	w := &watch{store: s, failed: errors.New("too many open files")}
	w.tellFault()
	w.tellFault()
	if n != 1 {
		t.Errorf("told %d times", n)
	}
}
