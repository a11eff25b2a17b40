package reload_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/server/internal/reload"
)

// page is content that a slow writer overwrites: a number of lines, of which each
// prefix is valid.
type page struct {
	shelf

	// open is set while the writer has the file open and that can be known.
	open bool
}

func (p *page) fetch(ctx context.Context) (reload.Fetched[int, string], error) {
	f, err := p.shelf.fetch(ctx)
	f.Size = int64(f.Content)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open {
		f.Writing = "a.yml"
	}
	return f, err
}

// TestSlowWriters overwrites content of 100 lines in place, slowly, and checks what
// goes live meanwhile.
func TestSlowWriters(t *testing.T) {
	for _, tt := range []struct {
		name  string
		pause time.Duration // between two tenths
		known bool          // that the file is open
		lasts int           // how many of the tenths are written
		want  []string
	}{
		{"fast", 10 * ms, false, 11, []string{"110 at 150ms"}},
		{"a second in all, not known", 100 * ms, false, 11, []string{"110 at 1.05s"}},
		{"three seconds, not known", 300 * ms, false, 11, []string{"110 at 3.05s"}},
		{"nine seconds, not known", 900 * ms, false, 11, []string{"110 at 9.05s"}},
		{"ten seconds, known", time.Second, true, 11, []string{"110 at 11.05s"}},
		{"half a minute, known", 3 * time.Second, true, 11, []string{"110 at 33.05s"}},
		{"it stops in the middle, known", time.Second, true, 5, []string{"50 at 7.05s"}},
		{"it stops in the middle, not known", 300 * ms, false, 5, []string{"50 at 2.25s"}},
		{"pauses for too long, known", 20 * time.Second, true, 3, []string{"30 at 1m0.05s"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &page{shelf: shelf{n: 100}}
				var loop *reload.Loop[int, int, string]
				cfg := shrinking(&loop)
				cfg.Fetch, cfg.Compile = p.fetch, p.compile
				loop = reload.New(cfg)
				ctx, cancel := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() { ended <- loop.Run(ctx) }()
				defer func() {
					cancel()
					if err := <-ended; err != nil {
						t.Error(err)
					}
				}()
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
				for i := range tt.lasts {
					watch(time.Duration(i) * tt.pause)
					p.set(func(*shelf) { p.n, p.open = (i+1)*10, tt.known })
					loop.Poke("watch")
				}
				end := time.Duration(tt.lasts) * tt.pause
				watch(end)
				p.set(func(*shelf) { p.open = false })
				watch(end + 30*time.Second)
				if !slices.Equal(got, tt.want) {
					t.Errorf("live: %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// TestStatusTellsWhatWaits checks the status while content waits, and that a file
// that stays open for ever does not hold it back for ever.
func TestStatusTellsWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &page{shelf: shelf{n: 100}}
		var loop *reload.Loop[int, int, string]
		cfg := shrinking(&loop)
		var told []string
		cfg.Fetch, cfg.Compile = p.fetch, p.compile
		cfg.OnHeld = func(next *int, h reload.Held) {
			told = append(told, fmt.Sprintf("%v %q %v", next != nil, h.Writing, h.Until.Sub(h.Since)))
		}
		loop = reload.New(cfg)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- loop.Run(ctx) }()
		defer func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}()
		mustReload(t, loop, reload.Changed)

		p.set(func(*shelf) { p.n, p.open = 200, true }) // it removes nothing
		loop.Poke("watch")
		time.Sleep(100 * ms)
		if h := loop.Status().Held; h == nil || h.Writing != "a.yml" || h.Until.Sub(h.Since) != 5*time.Second {
			t.Errorf("%+v", h)
		}
		time.Sleep(6 * time.Second)
		if st := loop.Status(); st.Held != nil || *loop.Holder().Load() != 200 {
			t.Errorf("%+v", st)
		}
		p.set(func(*shelf) { p.n, p.open = 50, false })
		loop.Poke("watch")
		time.Sleep(100 * ms)
		if h := loop.Status().Held; h == nil || h.Writing != "" || h.Until.Sub(h.Since) != time.Second {
			t.Errorf("%+v", h)
		}
		p.set(func(*shelf) { p.open = true })
		if a := mustReload(t, loop, reload.Changed); a.Version != "v50" {
			t.Errorf("a caller waits: %+v", a)
		}
		want := []string{`false "a.yml" 5s`, `true "" 1s`}
		if loop.Status().Held != nil || !slices.Equal(told, want) {
			t.Errorf("%+v, told %q", loop.Status().Held, told)
		}
	})
}
