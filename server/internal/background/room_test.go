package background

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

// TestLimitWork checks that the limit is there while work is done, and not
// afterwards, and that the operator's own stays.
func TestLimitWork(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	new(Room).Do(func() {
		if limit := debug.SetMemoryLimit(-1); limit < workMemory || limit > workMemory+1<<30 {
			t.Errorf("while it works, the limit is %d", limit)
		}
	})
	if limit := debug.SetMemoryLimit(-1); limit != math.MaxInt64 {
		t.Errorf("afterwards, the limit is %d", limit)
	}
	debug.SetMemoryLimit(1 << 40)
	undo := new(Room).LimitWork()
	if limit := debug.SetMemoryLimit(-1); limit != 1<<40 {
		t.Errorf("the operator's limit became %d", limit)
	}
	if undo(); debug.SetMemoryLimit(-1) != 1<<40 {
		t.Error("the operator's limit is gone")
	}
}

// TestOverlap checks that work that was canceled and goes on beside other work
// changes nothing for it, and that nothing is left of either.
func TestOverlap(t *testing.T) {
	t.Setenv("GOMAXPROCS", "3")
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	defer debug.SetGCPercent(debug.SetGCPercent(70))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	settings := func() [3]int64 {
		percent := debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		return [3]int64{int64(runtime.GOMAXPROCS(0)), int64(percent), debug.SetMemoryLimit(-1)}
	}
	var room Room
	endFirst := room.makeRoom()
	working := settings()
	if working[0] != 3+1 {
		t.Errorf("with one, %d", working)
	}
	endSecond := room.makeRoom()
	both := working
	both[0]++ // each has a processor of its own
	if got := settings(); got != both {
		t.Errorf("with two, %d; want %d", got, both)
	}
	var ends []func()
	for range 2 * mostWorkProcs {
		ends = append(ends, room.makeRoom())
	}
	if got := settings(); got[0] != 3+mostWorkProcs {
		t.Errorf("with many, %d", got)
	}
	for _, end := range ends {
		end()
	}
	endFirst()
	if got := settings(); got != working {
		t.Errorf("when the first has ended, %d; before, %d", got, working)
	}
	room.RelaxGC(32 << 20)
	room.LimitMemory(1 << 30)
	if got := settings(); got != working {
		t.Errorf("when content is live while one works, %d; before, %d", got, working)
	}
	endSecond()
	if got := settings(); got[0] != 3 || got[1] != int64(room.percent) || got[1] == 70 || got[2] != 1<<30 {
		t.Errorf("afterwards, %d", got)
	}
}
