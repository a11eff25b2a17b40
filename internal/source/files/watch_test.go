package files_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/internal/source/files"
)

// eachWay runs a test with a watcher of its own, and with one that is shared.
func eachWay(t *testing.T, test func(t *testing.T, watches *files.Watches)) {
	t.Run("own", func(t *testing.T) { test(t, nil) })
	t.Run("shared", func(t *testing.T) { test(t, &files.Watches{}) })
}

// watch starts a watch of the paths below root, and returns a channel of its
// pokes once it is in place. The watch ends with the test.
func watch(t *testing.T, watches *files.Watches, root string, given ...string) <-chan struct{} {
	t.Helper()
	pokes, _ := watchUntil(t, watches, root, given...)
	return pokes
}

// watchUntil also returns a function that ends the watch.
func watchUntil(t *testing.T, watches *files.Watches, root string, given ...string) (pokes chan struct{}, end func()) {
	t.Helper()
	paths := make([]string, len(given))
	for i, g := range given {
		paths[i] = filepath.Join(root, g)
	}
	src := files.New(paths).With(files.Options{
		FollowLinks: true, Watches: watches, OnWatchError: func(err error) { t.Errorf("watch: %v", err) },
	})
	ctx, cancel := context.WithCancel(t.Context())
	pokes = make(chan struct{}, 1000)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := src.Watch(ctx, func() { pokes <- struct{}{} }); err != nil {
			t.Errorf("Watch: %v", err)
		}
	})
	end = func() { cancel(); wg.Wait() }
	t.Cleanup(end)
	<-pokes
	return pokes, end
}

// rest waits until there are no more pokes for a while.
func rest(pokes <-chan struct{}) {
	for {
		select {
		case <-pokes:
		case <-time.After(80 * time.Millisecond):
			return
		}
	}
}

func wantPoke(t *testing.T, pokes <-chan struct{}, after string) {
	t.Helper()
	select {
	case <-pokes:
	case <-time.After(time.Minute):
		t.Fatalf("no poke after: %s", after)
	}
	rest(pokes)
}

