package hub

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/release"
	"nlgserver/release/dir"
)

// TestBeats checks that the beats of many replicas, written at the hub or into its directory,
// do not make those look who wait for what is live, and that what is live does.
func TestBeats(t *testing.T) {
	const waiting, beats = 100, 200
	root := t.TempDir()
	h, err := New(Config{Dir: root})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	send := func(method, path, body string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost/bot/"+path, strings.NewReader(body))
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	if w := send(http.MethodPut, release.LiveKey, "one"); w.Code != http.StatusNoContent {
		t.Fatal(w.Code)
	}
	paths := []string{release.LiveKey, "?prefix=live"}
	var group sync.WaitGroup
	begun := h.looks.Load()
	for i := range waiting {
		path := paths[i%len(paths)]
		tag := send(http.MethodGet, path, "").Header().Get("ETag")
		group.Go(func() {
			if w := send(http.MethodGet, path, "", "If-None-Match", tag, "Prefer", "wait=60"); w.Code != http.StatusOK || w.Header().Get("ETag") == tag {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		})
	}
	until(t, "all wait", func() bool { return h.looks.Load() >= begun+2*waiting })
	begun = h.looks.Load()
	store, err := dir.Open(t.Context(), filepath.Join(root, "bot"), dir.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range beats {
		key := release.ReplicaKey(fmt.Sprint(i % 10))
		if i%2 == 0 {
			if w := send(http.MethodPut, key, fmt.Sprint(i)); w.Code != http.StatusNoContent {
				t.Fatal(w.Code)
			}
		} else if err := store.Put(t.Context(), key, fmt.Append(nil, i)); err != nil {
			t.Fatal(err)
		}
	}
	// When the watch begins, it tells everybody once.
	if looks := h.looks.Load() - begun; looks > waiting {
		t.Errorf("%d beats made %d who wait for what is live look %d times", beats, waiting, looks)
	}
	if w := send(http.MethodPut, release.LiveKey, "two"); w.Code != http.StatusNoContent {
		t.Fatal(w.Code)
	}
	group.Wait()
	a, err := h.find("bot", 0)
	if err != nil || len(a.waiters) > 0 {
		t.Errorf("%d wait, %v", len(a.waiters), err)
	}
}

// until waits until something holds.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatalf("not in a minute: %s", what)
		case <-time.After(time.Millisecond):
		}
	}
}

// TestTell checks who is told of what, and that any number of changes is one to look at.
func TestTell(t *testing.T) {
	a := newAssistant(nil)
	beat := release.ReplicaKey("a")
	all := map[string]*waiter{}
	for _, what := range []string{"", release.LiveKey, release.ReplicasPrefix, beat, release.ReplicaKey("b"), release.RecordKey(1)} {
		all[what] = a.wait(what)
	}
	for what, told := range map[string][]string{
		"":                     {"", release.LiveKey, release.ReplicasPrefix, beat, release.ReplicaKey("b"), release.RecordKey(1)},
		release.LiveKey:        {"", release.LiveKey},
		beat:                   {"", release.ReplicasPrefix, beat},
		release.ReplicasPrefix: {"", release.ReplicasPrefix, beat, release.ReplicaKey("b")},
		release.StagedKey:      {""},
	} {
		for range 3 {
			a.tell(what)
		}
		for _, who := range told {
			if len(all[who].told) != 1 {
				t.Errorf("of %q, %q is told %d times", what, who, len(all[who].told))
			}
		}
		count := 0
		for _, w := range all {
			for ; len(w.told) > 0; count++ {
				<-w.told
			}
		}
		if count != len(told) {
			t.Errorf("of %q, %d are told, want %q", what, count, told)
		}
	}
}
