package background

import (
	"math"
	"os"
	"runtime/debug"
)

// workMemory is how much memory, in bytes, work may take before the collector runs
// as often as it must to keep it.
const workMemory = 352 << 20

// LimitWork makes the collector run more often as soon as the process takes far
// more memory than its live heap does now, until the limit is undone: compiling
// content makes a hundred times its size of garbage. A limit that is higher stays. It
// does nothing if the operator has set GOMEMLIMIT.
func LimitWork() (undo func()) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetMemoryLimit(-1)
	limit := int64(Live()) + workMemory
	if before != math.MaxInt64 {
		limit = max(limit, before)
	}
	debug.SetMemoryLimit(limit)
	return func() { debug.SetMemoryLimit(before) }
}
