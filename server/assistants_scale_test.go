package server

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"weak"

	"nlgserver/nlg"
)

// The crowd that a server must have room for.
const (
	crowdSize      = 200
	crowdResponses = 25
	// crowdEach is how many variations each response has.
	crowdEach = 4
)

// mostBeside is what an assistant may take in memory beside its catalog.
const mostBeside = 200 << 10

// crowdFile writes the content of one of many assistants: a hundred variations, some with
// conditions, buttons and channels.
func crowdFile(name string) string {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range crowdResponses {
		fmt.Fprintf(&b, "  utter_%02d:\n", i)
		for v := range crowdEach {
			fmt.Fprintf(&b, "    - text: \"%s says %d of %d to {name}, who lives in {city}.\"\n      id: v_%d_%d\n", name, v, i, i, v)
			switch v {
			case 1:
				b.WriteString("      condition:\n        - type: slot\n          name: vip\n          value: true\n")
			case 2:
				b.WriteString("      channel: slack\n")
			case 3:
				b.WriteString("      buttons:\n        - title: \"Yes, {name}\"\n          payload: /affirm\n        - title: \"No\"\n          payload: /deny\n")
			}
		}
	}
	return b.String()
}

// crowd writes the content of n assistants, and returns their options.
func crowd(tb testing.TB, n int) []AssistantOptions {
	tb.Helper()
	root := tb.TempDir()
	all := make([]AssistantOptions, n)
	for i := range all {
		name := fmt.Sprintf("bot-%03d", i)
		dir := filepath.Join(root, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "responses.yml"), []byte(crowdFile(name)), 0o600); err != nil {
			tb.Fatal(err)
		}
		all[i] = AssistantOptions{Name: name, Paths: []string{dir}, Fingerprint: name, Access: AccessOptions{Tokens: []string{"token-of-" + name}}}
	}
	return all
}

// startCrowd starts a server of assistants. It stops at the end of the test, or earlier
// by the function.
func startCrowd(tb testing.TB, all []AssistantOptions) (a *App, stop func()) {
	tb.Helper()
	a, err := New(Options{Assistants: Assistants{Options: all}, Listen: "127.0.0.1:0"})
	if err != nil {
		tb.Fatal(err)
	}
	if err := a.Start(context.Background()); err != nil {
		tb.Fatal(err)
	}
	stop = func() {
		if err := a.Stop(context.Background()); err != nil {
			tb.Error(err)
		}
	}
	return a, stop
}

// watched waits until every content is watched, so that nothing is on its way.
func watched(tb testing.TB, a *App) {
	tb.Helper()
	for _, s := range a.assistants.Load().all {
		// The watch begins with a look at the content.
		for began := time.Now(); s.loop.Status().Changed+s.loop.Status().Unchanged < 2; time.Sleep(5 * time.Millisecond) {
			if time.Since(began) > time.Minute {
				tb.Fatalf("%s is not watched", s.opts.Name)
			}
		}
	}
}

// taken returns the memory in use: the heap after a collection, and the stacks.
func taken() int64 {
	var m runtime.MemStats
	for range 3 { // pools are emptied by the second, stacks shrink by half in each
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// inotify returns how many watchers of the system the process has, where Linux tells; 0
// elsewhere.
func inotify() int {
	descriptors, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	n := 0
	for _, fd := range descriptors {
		if what, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && what == "anon_inode:inotify" {
			n++
		}
	}
	return n
}

// compiledAlone returns the memory that the catalogs of assistants take.
func compiledAlone(tb testing.TB, all []AssistantOptions) int64 {
	tb.Helper()
	before := taken()
	catalogs := make([]*nlg.Catalog, len(all))
	for i, opts := range all {
		path := filepath.Join(opts.Paths[0], "responses.yml")
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		catalog, diags := nlg.Compile([]nlg.File{{Path: path, Data: data}}, nlg.Options{})
		if catalog == nil || catalog.Variations() != crowdResponses*crowdEach {
			tb.Fatal(diags)
		}
		catalogs[i] = catalog
	}
	after := taken()
	runtime.KeepAlive(catalogs)
	return after - before
}

// TestAssistantsCrowd checks what an assistant of many takes beside its catalog.
func TestAssistantsCrowd(t *testing.T) {
	all := crowd(t, crowdSize)
	ofCatalogs := compiledAlone(t, all)
	goroutines, watchers, before := runtime.NumGoroutine(), inotify(), taken()
	a, stop := startCrowd(t, all)
	defer stop()
	watched(t, a)
	n := int64(len(all))
	beside := (taken() - before - ofCatalogs) / n
	goroutines, watchers = runtime.NumGoroutine()-goroutines, inotify()-watchers
	t.Logf("catalog: %d KiB; beside it: %d KiB; of all: %d goroutines, %d watchers", ofCatalogs/n>>10, beside>>10, goroutines, watchers)
	if beside > mostBeside {
		t.Errorf("an assistant takes %d KiB beside its catalog of %d KiB, more than %d", beside>>10, ofCatalogs/n>>10, mostBeside>>10)
	}
	// Its loop, its watch, and what all share.
	if goroutines > 2*len(all)+20 {
		t.Errorf("%d assistants take %d goroutines", n, goroutines)
	}
	if watchers > 1 {
		t.Errorf("%d assistants take %d watchers of the system", n, watchers)
	}
}

// TestAssistantsShareContent checks that what assistants serve alike is compiled and kept
// once, and again when it changes.
func TestAssistantsShareContent(t *testing.T) {
	all := crowd(t, 20)
	for i := range all {
		if i%2 == 0 {
			all[i].Paths = all[0].Paths
		}
	}
	a, stop := startCrowd(t, all)
	defer stop()
	watched(t, a)
	check := func() {
		t.Helper()
		first := a.assistants.Load().all[0].Live()
		for i, s := range a.assistants.Load().all {
			live, want := s.Live(), i%2 == 0
			if same := live.Catalog == first.Catalog; same != want {
				t.Errorf("%s: the same catalog: %v", s.opts.Name, same)
			}
			if same := &live.Files[0].Data[0] == &first.Files[0].Data[0]; same != want {
				t.Errorf("%s: the same files: %v", s.opts.Name, same)
			}
		}
	}
	check()
	replace(t, filepath.Join(all[0].Paths[0], "responses.yml"), crowdFile("another"))
	a.Hangup(t.Context())
	check()
}

// TestConfigForgets checks that an assistant that starts anew does not keep what was live
// before.
func TestConfigForgets(t *testing.T) {
	f := newFleet(t, "bank", nil, "bank")
	before := weak.Make(f.Catalog())
	f.says(t, "bank", 2)
	f.configure(func(f *fleet) { f.next.Options[0].Fingerprint = "another" })
	f.want("/nlg", said("bank", 2))
	f.eventually("the end of the catalog of before", func() bool {
		runtime.GC()
		return before.Value() == nil
	})
}

// BenchmarkAssistantsStart measures the start of a server of many assistants.
func BenchmarkAssistantsStart(b *testing.B) {
	all := crowd(b, crowdSize)
	for b.Loop() {
		_, stop := startCrowd(b, all)
		b.StopTimer()
		stop()
		b.StartTimer()
	}
}
