package reload_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/server/internal/reload"

	"pgregory.net/rapid"
)

// TestLoopIsItsModel plays random histories. The model is two lines: good
// content becomes live, and the loop is stale exactly if the content is bad.
func TestLoopIsItsModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "3", "bad", "gone", "panic", "pass time"}), 1, 30).Draw(rt, "steps")
		poked := rapid.SliceOfN(rapid.Bool(), len(steps), len(steps)).Draw(rt, "poked")
		synctest.Test(t, func(t *testing.T) {
			s := &shelf{}
			loop := s.run(t, only)
			live := 0
			for i, step := range steps {
				good := true
				s.set(func(s *shelf) {
					if step == "pass time" {
						good = s.n > 0 && s.badErr == nil && s.fetchErr == nil && !s.panics
						return
					}
					s.badErr, s.fetchErr, s.panics = nil, nil, false
					switch step {
					case "bad":
						s.n, s.badErr, good = 100+i, errors.New("bad"), false
					case "gone":
						s.fetchErr, good = errors.New("gone"), false
					case "panic":
						s.n, s.panics, good = 100+i, true, false
					default:
						s.n = int(step[0] - '0')
					}
				})
				if step == "pass time" && live == 0 && s.n == 0 {
					continue // there is no content yet
				}
				if good {
					live = s.n
				}
				stale := !good

				if poked[i] {
					loop.Poke("watch")
					time.Sleep(time.Second)
				} else if _, err := loop.Reload(t.Context(), "test"); err != nil {
					t.Fatal(err)
				}
				served := 0
				if v := loop.Holder().Load(); v != nil {
					served = *v
				}
				if st := loop.Status(); served != live || st.Stale != stale {
					t.Fatalf("after %v: serves %d, stale %v; want %d, %v", steps[:i+1], served, st.Stale, live, stale)
				}
			}
		})
	})
}

// TestReadersSeeWholeValues checks that readers never see half a value, or none,
// while it is replaced.
func TestReadersSeeWholeValues(t *testing.T) {
	type pair struct{ a, b int }
	n := 0
	loop := reload.New(reload.Config[int, pair, string]{
		Poll: -1,
		Fetch: func(context.Context) (reload.Fetched[int, string], error) {
			n++
			if n%3 == 0 {
				return reload.Fetched[int, string]{}, errors.New("every third fetch fails")
			}
			return reload.Fetched[int, string]{Content: n}, nil
		},
		Compile: func(_ context.Context, f reload.Fetched[int, string]) (*pair, string, error) {
			return &pair{f.Content, -f.Content}, "", nil
		},
	})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := loop.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	if _, err := loop.Reload(ctx, "start"); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil {
				if v := loop.Holder().Load(); v == nil || v.a != -v.b {
					t.Errorf("a reader sees %v", v)
					return
				}
				runtime.Gosched()
			}
		})
	}
	for range 300 {
		if _, err := loop.Reload(ctx, "test"); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	wg.Wait()
	if st := loop.Status(); st.Changed+st.Rejected != 301 || st.Rejected != 100 {
		t.Errorf("counted %d changed, %d rejected", st.Changed, st.Rejected)
	}
}
