package server

import (
	"context"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"

	"nlgserver/server/internal/background"
)

// TestCollectorIsRelaxed checks that once content is live, the collector allows
// more garbage than by default, unless other tests have left much on the heap.
func TestCollectorIsRelaxed(t *testing.T) {
	t.Setenv("GOGC", "")
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	runtime.GC()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	if err := a.Start(ctx); err != nil {
		t.Fatal(err)
	}
	if percent := debug.SetGCPercent(100); percent < 100 || percent == 100 && background.Live() < garbage/2 {
		t.Errorf("the collector runs at %d %%", percent)
	}
	stop()
	if err := a.Wait(ctx); err != nil {
		t.Error(err)
	}
}
