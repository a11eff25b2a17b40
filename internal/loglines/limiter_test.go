package loglines

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestLimiter checks that each kind has its burst in a period, and that the lines left
// out are counted exactly.
func TestLimiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex // periods end in goroutines of their own
		all := map[string][]uint64{}
		told := func(kind string) []uint64 {
			mu.Lock()
			defer mu.Unlock()
			return all[kind]
		}
		l := NewLimiter(func(kind string, leftOut uint64) {
			mu.Lock()
			defer mu.Unlock()
			all[kind] = append(all[kind], leftOut)
		})
		ask := func(kind string, times int) (allowed int) {
			for range times {
				if l.Allows(kind) {
					allowed++
				}
			}
			return allowed
		}
		if a, b := ask("a", Burst), ask("b", 1); a != Burst || b != 1 {
			t.Errorf("%d and %d lines", a, b)
		}
		if a, b := ask("a", 1000), ask("b", 1); a != 0 || b != 1 {
			t.Errorf("%d and %d lines more", a, b)
		}
		time.Sleep(Period / 2)
		if a := ask("a", 234); a != 0 || told("a") != nil {
			t.Errorf("%d lines, %v told", a, told("a"))
		}
		time.Sleep(Period/2 + time.Millisecond)
		synctest.Wait()
		if got := told("a"); len(got) != 1 || got[0] != 1234 || told("b") != nil {
			t.Errorf("told %v", told("a"))
		}
		if a := ask("a", 2*Burst); a != Burst {
			t.Errorf("%d lines in the next period", a)
		}
		// A period without a line left out ends without a word.
		time.Sleep(2 * Period)
		if a := ask("a", Burst); a != Burst || len(told("a")) != 2 || told("a")[1] != Burst {
			t.Errorf("%d lines, told %v", a, told("a"))
		}
		time.Sleep(2 * Period)
		if len(told("a")) != 2 {
			t.Errorf("told %v", told("a"))
		}
	})
}
