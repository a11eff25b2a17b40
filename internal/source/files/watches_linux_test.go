package files_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"nlgserver/internal/source/files"
)

// instances counts the open inotify instances of this process.
func instances(t testing.TB) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	mustDo(t, err)
	n := 0
	for _, fd := range open {
		if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && to == "anon_inode:inotify" {
			n++
		}
	}
	return n
}

// crowd watches many contents, each in its own directory, and returns their pokes,
// a channel for each, and a function that ends them.
func crowd(t testing.TB, watches *files.Watches, root string, contents int) (pokes []chan struct{}, end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for i := range contents {
		dir := filepath.Join(root, fmt.Sprint("assistant", i))
		mustDo(t, os.MkdirAll(filepath.Join(dir, "responses"), 0o755), os.WriteFile(filepath.Join(dir, "responses/x.yml"), nil, 0o644))
		poked := make(chan struct{}, 1)
		pokes = append(pokes, poked)
		src := files.New([]string{dir}).With(files.Options{Watches: watches})
		wg.Go(func() {
			err := src.Watch(ctx, func() {
				select {
				case poked <- struct{}{}:
				default:
				}
			})
			if err != nil {
				t.Errorf("Watch: %v", err)
			}
		})
	}
	for _, poked := range pokes {
		<-poked
	}
	return pokes, func() { cancel(); wg.Wait() }
}

// TestWatchesCrowd watches 200 contents with one inotify instance, of which a user
// often has 128.
func TestWatchesCrowd(t *testing.T) {
	root := t.TempDir()
	before := instances(t)
	var watches files.Watches
	pokes, end := crowd(t, &watches, root, 200)
	t.Cleanup(end)
	if n := instances(t) - before; n != 1 {
		t.Errorf("%d inotify instances", n)
	}
	for i, poked := range pokes {
		mustDo(t, os.WriteFile(filepath.Join(root, fmt.Sprint("assistant", i), "responses/x.yml"), []byte("2"), 0o644))
		<-poked
	}
	end()
	if n := instances(t) - before; n != 0 {
		t.Errorf("%d inotify instances after the end", n)
	}
}

// TestWatchesMounted has two contents in one directory by two paths, of which the
// system reports one.
func TestWatchesMounted(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	for _, leaves := range []string{"a", "b"} {
		root := tree(t, map[string]string{"a/sub/x.yml": "1", "b/": ""})
		bind(t, filepath.Join(root, "a"), filepath.Join(root, "b"))
		var watches files.Watches
		pokes, ends := map[string]<-chan struct{}{}, map[string]func(){}
		for _, name := range []string{"a", "b"} {
			pokes[name], ends[name] = watchUntil(t, &watches, root, name)
		}
		change := func(name string) {
			mustDo(t, os.MkdirAll(filepath.Join(root, filepath.Dir(name)), 0o755), os.WriteFile(filepath.Join(root, name), []byte("2"), 0o644))
			for which, p := range pokes {
				wantPoke(t, p, which+": write "+name)
			}
		}
		for _, p := range pokes {
			rest(p)
		}
		change("a/sub/x.yml")
		change("b/sub/x.yml")
		change("b/new/x.yml")
		change("a/new/x.yml")
		ends[leaves]()
		delete(pokes, leaves)
		for _, p := range pokes {
			rest(p)
		}
		change("a/sub/x.yml")
		change("b/new/x.yml")
	}
}

// BenchmarkWatches measures what it takes to watch a content of two directories.
func BenchmarkWatches(b *testing.B) {
	for _, bench := range []struct {
		name     string
		contents int
		watches  *files.Watches
	}{
		{"own", 50, nil},
		{"shared", 200, &files.Watches{}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			root, n := b.TempDir(), float64(bench.contents)
			for b.Loop() {
				before, started := usage(), runtime.NumGoroutine()
				_, end := crowd(b, bench.watches, root, bench.contents)
				after := usage()
				b.ReportMetric(float64(instances(b)), "instances")
				b.ReportMetric(float64(runtime.NumGoroutine()-started)/n, "goroutines/content")
				b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/n, "heapB/content")
				b.ReportMetric((float64(after.StackInuse)-float64(before.StackInuse))/n, "stackB/content")
				end()
			}
		})
	}
}

func usage() runtime.MemStats {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m
}
