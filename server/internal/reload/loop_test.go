package reload_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/server/internal/reload"

	"github.com/google/go-cmp/cmp"
)

// shelf is content that tests change: a number and its faults.
type shelf struct {
	mu        sync.Mutex
	n         int
	fetchErr  error
	badErr    error
	panics    bool
	nothing   bool
	takes     time.Duration
	fetches   int
	compiles  int
	attempts  []string
	unversion bool
}

func (s *shelf) set(change func(*shelf)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *shelf) fetch(ctx context.Context) (reload.Fetched[int, string], error) {
	s.mu.Lock()
	s.fetches++
	n, fetchErr, takes := s.n, s.fetchErr, s.takes
	version := fmt.Sprintf("v%d", n)
	if s.unversion {
		version = ""
	}
	s.mu.Unlock()

	select {
	case <-time.After(takes):
	case <-ctx.Done():
		return reload.Fetched[int, string]{}, ctx.Err()
	}
	if fetchErr != nil {
		return reload.Fetched[int, string]{Details: "no bytes"}, fetchErr
	}
	return reload.Fetched[int, string]{Content: n, Version: version, Details: "read"}, nil
}

// compile makes a value from what was fetched.
func (s *shelf) compile(_ context.Context, f reload.Fetched[int, string]) (*int, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.compiles++
	if s.panics {
		panic("page on fire")
	}
	if s.nothing {
		return nil, "", nil
	}
	n := f.Content
	return &n, "compiled", s.badErr
}

// run starts a loop over the shelf. The loop ends with the test.
func (s *shelf) run(t *testing.T, cfg reload.Config[int, int, string]) *reload.Loop[int, int, string] {
	t.Helper()
	cfg.Fetch, cfg.Compile = s.fetch, s.compile
	cfg.OnAttempt = func(a reload.Attempt[int, string]) {
		s.set(func(s *shelf) { s.attempts = append(s.attempts, fmt.Sprintf("%v %v", a.Triggers, a.Result)) })
	}
	loop := reload.New(cfg)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- loop.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return loop
}

func (s *shelf) wantAttempts(t *testing.T, want ...string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if diff := cmp.Diff(want, s.attempts); diff != "" {
		t.Errorf("attempts (-want +got):\n%s", diff)
	}
}

func mustReload(t *testing.T, loop *reload.Loop[int, int, string], want reload.Result) reload.Attempt[int, string] {
	t.Helper()
	a, err := loop.Reload(t.Context(), "test")
	if err != nil {
		t.Fatalf("Reload: %v", err)
	}
	if a.Result != want {
		t.Fatalf("Reload = %v (%v), want %v", a.Result, a.Err, want)
	}
	return a
}

// only is a configuration without polls.
var only = reload.Config[int, int, string]{Poll: -1}

func TestSameVersionIsNotCompiledAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1}
		loop := s.run(t, only)
		mustReload(t, loop, reload.Changed)
		mustReload(t, loop, reload.Unchanged)
		first := loop.Holder().Load()
		s.set(func(s *shelf) { s.n = 2 })
		mustReload(t, loop, reload.Changed)
		if s.compiles != 2 || s.fetches != 3 {
			t.Errorf("%d compilations of %d fetches, want 2 of 3", s.compiles, s.fetches)
		}
		if *first != 1 || *loop.Holder().Load() != 2 {
			t.Errorf("a reader of the first value sees %d, a new one %d", *first, *loop.Holder().Load())
		}
	})
}

func TestNoVersionIsNeverUnchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1, unversion: true}
		loop := s.run(t, only)
		mustReload(t, loop, reload.Changed)
		mustReload(t, loop, reload.Changed)
	})
}

func TestRejectedKeepsLastGood(t *testing.T) {
	errBad := errors.New("bad words")
	for _, tc := range []struct {
		name, details, version string
		spoil                  func(*shelf)
		check                  func(error) bool
	}{
		{"unreadable", "no bytes", "", func(s *shelf) { s.fetchErr = errBad }, func(err error) bool { return errors.Is(err, errBad) }},
		{"does not compile", "compiled", "v2", func(s *shelf) { s.badErr = errBad }, func(err error) bool { return errors.Is(err, errBad) }},
		{"compiles to nothing", "", "v2", func(s *shelf) { s.nothing = true }, func(err error) bool { return err != nil }},
		{"panics", "read", "v2", func(s *shelf) { s.panics = true }, func(err error) bool {
			p, ok := errors.AsType[*reload.PanicError](err)
			return ok && p.Value == "page on fire" && len(p.Stack) > 0 && p.Error() == "panic: page on fire"
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &shelf{n: 1}
				loop := s.run(t, only)
				mustReload(t, loop, reload.Changed)
				since := loop.Status().Since
				time.Sleep(time.Hour)

				s.set(func(s *shelf) { s.n = 2; tc.spoil(s) })
				a := mustReload(t, loop, reload.Rejected)
				if !tc.check(a.Err) {
					t.Errorf("rejected because of %v", a.Err)
				}
				if a.Details != tc.details || a.Version != tc.version {
					t.Errorf("details %q of version %q, want %q of %q", a.Details, a.Version, tc.details, tc.version)
				}
				if live := loop.Holder().Load(); live == nil || *live != 1 {
					t.Errorf("live value is %v, want 1", live)
				}
				st := loop.Status()
				if st.Version != "v1" || !st.Stale || st.Since != since || st.Rejected != 1 || st.Last.Result != reload.Rejected {
					t.Errorf("status is %+v", st)
				}
			})
		})
	}
}

