package background

import (
	"runtime"
	"runtime/metrics"
)

const (
	// usualPercent is Go's default for GOGC.
	usualPercent = 100
	// leastLive replaces the size of a nearly empty heap. Go does not collect a
	// smaller heap at its default setting either.
	leastLive = 4 << 20
)

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
