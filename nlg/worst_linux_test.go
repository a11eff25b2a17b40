package nlg_test

import (
	"runtime"
	"syscall"
	"testing"
	"time"

	"nlgserver/nlg"
)

// processorTime returns the processor time of the thread.
func processorTime(b *testing.B) time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if err := syscall.Getrusage(thread, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkWorst measures the processor time of the worst requests, the least of
// several tries. No row may take more than 50 ms, and those that spend much not
// much more than budget.UnitNanoseconds for a unit of work.
func BenchmarkWorst(b *testing.B) {
	for _, w := range worsts() {
		b.Run(w.name, func(b *testing.B) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			catalog, _ := mustCompile(b, "a.yml", w.content)
			request := w.request()
			var m nlg.Message
			var units int64
			least := time.Hour
			for b.Loop() {
				m = nlg.Message{}
				began := processorTime(b)
				spent, _ := w.serve(catalog, request, &m)
				least, units = min(least, processorTime(b)-began), spent.Spent()
			}
			b.ReportMetric(float64(least.Nanoseconds())/1e6, "ms")
			b.ReportMetric(float64(least.Nanoseconds())/float64(max(units, 1)), "ns/unit")
			b.ReportMetric(float64(units), "units")
		})
	}
}
