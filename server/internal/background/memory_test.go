package background

import (
	"math"
	"runtime/debug"
	"testing"
)

// TestLimitWork checks that the limit is there while work is done, and not
// afterwards, and that the operator's own stays.
func TestLimitWork(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	Do(func() {
		if limit := debug.SetMemoryLimit(-1); limit < workMemory || limit > workMemory+1<<30 {
			t.Errorf("while it works, the limit is %d", limit)
		}
	})
	if limit := debug.SetMemoryLimit(-1); limit != math.MaxInt64 {
		t.Errorf("afterwards, the limit is %d", limit)
	}
	debug.SetMemoryLimit(1 << 40)
	undo := LimitWork()
	if limit := debug.SetMemoryLimit(-1); limit != 1<<40 {
		t.Errorf("the operator's limit became %d", limit)
	}
	if undo(); debug.SetMemoryLimit(-1) != 1<<40 {
		t.Error("the operator's limit is gone")
	}
}
