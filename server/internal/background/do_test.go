package background

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// TestDo checks that the work runs with more room, and that everything is
// restored afterward.
func TestDo(t *testing.T) {
	t.Setenv("GOMAXPROCS", "3") // so that an explicit setting is restored
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	defer debug.SetGCPercent(debug.SetGCPercent(70))
	ran := false
	new(Room).Do(func() {
		ran = true
		if n := runtime.GOMAXPROCS(0); n != 3+1 {
			t.Errorf("%d processors", n)
		}
		if percent := debug.SetGCPercent(gcPercent); percent != gcPercent {
			t.Errorf("the collector runs at %d %%", percent)
		}
	})
	if !ran {
		t.Error("the work did not run")
	}
	if n := runtime.GOMAXPROCS(0); n != 3 {
		t.Errorf("%d processors afterwards", n)
	}
	if percent := debug.SetGCPercent(70); percent != 70 {
		t.Errorf("the collector is left at %d %%", percent)
	}
}

func TestDoPanics(t *testing.T) {
	defer func() {
		if cause := recover(); cause != "fault" {
			t.Errorf("recovered %v", cause)
		}
	}()
	new(Room).Do(func() { panic("fault") })
}

// TestCollectorLeftOff checks that a collector that the operator has turned off
// or down stays off or down.
func TestCollectorLeftOff(t *testing.T) {
	for _, percent := range []int{-1, 2 * gcPercent} {
		before := debug.SetGCPercent(percent)
		new(Room).Do(func() {
			if now := debug.SetGCPercent(percent); now != percent {
				t.Errorf("%d became %d", percent, now)
			}
		})
		debug.SetGCPercent(before)
	}
}
