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
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	runtime.SetDefaultGOMAXPROCS()
	usual := runtime.GOMAXPROCS(0)
	if usual < runtime.NumCPU() {
		t.Skip("this process may not use all processors")
	}
	is := func(t *testing.T, when string, want int) {
		t.Helper()
		synctest.Wait()
		if n := runtime.GOMAXPROCS(0); n != want {
			t.Errorf("%s: %d processors, want %d", when, n, want)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		r := new(Room)
		r.Crowded()
		is(t, "a crowd", usual+crowdProcs)
		time.Sleep(crowdStays / 2)
		r.Crowded()
		time.Sleep(crowdStays - time.Nanosecond)
		is(t, "seen again", usual+crowdProcs)
		r.Do(func() { is(t, "a crowd and work", usual+crowdProcs) })
		is(t, "work is done", usual+crowdProcs)
		time.Sleep(time.Nanosecond)
		is(t, "nobody is left", usual)
		r.Do(func() {
			is(t, "work", usual+1)
			r.Crowded()
			is(t, "a crowd comes during work", usual+crowdProcs)
			time.Sleep(crowdStays)
			is(t, "the crowd has gone, work has not", usual+1)
		})
		is(t, "all done", usual)
	})
}

// TestCrowdedLeaves checks that processors that the operator has set, or a container
// limits, stay as they are, also if a crowd comes during work in the background.
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
		synctest.Test(t, func(t *testing.T) {
			runtime.GOMAXPROCS(tt.procs)
			r := new(Room)
			r.Crowded()
			synctest.Wait()
			if n := runtime.GOMAXPROCS(0); n != tt.procs {
				t.Errorf("%d processors became %d", tt.procs, n)
			}
			r = new(Room)
			r.Do(func() {
				r.Crowded()
				synctest.Wait()
				if r.crowd.here {
					t.Errorf("a crowd during work in the background takes more than %d processors", tt.procs)
				}
			})
		})
	}
}
