package reload_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"nlgserver/server/internal/reload"
)

// press is content whose compilation takes as long as it says: a number of
// seconds, which its last digits are not.
type press struct {
	shelf

	// takes is how long a number compiles; deaf numbers do not heed their context.
	takes map[int]time.Duration
	deaf  map[int]bool
	// running and most are how many compile now, and at most; begun are all of them.
	running, most int
	begun         []int
	dropped       []string
}

func (p *press) compile(ctx context.Context, f reload.Fetched[int, string]) (*int, string, error) {
	p.mu.Lock()
	n := f.Content
	p.running++
	p.most = max(p.most, p.running)
	p.begun = append(p.begun, n)
	takes, done := p.takes[n], ctx.Done()
	if p.deaf[n] {
		done = nil
	}
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.running--
	}()
	select {
	case <-time.After(takes):
		return &n, "compiled", nil
	case <-done:
		return nil, "", ctx.Err()
	}
}

// start runs a loop that serves 1.
func (p *press) start(t *testing.T) (*reload.Loop[int, int, string], context.CancelFunc, <-chan struct{}) {
	t.Helper()
	p.n = 1
	loop := reload.New(reload.Config[int, int, string]{
		Poll: -1, Fetch: p.fetch, Compile: p.compile,
		OnAttempt: func(a reload.Attempt[int, string]) {
			p.set(func(s *shelf) {
				s.attempts = append(s.attempts, fmt.Sprintf("%v %v %s", a.Triggers, a.Result, a.Version))
			})
		},
		OnDropped: func(version string, after time.Duration) {
			p.set(func(*shelf) { p.dropped = append(p.dropped, fmt.Sprint(version, " after ", after)) })
		},
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := loop.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		time.Sleep(2 * lost) // for the stragglers
	})
	mustReload(t, loop, reload.Changed)
	return loop, cancel, ended
}

func (p *press) save(loop *reload.Loop[int, int, string], n int) {
	p.set(func(s *shelf) { s.n, s.fetchErr = n, nil })
	loop.Poke("watch")
}

func (p *press) check(t *testing.T, begun []int, dropped ...string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Equal(p.begun, begun) || !slices.Equal(p.dropped, dropped) {
		t.Errorf("compiled %v, dropped %q; want %v, %q", p.begun, p.dropped, begun, dropped)
	}
}

const lost = time.Hour

// TestLostContent checks that whatever comes while content compiles that takes for
// ever does not wait for it.
func TestLostContent(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		t.Run(fmt.Sprintf("deaf %v", deaf), func(t *testing.T) {
			inBubble := func(name string, f func(*testing.T, *press)) {
				t.Run(name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						p := &press{takes: map[int]time.Duration{2: lost}, deaf: map[int]bool{2: deaf}}
						f(t, p)
					})
				})
			}
			inBubble("newer content", func(t *testing.T, p *press) {
				loop, _, _ := p.start(t)
				p.save(loop, 2)
				time.Sleep(time.Minute)
				p.save(loop, 3)
				time.Sleep(200 * ms)
				if got := *loop.Holder().Load(); got != 3 {
					t.Errorf("serves %d", got)
				}
				p.wantAttempts(t, "[test] changed v1", "[watch] changed v3")
				p.check(t, []int{1, 2, 3}, "v2 after 1m0"+map[bool]string{false: "s", true: ".1s"}[deaf])
				time.Sleep(2 * lost)
				if got := *loop.Holder().Load(); got != 3 || p.most > 2 {
					t.Errorf("a straggler was published: %d; %d at once", got, p.most)
				}
			})
			inBubble("the old content again", func(t *testing.T, p *press) {
				loop, _, _ := p.start(t)
				p.save(loop, 2)
				time.Sleep(time.Minute)
				p.save(loop, 1)
				time.Sleep(200 * ms)
				p.wantAttempts(t, "[test] changed v1", "[watch] unchanged v1")
			})
			inBubble("content that cannot be read", func(t *testing.T, p *press) {
				loop, _, _ := p.start(t)
				p.save(loop, 2)
				time.Sleep(time.Minute)
				p.set(func(s *shelf) { s.fetchErr = errors.New("gone") })
				loop.Poke("watch")
				time.Sleep(200 * ms)
				if st := loop.Status(); !st.Stale || *loop.Holder().Load() != 1 {
					t.Errorf("%+v", st)
				}
				p.save(loop, 3)
				time.Sleep(200 * ms)
				p.wantAttempts(t, "[test] changed v1", "[watch] rejected ", "[watch] changed v3")
			})
			inBubble("a caller", func(t *testing.T, p *press) {
				loop, _, _ := p.start(t)
				p.save(loop, 2)
				time.Sleep(time.Minute)
				p.set(func(s *shelf) { s.n = 3 })
				began := time.Now()
				if a := mustReload(t, loop, reload.Changed); a.Version != "v3" || time.Since(began) > 200*ms {
					t.Errorf("%+v after %v", a, time.Since(began))
				}
			})
			inBubble("the end", func(t *testing.T, p *press) {
				loop, cancel, ended := p.start(t)
				p.save(loop, 2)
				time.Sleep(time.Minute)
				asked := make(chan error)
				go func() { _, err := loop.Reload(t.Context(), "late"); asked <- err }()
				time.Sleep(time.Second)
				began := time.Now()
				cancel()
				if err := <-asked; !errors.Is(err, reload.ErrStopped) {
					t.Error(err)
				}
				if <-ended; time.Since(began) > 200*ms {
					t.Errorf("ended after %v", time.Since(began))
				}
				time.Sleep(2 * lost)
				if got := *loop.Holder().Load(); got != 1 {
					t.Errorf("serves %d after the end", got)
				}
			})
			inBubble("the first content", func(t *testing.T, p *press) {
				p.takes[1], p.deaf[1] = lost, deaf
				loop := reload.New(reload.Config[int, int, string]{Poll: -1, Fetch: p.fetch, Compile: p.compile})
				p.n = 1
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				began := time.Now()
				asked := make(chan error)
				go func() { _, err := loop.Reload(t.Context(), "start"); asked <- err }()
				if err := loop.Run(ctx); err != nil || time.Since(began) > 1200*ms {
					t.Errorf("Run: %v after %v", err, time.Since(began))
				}
				if err := <-asked; !errors.Is(err, reload.ErrStopped) {
					t.Error(err)
				}
				time.Sleep(2 * lost)
			})
		})
	}
}

