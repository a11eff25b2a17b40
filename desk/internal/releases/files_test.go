package releases_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/desk/internal/releases"
	"nlgserver/release"
	"nlgserver/release/storetest"
)

// text returns the text of the only file of a release.
func (f *fixture) text(number int) string {
	f.Helper()
	got, err := f.desk.Files(f.Context(), number)
	if err != nil || len(got) != 1 || got[0].Path != "a.yml" {
		f.Fatalf("%+v, %v", got, err)
	}
	return string(got[0].Data)
}

// parent returns the parent of a release.
func (f *fixture) parent(number int) int {
	f.Helper()
	parent, err := f.desk.Parent(f.Context(), number)
	if err != nil {
		f.Fatal(err)
	}
	return parent
}

func TestFiles(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		none := func(number int) {
			t.Helper()
			if _, err := f.desk.Files(t.Context(), number); !errors.Is(err, release.ErrNotFound) {
				t.Error(err)
			}
			if _, err := f.desk.Parent(t.Context(), number); !errors.Is(err, release.ErrNotFound) {
				t.Error(err)
			}
		}
		none(0)
		none(1)
		f.publish("one", 0)
		f.publish("two", 0)
		f.publish("three", 10)
		f.until("a canary", func(n *releases.Now) bool { return n.Live != nil && n.Live.Canary != nil })
		if f.parent(3) != 2 || f.parent(1) != 0 || f.parent(0) != 1 {
			t.Errorf("%d %d %d", f.parent(3), f.parent(1), f.parent(0))
		}
		if got := f.text(1) + " " + f.text(3) + " " + f.text(0); got != "one three two" {
			t.Error(got)
		}
		none(4)
		// What was read is there while the store is away, and who asks for something else is
		// told so.
		f.faulty.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Before })
		if got := f.text(1) + " " + f.text(0); got != "one two" || f.parent(3) != 2 {
			t.Error(got)
		}
		if _, err := f.desk.Files(t.Context(), 4); err == nil || errors.Is(err, release.ErrNotFound) {
			t.Error(err)
		}
	})
}

// TestBeforeTheFirstLook: what is live is asked for if it is not known yet.
func TestBeforeTheFirstLook(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.desk = releases.New(releases.Config{Store: f.store})
		if _, err := f.desk.Files(t.Context(), 0); !errors.Is(err, release.ErrNotFound) {
			t.Error(err)
		}
		f.publish("one", 0)
		if got := f.text(0); got != "one" {
			t.Error(got)
		}
	})
}

// TestRestored: a store that was restored from an older copy gives its numbers again.
func TestRestored(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.publish("one", 0)
		live, err := f.store.Get(t.Context(), release.LiveKey, "")
		if err != nil {
			t.Fatal(err)
		}
		f.publish("two", 0)
		f.until("two", func(n *releases.Now) bool { return n.Live != nil && n.Live.Release == 2 })
		if got := f.text(2); got != "two" {
			t.Error(got)
		}
		for _, key := range []string{release.RecordKey(2), release.MoveKey(1)} {
			if err := f.store.Delete(t.Context(), key); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.store.Put(t.Context(), release.LiveKey, live.Data); err != nil {
			t.Fatal(err)
		}
		f.until("restored", func(n *releases.Now) bool { return n.Live.Release == 1 })
		f.publish("another two", 0)
		if got := f.text(2); got != "another two" {
			t.Error(got)
		}
	})
}

// asking is a log of somebody who asks when the desk says something.
type asking struct {
	slog.Handler
	asks func(text string)
}

func (a asking) Enabled(context.Context, slog.Level) bool { return true }

func (a asking) Handle(_ context.Context, said slog.Record) error {
	a.asks(said.Message)
	return nil
}

// TestRestoredAtOnce: whoever can know that a store was restored gets the files that it has
// now, also in the moment in which the desk says that it is back.
func TestRestoredAtOnce(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		var live *releases.Live
		var got string
		f.desk = releases.New(releases.Config{Store: f.faulty, Log: slog.New(asking{asks: func(text string) {
			if now := f.desk.Now(); strings.HasSuffix(text, "answers") && now.Live != nil {
				live, got = now.Live, f.text(1)
			}
		}})})
		ctx, stop := context.WithCancel(t.Context())
		var ended sync.WaitGroup
		ended.Go(func() { f.desk.Run(ctx) })
		defer ended.Wait()
		defer stop()
		f.publish("one", 0)
		f.publish("two", 0)
		f.until("two", func(n *releases.Now) bool { return n.Live != nil && n.Live.Release == 2 })
		if got := f.text(1); got != "one" {
			t.Error(got)
		}
		f.faulty.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Before })
		f.until("away", func(n *releases.Now) bool { return !n.Reachable })
		for _, key := range []string{release.LiveKey, release.RecordKey(1), release.RecordKey(2), release.MoveKey(1), release.MoveKey(2)} {
			if err := f.store.Delete(t.Context(), key); err != nil && !errors.Is(err, release.ErrNotFound) {
				t.Fatal(err)
			}
		}
		f.publish("another one", 0)
		f.faulty.Fail(nil)
		f.until("back", func(n *releases.Now) bool { return n.Reachable })
		if live == nil || live.Sequence != 1 || got != "another one" {
			t.Errorf("%+v says %q", live, got)
		}
	})
}

// TestBroken: a bundle that is not what its release says is not given to anybody.
func TestBroken(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		one := f.publish("one", 0)
		if err := f.store.Put(t.Context(), release.BundleKey(one.Bundle), []byte("garbage")); err != nil {
			t.Fatal(err)
		}
		if _, err := f.desk.Files(t.Context(), 1); err == nil || as[*release.BundleError](t, err) == nil {
			t.Error(err)
		}
	})
}

// TestHangingReaders: whoever waits for a store that hangs keeps nobody else from what is
// known, and does not wait for ever.
func TestHangingReaders(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.publish("one", 0)
		f.publish("two", 0)
		f.until("two", func(n *releases.Now) bool { return n.Live != nil && n.Live.Release == 2 })
		f.text(2)
		f.faulty.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Hang })
		var hanging sync.WaitGroup
		for range 10 {
			hanging.Go(func() {
				if _, err := f.desk.Files(t.Context(), 1); err == nil {
					t.Error("it has got what hangs")
				}
			})
			hanging.Go(func() {
				if _, err := f.desk.List(t.Context(), 0, 10); err == nil {
					t.Error("it has got what hangs")
				}
			})
		}
		began := time.Now()
		if f.text(2) != "two" || f.text(0) != "two" || f.desk.Now().Live.Release != 2 || time.Since(began) > 0 {
			t.Errorf("it took %s", time.Since(began))
		}
		hanging.Wait()
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("they have waited for %s", took)
		}
	})
}
