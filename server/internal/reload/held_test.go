package reload_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/server/internal/reload"
)

// shrinking is a configuration in which a smaller number lacks something that a
// larger one has.
func shrinking(loop **reload.Loop[int, int, string]) reload.Config[int, int, string] {
	return reload.Config[int, int, string]{Poll: -1, Removes: func(next *int) bool { return *next < *(*loop).Holder().Load() }}
}

// TestRemovalsWait checks when content that removes something goes live.
func TestRemovalsWait(t *testing.T) {
	type step struct {
		at time.Duration
		n  int // 0: broken, -1: a caller reloads, -2: a poke without a change
	}
	everyOther := func(until time.Duration) (steps []step) {
		for at := time.Duration(0); at <= until; at += 400 * ms {
			steps = append(steps, step{at, 50 - len(steps)})
		}
		return steps
	}
	for _, tt := range []struct {
		name  string
		cfg   func(*reload.Config[int, int, string])
		steps []step
		want  []string // what is live, and from when on
	}{
		{"more", nil, []step{{0, 101}}, []string{"101 at 50ms"}},
		{"fewer", nil, []step{{0, 60}}, []string{"60 at 1.05s"}},
		{"half of a save, then all of it", nil, []step{{0, 60}, {700 * ms, 100}}, nil},
		{"half of a save, then more than before", nil, []step{{0, 60}, {700 * ms, 101}}, []string{"101 at 750ms"}},
		{"fewer, then even fewer", nil, []step{{0, 60}, {700 * ms, 50}}, []string{"50 at 1.75s"}},
		{"a touch does not put it off", nil, []step{{0, 60}, {700 * ms, -2}}, []string{"60 at 1.05s"}},
		{"broken meanwhile", nil, []step{{0, 60}, {300 * ms, 0}, {600 * ms, 60}}, []string{"60 at 1.65s"}},
		{"broken for long meanwhile", nil, []step{{0, 60}, {300 * ms, 0}, {20 * time.Second, 60}}, []string{"60 at 21.05s"}},
		{"a caller does not wait", nil, []step{{0, 60}, {300 * ms, -1}}, []string{"60 at 300ms"}},
		{"a caller comes first", nil, []step{{0, 60}, {10 * ms, -1}}, []string{"60 at 10ms"}},
		{"never quiet", nil, everyOther(8 * time.Second), []string{"38 at 5.05s", "30 at 9.05s"}},
		{"own time", func(c *reload.Config[int, int, string]) { c.Settle = 100 * ms }, []step{{0, 60}}, []string{"60 at 150ms"}},
		{"no time", func(c *reload.Config[int, int, string]) { c.Settle = -1 }, []step{{0, 60}}, []string{"60 at 50ms"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &shelf{n: 100}
				var loop *reload.Loop[int, int, string]
				cfg := shrinking(&loop)
				if tt.cfg != nil {
					tt.cfg(&cfg)
				}
				loop = s.run(t, cfg)
				mustReload(t, loop, reload.Changed)
				began := time.Now()
				var got []string
				live := 100
				watch := func(until time.Duration) {
					for ; time.Since(began) < until; time.Sleep(ms) {
						synctest.Wait()
						if n := *loop.Holder().Load(); n != live {
							live = n
							got = append(got, fmt.Sprintf("%d at %v", n, time.Since(began)))
						}
					}
				}
				for _, step := range tt.steps {
					watch(step.at)
					switch step.n {
					case -1:
						mustReload(t, loop, reload.Changed)
					case 0:
						s.set(func(s *shelf) { s.n, s.badErr = 1000, errors.New("broken") })
						loop.Poke("watch")
					case -2:
						loop.Poke("watch")
					default:
						s.set(func(s *shelf) { s.n, s.badErr = step.n, nil })
						loop.Poke("watch")
					}
				}
				watch(30 * time.Second)
				if !slices.Equal(got, tt.want) {
					t.Errorf("live: %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// TestRemovalFoundByPoll checks that the next poll is not waited for.
func TestRemovalFoundByPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 100}
		var loop *reload.Loop[int, int, string]
		cfg := shrinking(&loop)
		cfg.Poll = time.Minute
		loop = s.run(t, cfg)
		mustReload(t, loop, reload.Changed)
		s.set(func(s *shelf) { s.n = 60 })
		time.Sleep(time.Minute + 500*ms)
		if got := *loop.Holder().Load(); got != 100 {
			t.Errorf("%d is live at once", got)
		}
		time.Sleep(time.Second)
		if got := *loop.Holder().Load(); got != 60 {
			t.Errorf("%d is live after a second", got)
		}
		s.wantAttempts(t, "[test] changed", "[poll] changed")
	})
}

// TestRemovalIsOneAttempt checks that content that is held back is reported once,
// compiled once, and keeps its triggers.
func TestRemovalIsOneAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 100}
		var loop *reload.Loop[int, int, string]
		cfg := shrinking(&loop)
		var waits []string
		cfg.OnHeld = func(next *int, h reload.Held) { waits = append(waits, fmt.Sprint(*next, " in ", h.Until.Sub(h.Since))) }
		loop = s.run(t, cfg)
		mustReload(t, loop, reload.Changed)
		s.set(func(s *shelf) { s.n = 60 })
		loop.Poke("watch")
		time.Sleep(500 * ms)
		if st := loop.Status(); st.Changed != 1 || st.Stale || st.Last.Triggers[0] != "test" {
			t.Errorf("while it waits: %+v", st)
		}
		loop.Poke("watch")
		time.Sleep(5 * time.Second)
		s.wantAttempts(t, "[test] changed", "[watch] changed")
		if s.compiles != 2 || !slices.Equal(waits, []string{"60 in 1s"}) {
			t.Errorf("%d compilations, held back: %q", s.compiles, waits)
		}
	})
}

// TestFirstValueDoesNotWait checks that Removes is not asked without a live value.
func TestFirstValueDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1}
		cfg := only
		cfg.Removes = func(*int) bool { return true }
		loop := s.run(t, cfg)
		loop.Poke("watch")
		time.Sleep(100 * ms)
		if loop.Holder().Load() == nil {
			t.Error("nothing is live")
		}
		s.set(func(s *shelf) { s.n = 2 })
		a, err := loop.Load(t.Context(), "other", func(context.Context) (reload.Fetched[int, string], error) {
			return reload.Fetched[int, string]{Content: 3, Version: "v3"}, nil
		})
		if err != nil || a.Result != reload.Changed {
			t.Errorf("%+v, %v", a, err)
		}
	})
}