// TestWatch makes changes one after the other; each must be noticed with the
// watches that exist after the changes before it.
func TestWatch(t *testing.T) {
	type change struct {
		name string
		do   func(at func(string) string) error
	}
	write := func(name, text string) change {
		return change{"write " + name, func(at func(string) string) error { return os.WriteFile(at(name), []byte(text), 0o644) }}
	}
	over := func(name, text string) change {
		return change{"rename over " + name, func(at func(string) string) error { return renameOver(at(name), text) }}
	}
	mkdir := func(name string) change {
		return change{"mkdir " + name, func(at func(string) string) error { return os.MkdirAll(at(name), 0o755) }}
	}
	remove := func(name string) change {
		return change{"remove " + name, func(at func(string) string) error { return os.RemoveAll(at(name)) }}
	}
	move := func(from, to string) change {
		return change{"move " + from + " to " + to, func(at func(string) string) error { return os.Rename(at(from), at(to)) }}
	}
	link := func(name, target string) change {
		return change{"link " + name + " to " + target, func(at func(string) string) error { return pointLink(at(name), target) }}
	}
	chmod := func(name string, mode os.FileMode) change {
		return change{"chmod " + name, func(at func(string) string) error { return os.Chmod(at(name), mode) }}
	}
	shared := &files.Watches{} // by all rows, and by two contents in each
	for _, tc := range []struct {
		name    string
		tree    map[string]string
		given   string
		changes []change
	}{
		{
			"files of a directory",
			map[string]string{"d/a.yml": "1"},
			"d",
			[]change{
				write("d/a.yml", "2"), over("d/a.yml", "3"), write("d/a.yml", "4"), write("d/b.yml", "1"),
				remove("d/a.yml"), move("d/b.yml", "d/c.yml"), chmod("d/c.yml", 0), move("d/c.yml", "d/c.txt"),
			},
		},
		{
			"subdirectories",
			map[string]string{"d/a.yml": "1", "far/x/y/z.yml": "1"},
			"d",
			[]change{
				mkdir("d/s"), write("d/s/b.yml", "1"), chmod("d/s", 0o700), mkdir("d/s/t/u"), write("d/s/t/u/c.yml", "1"),
				move("far/x", "d/x"), write("d/x/y/z.yml", "2"), move("d/x", "d/w"), write("d/w/y/z.yml", "3"),
				remove("d/s"), mkdir("d/s/t/u"), write("d/s/t/u/c.yml", "1"),
			},
		},
		{
			"the directory itself",
			map[string]string{"p/d/a.yml": "1"},
			"p/d",
			[]change{
				remove("p/d"), mkdir("p/d"), write("p/d/a.yml", "1"), move("p/d", "p/e"), move("p/e", "p/d"), over("p/d/a.yml", "2"),
				remove("p"), mkdir("p"), mkdir("p/d"), write("p/d/a.yml", "1"), move("p", "q"), move("q", "p"), write("p/d/a.yml", "3"),
			},
		},
		{
			"a file given by its path",
			map[string]string{"d/a.txt": "1"},
			"d/a.txt",
			[]change{write("d/a.txt", "2"), over("d/a.txt", "3"), over("d/a.txt", "4"), remove("d/a.txt"), write("d/a.txt", "5"), remove("d"), mkdir("d"), write("d/a.txt", "6")},
		},
		{
			"links",
			map[string]string{
				"d/a.yml": "-> ../far/l.txt", "far/l.txt": "-> more/one.txt", "far/more/one.txt": "1", "far/more/two.txt": "2",
				"d/s": "-> ../v/now", "v/now": "-> 1", "v/1/x.yml": "1", "v/2/x.yml": "2",
			},
			"d",
			[]change{
				write("far/more/one.txt", "2"), link("far/l.txt", "more/two.txt"), write("far/more/two.txt", "3"), remove("far/more/two.txt"), write("far/more/two.txt", "4"),
				write("v/1/x.yml", "3"), link("v/now", "2"), write("v/2/x.yml", "4"), remove("v/now"), link("v/now", "1"), over("v/1/x.yml", "5"),
			},
		},
		{
			"a directory given by a link",
			map[string]string{"now": "-> v/1", "v/1/x.yml": "1", "v/2/x.yml": "2"},
			"now",
			[]change{write("v/1/x.yml", "2"), link("now", "v/2"), write("v/2/x.yml", "3"), remove("v/2"), move("v/1", "v/2"), write("v/2/x.yml", "4")},
		},
		{
			"a mounted ConfigMap",
			map[string]string{"d/..1/x.yml": "1", "d/..2/x.yml": "2", "d/..data": "-> ..1", "d/x.yml": "-> ..data/x.yml"},
			"d",
			[]change{link("d/..data", "..2"), remove("d/..1"), link("d/..data", "..3"), mkdir("d/..3"), write("d/..3/x.yml", "3")},
		},
		{
			"a path that does not exist yet",
			nil, "a/b/c.yml",
			[]change{mkdir("a"), mkdir("a/b"), write("a/b/c.yml", "1"), write("a/b/c.yml", "2")},
		},
	} {
		run := func(t *testing.T, given ...*files.Watches) {
			t.Parallel()
			root := tree(t, tc.tree)
			var contents []<-chan struct{}
			for _, watches := range given {
				contents = append(contents, watch(t, watches, root, tc.given))
			}
			for _, pokes := range contents {
				rest(pokes)
			}
			for _, c := range tc.changes {
				mustDo(t, c.do(func(name string) string { return filepath.Join(root, name) }))
				for _, pokes := range contents {
					wantPoke(t, pokes, c.name)
				}
			}
		}
		t.Run(tc.name, func(t *testing.T) { run(t, nil) })
		t.Run(tc.name+", shared", func(t *testing.T) { run(t, shared, shared) })
	}
}

