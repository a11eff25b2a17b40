package background

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// TestCrowded checks that there are more processors while a crowd is there, whatever
// else goes on, and that they are as before afterward.
func TestCrowded(t *testing.T) {
	t.Setenv("GOMAXPROCS", "")
	usual := runtime.NumCPU()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(usual))
	is := func(t *testing.T, when string, want int) {
		t.Helper()
		if n := runtime.GOMAXPROCS(0); n != want {
			t.Errorf("%s: %d processors, want %d", when, n, want)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		r := new(Room)
		r.Crowded()
		is(t, "a crowd", usual+extraProcs)
		time.Sleep(crowdStays / 2)
		r.Crowded()
		time.Sleep(crowdStays - 1)
		is(t, "seen again", usual+extraProcs)
		r.Do(func() { is(t, "a crowd and work", usual+extraProcs) })
		is(t, "work is done", usual+extraProcs)
		time.Sleep(1)
		synctest.Wait()
		is(t, "nobody is left", usual)
		r.Do(func() {
			is(t, "work", usual+extraProcs)
			r.Crowded()
			time.Sleep(crowdStays)
			synctest.Wait()
			is(t, "the crowd has gone, work has not", usual+extraProcs)
		})
		is(t, "all done", usual)
	})
}

// TestCrowdedLeaves checks that processors that the operator has set, or a container
// limits, stay as they are.
func TestCrowdedLeaves(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, tt := range []struct {
		variable string
		procs    int
	}{{"3", 3}, {"", runtime.NumCPU() - 1}} {
		if tt.procs == 0 {
			continue
		}
		t.Setenv("GOMAXPROCS", tt.variable)
		runtime.GOMAXPROCS(tt.procs)
		new(Room).Crowded()
		if n := runtime.GOMAXPROCS(0); n != tt.procs {
			t.Errorf("%d processors became %d", tt.procs, n)
		}
	}
}
