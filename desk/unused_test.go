package desk

import (
	"math"
	"runtime"
	"testing"

	"nlgserver/internal/source/demo"
)

// TestUnused checks that a desk that nobody opens runs nothing, reads nothing, and
// takes next to no memory: serve has one.
func TestUnused(t *testing.T) {
	src, err := demo.Source()
	if err != nil {
		t.Fatal(err)
	}
	const desks = 100
	least := uint64(math.MaxUint64) // what else goes on in this process only adds to it
	for range 5 {
		kept := make([]*Desk, 0, desks)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range desks {
			d, err := New(Config{Source: src, Gate: &fakeGate{}})
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, d)
		}
		runtime.ReadMemStats(&after)
		least = min(least, (after.TotalAlloc-before.TotalAlloc)/desks)
		for _, d := range kept {
			if d.content.running {
				t.Error("it runs")
			}
			_ = d.Close()
		}
	}
	if least > 32<<10 {
		t.Errorf("%d bytes", least)
	}
}
