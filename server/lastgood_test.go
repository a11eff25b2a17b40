package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/source/lastgood"
)

// TestLastGood checks that a server that starts with broken content serves the
// copy of an earlier run and logs it, until the content is fixed.
func TestLastGood(t *testing.T) {
	dir := t.TempDir()
	content, name, copied := filepath.Join(dir, "content"), filepath.Join(dir, "content", "responses.yml"), filepath.Join(dir, "last-good.tar")
	if err := os.Mkdir(content, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, name, responses("first"))
	keeping := func(o *Options) { o.Paths, o.LastGood = []string{content}, copied }

	leftover := filepath.Join(dir, ".last-good.tar.tmp-123")
	write(t, leftover, "of a process that was killed")
	write(t, name, broken)
	if a, err := New(Options{Paths: []string{content}, LastGood: copied, Listen: "127.0.0.1:0"}); err != nil || a.Start(t.Context()) == nil {
		t.Errorf("starts from nothing: %v", err)
	}
	if _, err := os.Stat(leftover); runtime.GOOS != "windows" && err == nil {
		t.Error("an unfinished copy is left")
	}
	write(t, name, responses("first"))
	r := startWith(t, keeping)
	info, err := os.Stat(copied)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the copy: %v, %v", info, err)
	}
	write(t, name, responses("second"))
	r.post("/-/reload", "")
	good := r.status()
	write(t, name, broken)
	r.post("/-/reload", "")
	if s := r.status(); !s.Stale || s.FromLastGood {
		t.Errorf("rejected while running: %+v", s)
	}
	if err := r.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}

	for _, spoil := range []func(){
		func() {},
		func() {
			if err := os.RemoveAll(content); err != nil {
				t.Fatal(err)
			}
		},
	} {
		spoil()
		r = startWith(t, keeping)
		if got := r.say(); got != `{"text":"second Ann"}` {
			t.Errorf("%s", got)
		}
		s := r.status()
		if !s.Stale || !s.FromLastGood || s.Version != good.Version || s.LastAttempt.Result != "rejected" || len(s.LastAttempt.Diagnostics) == 0 {
			t.Errorf("from the copy: %+v", s)
		}
		if got := r.readyStatus(); got != 200 {
			t.Errorf("unready: %d", got)
		}
		if !strings.Contains(r.log.String(), "serving the last good copy") {
			t.Errorf("the log does not mention it:\n%s", r.log)
		}
		// A failed attempt must not touch the copy.
		if files, found := lastgood.Copy(copied).Fetch(t.Context()); len(found) > 0 || len(files) != 1 || !strings.Contains(string(files[0].Data), "second") {
			t.Errorf("the copy is now %v, %v", files, found)
		}
	}

	// The content is the same again: nothing changes, but the server is no
	// longer stale.
	if err := os.MkdirAll(content, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, name, responses("second"))
	if status, _ := r.post("/-/reload", ""); status != http.StatusOK {
		t.Error(status)
	}
	if s := r.status(); s.Stale || s.FromLastGood || s.LastAttempt.Result != "unchanged" || slices.Contains(s.LastAttempt.Triggers, TriggerLastGood) {
		t.Errorf("fixed: %+v", s)
	}
	write(t, name, responses("third"))
	r.post("/-/reload", "")
	if files, found := lastgood.Copy(copied).Fetch(t.Context()); len(found) > 0 || !strings.Contains(string(files[0].Data), "third") {
		t.Errorf("the copy is outdated: %v", found)
	}
}

// TestNoLastGood checks that without a copy that can be served, a start with
// broken content fails with its diagnostics, as without the option.
func TestNoLastGood(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content.yml"), broken)
	bad := filepath.Join(dir, "copy-of-bad")
	if err := lastgood.Copy(bad).Save(nil); err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(dir, "damaged")
	write(t, damaged, "no archive")
	for _, copied := range []string{filepath.Join(dir, "missing"), damaged, bad} {
		log := &syncBuffer{}
		a, err := New(Options{Paths: []string{filepath.Join(dir, "content.yml")}, Listen: "127.0.0.1:0", LastGood: copied, Log: slog.New(slog.NewTextHandler(log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(copied)
		err = a.Start(context.Background())
		if rejected, ok := errors.AsType[*ContentError](err); !ok || len(rejected.Diagnostics) != 1 {
			t.Errorf("%s: %v", copied, err)
		}
		if !strings.Contains(log.String(), "cannot serve the last good copy either") {
			t.Errorf("%s: %s", copied, log)
		}
		if after, _ := os.ReadFile(copied); string(after) != string(before) {
			t.Errorf("%s has been changed", copied)
		}
	}
}

// TestUnwritableCopy checks that a copy that cannot be written is logged, and has
// no other effect.
func TestUnwritableCopy(t *testing.T) {
	r := startWith(t, func(o *Options) { o.LastGood = filepath.Join(t.TempDir(), "missing", "copy") })
	if got := r.say(); got != `{"text":"good Ann"}` {
		t.Error(got)
	}
	if !strings.Contains(r.log.String(), "cannot write the last good copy") {
		t.Error(r.log)
	}
}
