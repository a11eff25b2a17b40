package background

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// TestPercentOf checks that there is at least the given amount of garbage, and
// never less than with Go's default.
func TestPercentOf(t *testing.T) {
	const mib = 1 << 20
	for _, tt := range []struct {
		garbage, live uint64
		want          int
	}{
		{32 * mib, 0, 800}, // as if 4 MiB were live
		{32 * mib, 8 * mib, 400},
		{32 * mib, 32 * mib, 100},
		{32 * mib, 800 * mib, 100},
	} {
		if got := percentOf(tt.garbage, tt.live); got != tt.want {
			t.Errorf("%d MiB of garbage, %d MiB live: %d %%, want %d", tt.garbage/mib, tt.live/mib, got, tt.want)
		}
	}
}

// TestRelaxGC checks that the collector is set by the size of the live heap,
// unless the operator has set it.
func TestRelaxGC(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	hold := make([]byte, 40<<20)
	runtime.GC()
	t.Setenv("GOGC", "")
	new(Room).RelaxGC(400 << 20)
	got := debug.SetGCPercent(70)
	if got < 300 || got > 1000 {
		t.Errorf("%d %% for ten times the live heap", got)
	}
	t.Setenv("GOGC", "70")
	new(Room).RelaxGC(400 << 20)
	if got := debug.SetGCPercent(70); got != 70 {
		t.Errorf("the operator's 70 became %d", got)
	}
	runtime.KeepAlive(hold)
}
