package background

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestPace checks that work rests twice as long as it works while there are requests, and
// only then.
func TestPace(t *testing.T) {
	const part = 500 * time.Microsecond
	for name, tt := range map[string]struct {
		// every is the time between two requests; 0 for none.
		every time.Duration
		// work is how long all parts take.
		work     time.Duration
		min, max time.Duration
	}{
		"no requests":   {0, time.Second, time.Second, time.Second},
		"many requests": {time.Millisecond, time.Second, 2980 * time.Millisecond, 3 * time.Second},
		"some requests": {900 * time.Millisecond, 1500 * time.Millisecond, 2600 * time.Millisecond, 2800 * time.Millisecond},
		"much work":     {time.Millisecond, time.Minute, 63 * time.Second, 63 * time.Second},
		"few requests":  {10 * time.Second, 20 * time.Second, 20500 * time.Millisecond, 22 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				p := NewPace(func() uint64 {
					if tt.every == 0 {
						return 7
					}
					return 7 + uint64(time.Since(began)/tt.every)
				})
				for range tt.work / part {
					time.Sleep(part)
					p.Rest(t.Context())
				}
				if took := time.Since(began); took < tt.min || took > tt.max {
					t.Errorf("%s of work took %s, not %s to %s", tt.work, took, tt.min, tt.max)
				}
			})
		})
	}
}

// TestPaceLongPart checks that a part that took long is followed by a long rest.
func TestPaceLongPart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		requests := uint64(0)
		p := NewPace(func() uint64 { requests++; return requests })
		time.Sleep(300 * time.Millisecond)
		p.Rest(t.Context())
		if took := time.Since(began); took != 900*time.Millisecond {
			t.Errorf("took %s", took)
		}
		time.Sleep(time.Millisecond)
		p.Rest(t.Context())
		if took := time.Since(began); took != 901*time.Millisecond {
			t.Errorf("rested after a millisecond: took %s", took)
		}
	})
}

// TestPaceEnds checks that work that is canceled does not rest.
func TestPaceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		requests := uint64(0)
		p := NewPace(func() uint64 { requests++; return requests })
		time.Sleep(time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		p.Rest(ctx)
		if took := time.Since(began); took != 1010*time.Millisecond {
			t.Errorf("took %s", took)
		}
	})
}
