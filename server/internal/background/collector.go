package background

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// usualPercent is Go's default for GOGC.
	usualPercent = 100
	// leastLive replaces the size of a nearly empty heap. Go does not collect a
	// smaller heap at its default setting either.
	leastLive = 4 << 20
)

// RelaxGC makes the garbage collector wait until there is that much garbage, in
// bytes, or as much as there is live memory, if that is more. With its default
// setting it runs dozens of times a second in a process that keeps little and
// allocates much. RelaxGC measures the live memory now; call it again when that
// has changed. It does not change GOGC if the operator has set it.
func RelaxGC(garbage uint64) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percentOf(garbage, Live()))
	}
}

// LimitMemory makes the garbage collector run more often when the process takes that
// much memory, in bytes, so that garbage does not add to what requests hold. It does
// nothing if the operator has set GOMEMLIMIT or GOGC.
func LimitMemory(bytes int64) {
	if os.Getenv("GOMEMLIMIT") == "" && os.Getenv("GOGC") == "" {
		debug.SetMemoryLimit(bytes)
	}
}

func percentOf(garbage, live uint64) int {
	return int(max(usualPercent, 100*garbage/max(live, leastLive)))
}

// Live returns the size of the live heap as of the last collection, or of the
// whole heap before the first one.
func Live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() == metrics.KindUint64 && sample[0].Value.Uint64() > 0 {
		return sample[0].Value.Uint64()
	}
	var all runtime.MemStats
	runtime.ReadMemStats(&all)
	return all.HeapAlloc
}