// TestWatchIgnores writes other files beside content.
func TestWatchIgnores(t *testing.T) {
	eachWay(t, func(t *testing.T, watches *files.Watches) {
		root := tree(t, map[string]string{"d/a.yml": "1", "d/server.log": "", "x.yml": "1", "y.yml": "1"})
		pokes := watch(t, watches, root, "d", "x.yml")
		rest(pokes)
		for range 10 {
			mustDo(t, os.WriteFile(filepath.Join(root, "d/server.log"), []byte("line"), 0o644), renameOver(filepath.Join(root, "y.yml"), "2"))
			_, err := os.ReadFile(filepath.Join(root, "d/a.yml"))
			mustDo(t, err)
		}
		select {
		case <-pokes:
			t.Error("a poke after logs, other files and reading")
		case <-time.After(200 * time.Millisecond):
		}
		mustDo(t, os.WriteFile(filepath.Join(root, "x.yml"), []byte("2"), 0o644))
		wantPoke(t, pokes, "write x.yml")
	})
}

// TestWatchLeaves writes to a file that a link led to before.
func TestWatchLeaves(t *testing.T) {
	eachWay(t, func(t *testing.T, watches *files.Watches) {
		root := tree(t, map[string]string{"d/s": "-> ../1", "1/x.yml": "1", "2/x.yml": "2"})
		pokes := watch(t, watches, root, "d")
		rest(pokes)
		mustDo(t, pointLink(filepath.Join(root, "d/s"), "../2"))
		wantPoke(t, pokes, "link d/s to 2")
		// The old place is left when the new one is watched.
		mustDo(t, os.WriteFile(filepath.Join(root, "2/x.yml"), []byte("3"), 0o644))
		wantPoke(t, pokes, "write 2/x.yml")
		mustDo(t, os.WriteFile(filepath.Join(root, "1/x.yml"), []byte("3"), 0o644))
		select {
		case <-pokes:
			t.Error("a poke after a write to a file that is no longer content")
		case <-time.After(200 * time.Millisecond):
		}
	})
}

// TestWatchRelative changes the working directory under a watch.
func TestWatchRelative(t *testing.T) {
	eachWay(t, func(t *testing.T, watches *files.Watches) {
		root := tree(t, map[string]string{"d/a.yml": "1", "elsewhere/": ""})
		t.Chdir(root)
		pokes := watch(t, watches, "", "d")
		t.Chdir(filepath.Join(root, "elsewhere"))
		mustDo(t, os.MkdirAll(filepath.Join(root, "d/s"), 0o755))
		wantPoke(t, pokes, "mkdir d/s")
		mustDo(t, os.WriteFile(filepath.Join(root, "d/s/b.yml"), []byte("1"), 0o644))
		wantPoke(t, pokes, "write d/s/b.yml")
	})
}

// TestWatchKeepsUp makes a thousand directories and files at once, then changes
// the last of them.
func TestWatchKeepsUp(t *testing.T) {
	eachWay(t, func(t *testing.T, watches *files.Watches) {
		root := tree(t, map[string]string{"a.yml": "1"})
		pokes := make(chan struct{}, 1)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go files.New([]string{root}).With(files.Options{Watches: watches}).Watch(ctx, func() { //nolint:errcheck // the pokes show errors
			select {
			case pokes <- struct{}{}:
			default:
			}
		})
		<-pokes
		last := root
		for i := range 1000 {
			if i%10 == 0 {
				last = filepath.Join(root, strings.Repeat("d/", i/100+1), strings.Repeat("e", i/10+1))
				mustDo(t, os.MkdirAll(last, 0o755))
			}
			mustDo(t, renameOver(filepath.Join(last, "x.yml"), "1"))
		}
		rest(pokes)
		mustDo(t, os.WriteFile(filepath.Join(last, "x.yml"), []byte("2"), 0o644))
		wantPoke(t, pokes, "the last write")
	})
}
