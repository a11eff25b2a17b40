package server

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/storetest"
)

// flaky is a store that can be opened, and used, only while it is not away.
type flaky struct {
	store *memory.Store

	mu     sync.Mutex
	away   bool
	opened *storetest.Faulty
}

func (f *flaky) open(context.Context) (release.Store, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return nil, errors.New("no route to the store")
	}
	f.opened = storetest.NewFaulty(f.store.Handle())
	return f.opened, nil
}

// leaves makes the store go away, or come back.
func (f *flaky) leaves(away bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.away = away
	switch {
	case f.opened == nil:
	case away:
		f.opened.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Before })
		f.opened.Cut()
	default:
		f.opened.Fail(nil)
	}
}

// TestFollowWithoutStore checks that a server whose store is away starts, is not ready, tells
// why once, and comes up when the store is back; and that it serves on when it is away again.
func TestFollowWithoutStore(t *testing.T) {
	store := memory.New()
	publish(t, store, "first", 0)
	f := &flaky{store: store}
	f.leaves(true)
	r := follows(t, store, "a", func(o *Options) { o.Release.Open = f.open })
	r.eventually("the line that the store is away", func() bool { return strings.Contains(r.log.String(), "the store of releases does not answer") })
	for range 2 {
		if status, body := r.post("/-/reload", ""); status != http.StatusServiceUnavailable || !strings.Contains(body, `"store_unreachable"`) || !strings.Contains(body, "no route to the store") {
			t.Errorf("%d %s", status, body)
		}
	}
	if status := r.releaseStatus(); r.readyStatus() != http.StatusServiceUnavailable || status.Release.Store.Reachable || status.Release.Store.Error != "no route to the store" || status.Release.Store.HeardAt != nil {
		t.Errorf("%+v", status.Release)
	}
	f.leaves(false)
	if status, body := r.post("/-/reload", ""); status != http.StatusOK || !strings.Contains(body, `"changed":true`) {
		t.Errorf("%d %s", status, body)
	}
	if r.readyStatus() != http.StatusOK {
		t.Error("not ready")
	}
	f.leaves(true)
	r.eventually("the store to be away", func() bool { return r.metric("nlg_store_up") == "0" })
	if status, body := r.post("/-/reload", ""); status != http.StatusServiceUnavailable || !strings.Contains(body, `"store_unreachable"`) {
		t.Errorf("%d %s", status, body)
	}
	if got := r.say(); !strings.Contains(got, "first") {
		t.Error(got)
	}
	f.leaves(false)
	publish(t, store, "second", 0)
	if got := r.say(); !strings.Contains(got, "second") {
		t.Error(got)
	}
	r.eventually("the lines of the log", func() bool {
		log := r.log.String()
		return strings.Count(log, "does not answer") == 2 && strings.Count(log, "answers again") == 2
	})
}

// TestFollowFromLastGood checks that a server without its store starts from the copy of an
// earlier run, follows when the store is back, and never takes what is older.
func TestFollowFromLastGood(t *testing.T) {
	store, copied := memory.New(), filepath.Join(t.TempDir(), "last-good.tar")
	f := &flaky{store: store}
	keeping := func(o *Options) { o.LastGood, o.Release.Open = copied, f.open }
	r := follows(t, store, "a", keeping)
	publish(t, store, "first", 0)
	old, err := store.Get(t.Context(), release.LiveKey, "")
	if err != nil {
		t.Fatal(err)
	}
	publish(t, store, "second", 0)
	stop(t, r)

	f.leaves(true)
	r = follows(t, store, "a", keeping)
	if got := r.say(); !strings.Contains(got, "second") {
		t.Error(got)
	}
	if s := r.releaseStatus(); !s.FromLastGood || s.Release.Number != 2 || s.Release.Sequence != 2 || s.Release.Message != "say second" || s.Stale {
		t.Errorf("%+v %+v", s, s.Release)
	}
	// Somebody puts back the pointer of before.
	if err := store.Put(t.Context(), release.LiveKey, old.Data); err != nil {
		t.Fatal(err)
	}
	f.leaves(false)
	if status, body := r.post("/-/reload", ""); status != http.StatusUnprocessableEntity || !strings.Contains(body, `"reload_rejected"`) || !strings.Contains(body, "older") {
		t.Errorf("%d %s", status, body)
	}
	if got := r.say(); !strings.Contains(got, "second") {
		t.Error(got)
	}
	r.eventually("the line of the log", func() bool {
		return strings.Contains(r.log.String(), `msg="release refused" number=1`) && strings.Contains(r.log.String(), "older")
	})
	stop(t, r)

	// The copy is of another store.
	fresh := memory.New()
	publish(t, fresh, "third", 0)
	r = follows(t, fresh, "a", func(o *Options) { o.LastGood, o.Release.Store = copied, "memory:2" })
	r.eventually("what is live there", func() bool { return strings.Contains(r.say(), "third") })
	if s := r.releaseStatus(); s.FromLastGood || s.Release.Number != 1 {
		t.Errorf("%+v %+v", s, s.Release)
	}
	stop(t, r)

	// A damaged copy is as good as none.
	write(t, copied, "damaged")
	r = follows(t, fresh, "a", func(o *Options) { o.LastGood, o.Release.Store = copied, "memory:2" })
	r.eventually("what is live", func() bool { return r.statusOf("/nlg") == http.StatusOK })
	if !strings.Contains(r.log.String(), "cannot serve the last good copy") {
		t.Error(r.log)
	}
	stop(t, r)
	if info, err := os.Stat(copied + ".note"); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
}

// stop stops a server before the end of its test.
func stop(t *testing.T, r *running) {
	t.Helper()
	if err := r.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// TestFollowEnds checks that a server that follows a store leaves no goroutine, and that one
// without a store has none for it.
func TestFollowEnds(t *testing.T) {
	store := memory.New()
	publish(t, store, "first", 0)
	before := runtime.NumGoroutine()
	plain := startWith(t, func(*Options) {})
	if plain.byDefault().following != nil || plain.metric("nlg_store_up") != "" || strings.Contains(plain.get(t, "/api/v1/status"), `"release"`) {
		t.Error("a server without a store shows one")
	}
	stop(t, plain)
	r := follows(t, store, "a", nil)
	r.eventually("the release", func() bool { return r.statusOf("/nlg") == http.StatusOK })
	stop(t, r)
	http.DefaultClient.CloseIdleConnections()
	r.eventually("the end of all goroutines", func() bool { return runtime.NumGoroutine() <= before+1 })
	if beats(t, store) != 0 {
		t.Error("the store knows a server that has stopped")
	}
}
