package nlg_test

import (
	"runtime"
	"testing"

	"nlgserver/nlg"
)

// TestLargeContentIsSmall bounds what a variation of large content takes, and in how many
// objects: with each collection, the garbage collector looks at all of them. It is about 550
// bytes in 3 objects, most of them the text as written and its condition.
func TestLargeContentIsSmall(t *testing.T) {
	files := bigContent(1000)
	live := func() (m runtime.MemStats) {
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m
	}
	before := live()
	catalog, diags := nlg.Compile(files, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	after := live()
	n := float64(catalog.Variations())
	if bytes := float64(after.HeapAlloc-before.HeapAlloc) / n; bytes > 600 {
		t.Errorf("a variation takes %.0f bytes, want 600 at most", bytes)
	}
	if objects := float64(after.HeapObjects-before.HeapObjects) / n; objects > 4 {
		t.Errorf("a variation takes %.1f objects, want 4 at most", objects)
	}
	runtime.KeepAlive(files)
	runtime.KeepAlive(catalog)
}
