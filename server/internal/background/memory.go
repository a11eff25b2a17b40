package background

import (
	"math"
	"runtime/debug"
)

// workMemory is how much memory, in bytes, work may take before the collector runs
// as often as it must to keep it.
const workMemory = 352 << 20

// LimitMemory makes the collector run more often as soon as the process takes far
// more memory than its live heap does now, until the limit is undone: compiling
// content makes a hundred times its size of garbage. It does not change GOMEMLIMIT if
// the operator has set it.
func LimitMemory() (undo func()) {
	if before := debug.SetMemoryLimit(-1); before != math.MaxInt64 {
		return func() {}
	}
	debug.SetMemoryLimit(int64(live()) + workMemory)
	return func() { debug.SetMemoryLimit(math.MaxInt64) }
}
