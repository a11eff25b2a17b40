package files_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"nlgserver/internal/source/files"
)

func wantNoPoke(t *testing.T, pokes <-chan struct{}, after string) {
	t.Helper()
	select {
	case <-pokes:
		t.Errorf("a poke after: %s", after)
	case <-time.After(200 * time.Millisecond):
	}
}

// TestWatchesConcern changes what one content, two, or none of them has.
func TestWatchesConcern(t *testing.T) {
	root := tree(t, map[string]string{"a/x.yml": "1", "a/sub/x.yml": "1", "b/x.yml": "1", "log/": ""})
	var watches files.Watches
	pokes := map[string]<-chan struct{}{}
	for _, name := range []string{"a", "a/sub", "a/sub/x.yml", "b"} {
		pokes[name] = watch(t, &watches, root, name)
	}
	for _, p := range pokes {
		rest(p)
	}
	// Events come in their order, so that after this one all were told.
	marked := watch(t, &watches, root, "log")
	mark := func(after string) {
		mustDo(t, os.WriteFile(filepath.Join(root, "log/x.yml"), []byte(after), 0o644))
		wantPoke(t, marked, "the mark after "+after)
	}
	for _, tc := range []struct {
		file string
		want []string
	}{
		{"b/x.yml", []string{"b"}},
		{"a/x.yml", []string{"a"}},
		{"a/sub/x.yml", []string{"a", "a/sub", "a/sub/x.yml"}},
		{"a/sub/new.yml", []string{"a", "a/sub"}},
		{"c.yml", nil},
	} {
		mustDo(t, os.WriteFile(filepath.Join(root, tc.file), []byte("2"), 0o644))
		wanted := map[string]bool{}
		for _, name := range tc.want {
			wanted[name] = true
			wantPoke(t, pokes[name], "write "+tc.file)
		}
		mark(tc.file)
		for name, p := range pokes {
			if !wanted[name] && len(p) > 0 {
				t.Errorf("a poke of %s after: write %s", name, tc.file)
			}
		}
	}
}

// TestWatchesLeave ends the watch of one content after the other. Those that stay
// notice their changes.
func TestWatchesLeave(t *testing.T) {
	root := tree(t, map[string]string{"a/x.yml": "1", "a/sub/x.yml": "1"})
	var watches files.Watches
	given := []string{"a", ".", "a", "a/sub", "a/sub"}
	var (
		pokes []<-chan struct{}
		ends  []func()
	)
	for _, g := range given {
		p, end := watchUntil(t, &watches, root, g)
		pokes, ends = append(pokes, p), append(ends, end)
	}
	for i := range given {
		ends[i]()
		rest(pokes[i])
		mustDo(t, os.WriteFile(filepath.Join(root, "a/sub/x.yml"), []byte("2"), 0o644))
		for _, p := range pokes[i+1:] {
			wantPoke(t, p, fmt.Sprintf("%s has left", given[i]))
		}
		wantNoPoke(t, pokes[i], "its end")
	}
	again := watch(t, &watches, root, "a") // by a new watcher of the system
	mustDo(t, os.WriteFile(filepath.Join(root, "a/x.yml"), []byte("3"), 0o644))
	wantPoke(t, again, "write a/x.yml")
}

// TestWatchesComeAndGo changes a content while others with the same directories come
// and go.
func TestWatchesComeAndGo(t *testing.T) {
	root := tree(t, map[string]string{"a/x.yml": "1", "a/sub/x.yml": "1"})
	var watches files.Watches
	pokes := watch(t, &watches, root, "a")
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for _, g := range []string{"a", ".", "a/sub", "a/sub/x.yml"} {
		src := files.New([]string{filepath.Join(root, g)}).With(files.Options{Watches: &watches})
		wg.Go(func() {
			for ctx.Err() == nil {
				once, leave := context.WithCancel(ctx)
				if err := src.Watch(once, leave); err != nil {
					t.Errorf("Watch: %v", err)
				}
				leave()
			}
		})
	}
	for i := range 15 {
		name := filepath.Join(root, "a/sub/x.yml")
		if i%3 == 0 {
			name = filepath.Join(root, "a", fmt.Sprint("new", i), "x.yml")
			mustDo(t, os.Mkdir(filepath.Dir(name), 0o755))
			wantPoke(t, pokes, "mkdir "+name)
		}
		mustDo(t, os.WriteFile(name, fmt.Append(nil, i), 0o644))
		wantPoke(t, pokes, "write "+name)
	}
}

