package background

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// usualPercent is how much garbage Go lets lie, in hundredths of what lives.
	usualPercent = 100
	// leastLive stands for a heap that is nearly empty, below which Go does not
	// collect at its usual setting either.
	leastLive = 4 << 20
)

// LetLie has the garbage collector run only when that much garbage, in bytes,
// lies about, or as much as there is that lives, if that is more: its usual
// measure alone makes it run dozens of times a second where little lives and
// much passes through. It measures what lives now; call it again when that has
// changed. An operator's GOGC stays as it is.
func LetLie(garbage uint64) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percentOf(garbage, live()))
	}
}

func percentOf(garbage, live uint64) int {
	return int(max(usualPercent, 100*garbage/max(live, leastLive)))
}

// live is the size of what lives: what the collector found last, or, before it
// has run at all, of all there is.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() == metrics.KindUint64 && sample[0].Value.Uint64() > 0 {
		return sample[0].Value.Uint64()
	}
	var all runtime.MemStats
	runtime.ReadMemStats(&all)
	return all.HeapAlloc
}