// TestContentTravelsWithTheAttempt checks that an attempt has what was fetched, and
// that the status does not keep it.
func TestContentTravelsWithTheAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1}
		loop := s.run(t, only)
		a := mustReload(t, loop, reload.Changed)
		s.set(func(s *shelf) { s.n, s.badErr = 2, errors.New("bad") })
		b := mustReload(t, loop, reload.Rejected)
		if a.Content != 1 || b.Content != 2 || loop.Status().Last.Content != 0 {
			t.Errorf("content %d and %d; the status keeps %d", a.Content, b.Content, loop.Status().Last.Content)
		}
	})
}

// TestLoadFromElsewhere loads other content once. Nothing else shares that
// attempt, and the next one reads the loop's own content.
func TestLoadFromElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1, fetchErr: errors.New("gone")}
		loop := s.run(t, only)
		mustReload(t, loop, reload.Rejected)
		elsewhere := func(n int, err error) reload.Fetch[int, string] {
			return func(context.Context) (reload.Fetched[int, string], error) {
				return reload.Fetched[int, string]{Content: n, Version: fmt.Sprintf("v%d", n)}, err
			}
		}
		loop.Poke("watch")
		var wg sync.WaitGroup
		for _, n := range []int{7, 8} {
			wg.Go(func() {
				a, err := loop.Load(t.Context(), fmt.Sprint("copy ", n), elsewhere(n, nil))
				if err != nil || a.Result != reload.Changed || a.Content != n {
					t.Errorf("Load = %+v, %v", a, err)
				}
			})
			synctest.Wait()
		}
		wg.Wait()
		if st := loop.Status(); *loop.Holder().Load() != 8 || st.Stale || st.Version != "v8" {
			t.Errorf("serves %d, %+v", *loop.Holder().Load(), st)
		}
		mustReload(t, loop, reload.Rejected)
		if a, err := loop.Load(t.Context(), "copy 9", elsewhere(9, errors.New("damaged"))); err != nil || a.Result != reload.Rejected {
			t.Errorf("Load = %+v, %v", a, err)
		}
		if live := *loop.Holder().Load(); live != 8 {
			t.Errorf("serves %d", live)
		}
		s.wantAttempts(t, "[test] rejected", "[copy 7] changed", "[copy 8] changed", "[watch test] rejected", "[copy 9] rejected")
	})
}

func TestUndoneChangeClearsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1}
		loop := s.run(t, only)
		mustReload(t, loop, reload.Changed)
		s.set(func(s *shelf) { s.n, s.badErr = 2, errors.New("bad") })
		mustReload(t, loop, reload.Rejected)
		s.set(func(s *shelf) { s.n = 1 }) // Compile would still fail, so it must not be called
		mustReload(t, loop, reload.Unchanged)
		if st := loop.Status(); st.Stale || st.Last.Err != nil || st.Version != "v1" {
			t.Errorf("status is %+v", st)
		}
	})
}

func TestFirstLoadRejected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1, badErr: errors.New("bad")}
		loop := s.run(t, only)
		if st := loop.Status(); st.Last.Result != 0 || st.Stale {
			t.Errorf("status before the first attempt is %+v", st)
		}
		a := mustReload(t, loop, reload.Rejected)
		if a.Details != "compiled" || loop.Holder().Load() != nil {
			t.Errorf("details %q, live %v", a.Details, loop.Holder().Load())
		}
		s.set(func(s *shelf) { s.badErr = nil })
		mustReload(t, loop, reload.Changed)
	})
}

func TestEndedLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1, takes: time.Minute}
		loop := reload.New(reload.Config[int, int, string]{Fetch: s.fetch, Compile: s.compile})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		early := make(chan error, 1)
		go func() {
			_, err := loop.Reload(t.Context(), "early")
			early <- err
		}()
		if err := loop.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
		if err := <-early; !errors.Is(err, reload.ErrStopped) {
			t.Errorf("Reload during the end: %v", err)
		}
		if _, err := loop.Reload(t.Context(), "late"); !errors.Is(err, reload.ErrStopped) {
			t.Errorf("Reload after the end: %v", err)
		}
		loop.Poke("late") // does not block
		if st := loop.Status(); st.Rejected != 0 || st.Stale {
			t.Errorf("an abandoned attempt counts: %+v", st)
		}
		if err := loop.Run(t.Context()); err == nil {
			t.Error("a second Run succeeds")
		}
	})
}

func TestReloadGivesUpWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1, takes: time.Minute}
		loop := s.run(t, only)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := loop.Reload(ctx, "hurry"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Reload: %v", err)
		}
		time.Sleep(2 * time.Minute)
		s.wantAttempts(t, "[hurry] changed") // made nevertheless
	})
}

// TestRejectedContentIsNotCompiledAtEachPoll checks that only a change, or a caller
// who asks, makes the loop compile it again.
func TestRejectedContentIsNotCompiledAtEachPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 1}
		loop := s.run(t, reload.Config[int, int, string]{Poll: time.Minute})
		mustReload(t, loop, reload.Changed)
		s.set(func(s *shelf) { s.n, s.badErr, s.compiles = 2, errors.New("bad"), 0 })
		time.Sleep(10*time.Minute + time.Second)
		synctest.Wait()
		compiles := func() (n int) {
			s.set(func(s *shelf) { n = s.compiles })
			return n
		}
		st := loop.Status()
		if compiles() != 1 || st.Rejected != 10 || !st.Stale || st.Last.Err == nil || st.Last.Details != "compiled" {
			t.Errorf("%d compilations, %+v", compiles(), st)
		}
		mustReload(t, loop, reload.Rejected)
		if compiles() != 2 {
			t.Errorf("%d compilations after asking", compiles())
		}
		s.set(func(s *shelf) { s.n = 3 })
		time.Sleep(2 * time.Minute)
		if compiles() != 3 {
			t.Errorf("%d compilations after another change", compiles())
		}
	})
}