// TestWatchesSlow has a content that does not return from its first poke. Another
// notices each change meanwhile, and the slow one that there were some.
func TestWatchesSlow(t *testing.T) {
	root := tree(t, map[string]string{"x.yml": "1"})
	var watches files.Watches
	hold, slow := make(chan struct{}), make(chan struct{}, 1000)
	letGo := sync.OnceFunc(func() { close(hold) })
	src := files.New([]string{root}).With(files.Options{Watches: &watches})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	t.Cleanup(wg.Wait)
	t.Cleanup(cancel)
	t.Cleanup(letGo)
	wg.Go(func() {
		if err := src.Watch(ctx, func() { slow <- struct{}{}; <-hold }); err != nil {
			t.Errorf("Watch: %v", err)
		}
	})
	<-slow
	pokes := watch(t, &watches, root, ".")
	rest(pokes)
	for i := range 10 {
		for range 100 {
			mustDo(t, renameOver(filepath.Join(root, "x.yml"), fmt.Sprint(i)))
		}
		mustDo(t, os.MkdirAll(filepath.Join(root, "sub", fmt.Sprint(i)), 0o755))
		wantPoke(t, pokes, "renames")
	}
	wantNoPoke(t, slow, "nothing, because it is held")
	letGo()
	wantPoke(t, slow, "it is let go")
	mustDo(t, os.WriteFile(filepath.Join(root, "sub/9/x.yml"), []byte("2"), 0o644))
	wantPoke(t, slow, "write sub/9/x.yml")
}

// TestWatchesSwapped swaps the parents of two directories, which keep their own
// watches, and then changes both and lets them go.
func TestWatchesSwapped(t *testing.T) {
	eachWay(t, func(t *testing.T, watches *files.Watches) {
		root := tree(t, map[string]string{"blue/now/d/x.yml": "1", "green/now/d/x.yml": "1"})
		at := func(name string) string { return filepath.Join(root, name) }
		both, end := watchUntil(t, watches, root, "blue/now/d", "green/now/d", "blue", "green")
		blue := watch(t, watches, root, "blue/now/d")
		green := watch(t, watches, root, "green/now/d")
		contents := []<-chan struct{}{both, blue, green}
		for _, pokes := range contents {
			rest(pokes)
		}
		for range 2 {
			mustDo(t, os.Rename(at("blue/now"), at("old")), os.Rename(at("green/now"), at("blue/now")), os.Rename(at("old"), at("green/now")))
			for _, pokes := range contents {
				wantPoke(t, pokes, "swap")
			}
			mustDo(t, os.WriteFile(at("blue/now/d/x.yml"), []byte("2"), 0o644))
			wantPoke(t, both, "write blue")
			wantPoke(t, blue, "write blue")
			mustDo(t, os.WriteFile(at("green/now/d/x.yml"), []byte("2"), 0o644))
			wantPoke(t, both, "write green")
			wantPoke(t, green, "write green")
		}
		end()
		mustDo(t, os.WriteFile(at("blue/now/d/x.yml"), []byte("3"), 0o644), os.WriteFile(at("green/now/d/x.yml"), []byte("3"), 0o644))
		wantPoke(t, blue, "write blue, alone")
		wantPoke(t, green, "write green, alone")
	})
}
