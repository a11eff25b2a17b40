package reload_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/server/internal/reload"
)

const ms = time.Millisecond

// startsOf runs the pokes, given as times since the start, and returns when
// attempts started.
func startsOf(t *testing.T, cfg reload.Config[int, int, string], length time.Duration, pokes ...time.Duration) []time.Duration {
	t.Helper()
	var starts []time.Duration
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		n := 0
		cfg.Fetch = func(context.Context) (reload.Fetched[int, string], error) {
			starts = append(starts, time.Since(began))
			n++
			return reload.Fetched[int, string]{Content: n}, nil
		}
		cfg.Compile = func(_ context.Context, f reload.Fetched[int, string]) (*int, string, error) {
			return &f.Content, "", nil
		}
		loop := reload.New(cfg)
		ctx, cancel := context.WithTimeout(t.Context(), length)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			for _, at := range pokes {
				time.Sleep(at - time.Since(began))
				loop.Poke("watch")
			}
		})
		if err := loop.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
		wg.Wait()
	})
	return starts
}

func TestWhenAttemptsStart(t *testing.T) {
	every := func(step, until time.Duration) (all []time.Duration) {
		for at := step; at <= until; at += step {
			all = append(all, at)
		}
		return all
	}
	quiet := reload.Config[int, int, string]{Poll: -1}
	for _, tc := range []struct {
		name   string
		cfg    reload.Config[int, int, string]
		length time.Duration
		pokes  []time.Duration
		want   []time.Duration
	}{
		{"nothing asked", quiet, time.Hour, nil, nil},
		{"one poke", quiet, time.Second, []time.Duration{10 * ms}, []time.Duration{60 * ms}},
		{"a burst is one attempt", quiet, time.Second, []time.Duration{10 * ms, 40 * ms, 80 * ms}, []time.Duration{130 * ms}},
		{"two saves are two attempts", quiet, time.Second, []time.Duration{10 * ms, 200 * ms}, []time.Duration{60 * ms, 250 * ms}},
		{"writing without a pause is looked at", quiet, time.Second, every(40*ms, 400*ms), []time.Duration{290 * ms, 450 * ms}},
		{"poll by default", reload.Config[int, int, string]{}, 95 * time.Second, nil, []time.Duration{30 * time.Second, 60 * time.Second, 90 * time.Second}},
		{"a poke puts the poll off", reload.Config[int, int, string]{Poll: time.Second}, 2 * time.Second, []time.Duration{500 * ms}, []time.Duration{550 * ms, 1550 * ms}},
		{"own debounce", reload.Config[int, int, string]{Debounce: 5 * ms, MaxWait: 7 * ms, Poll: -1}, time.Second, []time.Duration{1 * ms, 4 * ms, 7 * ms}, []time.Duration{8 * ms}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := startsOf(t, tc.cfg, tc.length, tc.pokes...)
			if len(got) != len(tc.want) {
				t.Fatalf("attempts at %v, want %v", got, tc.want)
			}
			for i := range got {
				if got[i] != tc.want[i] {
					t.Fatalf("attempts at %v, want %v", got, tc.want)
				}
			}
		})
	}
}

func TestReloadWaitsForItsOwnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1, takes: 100 * ms}
		loop := s.run(t, only)
		loop.Poke("watch")
		time.Sleep(100 * ms) // the watch's attempt has read 1 and is under way
		s.set(func(s *shelf) { s.n = 2 })
		a := mustReload(t, loop, reload.Changed)
		if a.Version != "v2" {
			t.Errorf("an attempt that began before the call answered it: %+v", a)
		}
		s.wantAttempts(t, "[watch] changed", "[test] changed")
	})
}

func TestWaitersShareOneAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1, takes: 100 * ms}
		loop := s.run(t, only)
		var wg sync.WaitGroup
		wg.Go(func() { mustReload(t, loop, reload.Changed) })
		synctest.Wait() // the first attempt is under way
		for range 20 {
			wg.Go(func() { mustReload(t, loop, reload.Unchanged) })
			loop.Poke("watch")
		}
		wg.Wait()
		if s.fetches != 2 {
			t.Errorf("%d fetches, want one under way and one shared", s.fetches)
		}
	})
}

func TestReloadCoversEarlierPokes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1}
		loop := s.run(t, only)
		loop.Poke("watch")
		loop.Poke("watch")
		mustReload(t, loop, reload.Changed)
		time.Sleep(time.Second)
		s.wantAttempts(t, "[watch test] changed")
	})
}

func TestPokeDuringAttemptIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1, takes: 100 * ms}
		loop := s.run(t, only)
		loop.Poke("watch")
		time.Sleep(100 * ms)
		s.set(func(s *shelf) { s.n = 2 })
		loop.Poke("watch")
		time.Sleep(time.Second)
		s.wantAttempts(t, "[watch] changed", "[watch] changed")
		if got := *loop.Holder().Load(); got != 2 {
			t.Errorf("live value is %d, want 2", got)
		}
	})
}