// TestHangingFetch checks that a fetch that never returns does not delay the end.
func TestHangingFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		loop := reload.New(reload.Config[int, int, string]{Fetch: func(context.Context) (f reload.Fetched[int, string], err error) {
			<-release
			return f, nil
		}})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		loop.Poke("watch")
		began := time.Now()
		if err := loop.Run(ctx); err != nil || time.Since(began) > 1200*ms {
			t.Errorf("Run: %v after %v", err, time.Since(began))
		}
		close(release)
	})
}

// TestTouchedContentIsCompiledOnce checks that neither pokes nor callers start a
// compilation again that is of the same content.
func TestTouchedContentIsCompiledOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &press{takes: map[int]time.Duration{2: 10 * time.Second}}
		loop, _, _ := p.start(t)
		p.save(loop, 2)
		var wg sync.WaitGroup
		for range 30 {
			time.Sleep(300 * ms)
			loop.Poke("watch")
			wg.Go(func() {
				if a := mustReload(t, loop, reload.Changed); a.Version != "v2" {
					t.Errorf("%+v", a)
				}
			})
		}
		wg.Wait()
		time.Sleep(time.Second)
		p.check(t, []int{1, 2})
		p.wantAttempts(t, "[test] changed v1", "[watch test] changed v2")
	})
}

// TestContentThatAlwaysChangesGoesLive checks that newer content does not keep all
// content from going live.
func TestContentThatAlwaysChangesGoesLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &press{takes: map[int]time.Duration{}}
		loop, _, _ := p.start(t)
		live := map[int]bool{}
		for n := 2; n < 200; n++ {
			p.set(func(*shelf) { p.takes[n] = time.Second })
			p.save(loop, n)
			time.Sleep(300 * ms)
			live[*loop.Holder().Load()] = true
		}
		if len(live) < 10 || len(live) > 60 {
			t.Errorf("%d of 200 went live", len(live))
		}
	})
}

// TestNoPileUp plays random saves of content that compiles for a random time and
// may not heed its context. The last good save is live in the end, and compilations
// never pile up.
func TestNoPileUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		saves := rapid.SliceOfN(rapid.IntRange(0, 3000), 1, 30).Draw(rt, "pauses")
		takes := rapid.SliceOfN(rapid.IntRange(0, 20_000), len(saves), len(saves)).Draw(rt, "takes")
		deaf := rapid.SliceOfN(rapid.Bool(), len(saves), len(saves)).Draw(rt, "deaf")
		asks := rapid.SliceOfN(rapid.Bool(), len(saves), len(saves)).Draw(rt, "asks")
		synctest.Test(t, func(t *testing.T) {
			p := &press{takes: map[int]time.Duration{}, deaf: map[int]bool{}}
			loop, _, _ := p.start(t)
			var wg sync.WaitGroup
			for i, pause := range saves {
				n := i + 2
				p.set(func(*shelf) { p.takes[n], p.deaf[n] = time.Duration(takes[i])*ms, deaf[i] })
				if p.save(loop, n); asks[i] {
					wg.Go(func() {
						a, err := loop.Reload(t.Context(), "test")
						if err != nil || a.Result == reload.Rejected || a.Content < n {
							t.Errorf("asked at %d: %+v, %v", n, a, err)
						}
					})
				}
				time.Sleep(time.Duration(pause) * ms)
			}
			wg.Wait()
			time.Sleep(2 * time.Minute)
			if got, want := *loop.Holder().Load(), len(saves)+1; got != want || p.most > 2 {
				t.Errorf("serves %d, want %d; %d compilations at once", got, want, p.most)
			}
		})
	})
}
