package server

import (
	"math"
	"path/filepath"
	"runtime/debug"
	"testing"

	"nlgserver/httpapi"
)

// TestMemoryBound checks the sums in docs/operations.md.
func TestMemoryBound(t *testing.T) {
	const mib = 1 << 20
	small := Options{Options: httpapi.Options{Limits: httpapi.Limits{InFlight: 16 * mib}}}
	for _, tt := range []struct {
		opts        Options
		content     int64
		connections int
		want        int64
	}{
		{Options{}, 0, 0, 452 * mib},
		{small, 0, 0, 92 * mib},
		{small, 10 * mib, 0, 156 * mib},
		{small, 0, 64, 96 * mib},
	} {
		if got := MemoryBound(tt.opts, tt.content, tt.connections); got != tt.want {
			t.Errorf("%d bytes of content, %d connections: %d MiB, want %d", tt.content, tt.connections, got/mib, tt.want/mib)
		}
	}
}

// TestMemoryLimit checks that a running server has a soft memory limit, unless the
// operator has set one.
func TestMemoryLimit(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	for _, set := range []string{"", "1GiB"} {
		t.Setenv("GOGC", "")
		t.Setenv("GOMEMLIMIT", set)
		debug.SetMemoryLimit(math.MaxInt64)
		dir := t.TempDir()
		write(t, filepath.Join(dir, "responses.yml"), responses("good"))
		startWith(t, func(o *Options) { o.Paths = []string{dir} })
		limit, bound := debug.SetMemoryLimit(-1), MemoryBound(Options{}, 0, 0)
		if set == "" && (limit < bound/2 || limit > 2*bound) || set != "" && limit != math.MaxInt64 {
			t.Errorf("GOMEMLIMIT=%s: the limit is %d MiB, the bound %d MiB", set, limit>>20, bound>>20)
		}
	}
}
