package reload_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source/files"
	"nlgserver/server/internal/reload"

	"pgregory.net/rapid"
)

// live is content on disk as it is served: a source, a watch and a loop, with
// the texts of all files instead of a catalog.
type live struct {
	*reload.Loop[[]content.File, string, diag.List]
}

// whole matches a good file. Half of one does not match.
var whole = regexp.MustCompile(`^say\([^()]*\)$`)

// serve makes the paths live until the test ends. A debounce of 0 is the real
// one.
func serve(t testing.TB, debounce time.Duration, paths ...string) live {
	t.Helper()
	src := files.New(paths)
	loop := reload.New(reload.Config[[]content.File, string, diag.List]{
		Debounce: debounce, Poll: -1,
		Fetch: func(ctx context.Context) (reload.Fetched[[]content.File, diag.List], error) {
			got, found := src.Fetch(ctx)
			fetched := reload.Fetched[[]content.File, diag.List]{Content: got, Version: content.Version(got), Details: found}
			if found.Refused() {
				return fetched, errors.New("cannot be read")
			}
			return fetched, nil
		},
		Compile: func(_ context.Context, f reload.Fetched[[]content.File, diag.List]) (*string, diag.List, error) {
			texts := make([]string, len(f.Content))
			for i, file := range f.Content {
				if !whole.Match(file.Data) {
					return nil, f.Details, fmt.Errorf("%s: %q is not whole", file.Path, file.Data)
				}
				texts[i] = string(file.Data)
			}
			text := strings.Join(texts, " ")
			return &text, f.Details, nil
		},
	})
	ctx, cancel := context.WithCancel(context.Background())
	watching := make(chan struct{})
	ready := sync.OnceFunc(func() { close(watching) })
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := loop.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	wg.Go(func() {
		err := src.Watch(ctx, func() { ready(); loop.Poke("watch") })
		if err != nil {
			t.Errorf("Watch: %v", err)
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
	<-watching
	return live{loop}
}

func (l live) text() string {
	if text := l.Holder().Load(); text != nil {
		return *text
	}
	return ""
}

func (l live) reload(t rapid.TB) reload.Attempt[[]content.File, diag.List] {
	t.Helper()
	a, err := l.Reload(context.Background(), "test")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// await waits until the text is served, and returns how long that took.
func (l live) await(t testing.TB, want string) time.Duration {
	t.Helper()
	began := time.Now()
	for l.text() != want {
		if time.Since(began) > 10*time.Second {
			t.Fatalf("serves %q, want %q; %+v", l.text(), want, l.Status().Last)
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(began)
}

// TestSaveToServed measures the time from the last byte of a save until it is
// served. The median counts, so that one pause of the machine does not decide.
func TestSaveToServed(t *testing.T) {
	const limit = 300 * time.Millisecond
	for _, tc := range []struct {
		name string
		tree map[string]string
		save func(t *testing.T, dir, text string)
	}{
		{
			"editor-style rename",
			map[string]string{"a.yml": "say(0)"},
			func(t *testing.T, dir, text string) { mustDo(t, renameOver(filepath.Join(dir, "a.yml"), text)) },
		},
		{
			"write in place in two halves",
			map[string]string{"a.yml": "say(0)"},
			func(t *testing.T, dir, text string) {
				f, err := os.Create(filepath.Join(dir, "a.yml"))
				mustDo(t, err)
				_, err = f.WriteString(text[:len(text)/2])
				mustDo(t, err)
				time.Sleep(80 * time.Millisecond) // outlasts the debounce: the half is seen
				_, err = f.WriteString(text[len(text)/2:])
				mustDo(t, err, f.Close())
			},
		},
		{
			"..data swap",
			map[string]string{"..v0/a.yml": "say(0)", "..data": "-> ..v0", "a.yml": "-> ..data/a.yml"},
			func(t *testing.T, dir, text string) {
				old, err := os.Readlink(filepath.Join(dir, "..data"))
				mustDo(t, err)
				next := "..v" + strings.Trim(text, "say()")
				mustDo(t, os.Mkdir(filepath.Join(dir, next), 0o755), os.WriteFile(filepath.Join(dir, next, "a.yml"), []byte(text), 0o644))
				mustDo(t, pointLink(filepath.Join(dir, "..data"), next), os.RemoveAll(filepath.Join(dir, old)))
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := tree(t, tc.tree)
			l := serve(t, 0, dir)
			l.await(t, "say(0)")
			var took []time.Duration
			for i := range 5 {
				text := fmt.Sprintf("say(%d)", i+1)
				tc.save(t, dir, text)
				took = append(took, l.await(t, text))
			}
			slices.Sort(took)
			t.Logf("took %v", took)
			if median := took[len(took)/2]; median >= limit {
				t.Errorf("the median of %v is not under %v", took, limit)
			}
		})
	}
}

// TestFaultsKeepLastGood breaks the content in every way that does not need
// another user, and fixes it again.
func TestFaultsKeepLastGood(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"half a file":           func(dir string) error { return os.WriteFile(filepath.Join(dir, "b.yml"), []byte("say("), 0o644) },
		"an empty file":         func(dir string) error { return os.Truncate(filepath.Join(dir, "b.yml"), 0) },
		"50 MB":                 func(dir string) error { return os.Truncate(filepath.Join(dir, "b.yml"), 50<<20) },
		"no directory":          os.RemoveAll,
		"an empty directory":    func(dir string) error { return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755)) },
		"a file instead":        func(dir string) error { return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o644)) },
		"a link in a circle":    func(dir string) error { return os.Symlink("c", filepath.Join(dir, "c")) },
		"a directory in itself": func(dir string) error { return os.Symlink("..", filepath.Join(dir, "c")) },
		"a link to nowhere":     func(dir string) error { return os.Symlink("gone", filepath.Join(dir, "c.yml")) },
		"a device":              func(dir string) error { return os.Symlink(os.DevNull, filepath.Join(dir, "c.yml")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "content")
			// Both files come at once: one alone is content too, and would go live.
			fix := func() {
				fresh := filepath.Join(filepath.Dir(dir), "fresh")
				mustDo(t, os.Mkdir(fresh, 0o755))
				mustDo(t, os.WriteFile(filepath.Join(fresh, "a.yml"), []byte("say(a)"), 0o644), os.WriteFile(filepath.Join(fresh, "b.yml"), []byte("say(b)"), 0o644))
				mustDo(t, os.RemoveAll(dir), os.Rename(fresh, dir))
			}
			fix()
			l := serve(t, 0, dir)
			l.reload(t)

			mustDo(t, spoil(dir))
			began := time.Now()
			a := l.reload(t)
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if a.Result != reload.Rejected || a.Err == nil || l.text() != "say(a) say(b)" || !l.Status().Stale {
				t.Errorf("%+v; serves %q", a, l.text())
			}
			fix()
			for began = time.Now(); l.Status().Stale; time.Sleep(time.Millisecond) {
				if time.Since(began) > time.Minute {
					t.Fatal("the watch does not find the fix")
				}
			}
			if st := l.Status(); l.text() != "say(a) say(b)" || st.Changed != 1 {
				t.Errorf("serves %q, %+v", l.text(), st)
			}
		})
	}
}
