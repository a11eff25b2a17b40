package httpapi

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{limit: 100}
		ctx := context.Background()
		if !m.take(ctx, 0, 500) {
			t.Fatal("a request that is alone does not fit")
		}
		if !m.take(ctx, 500, 100) {
			t.Error("a request that is alone cannot grow")
		}
		m.used.Add(-100)
		begin := time.Now()
		if m.take(ctx, 0, 1) {
			t.Error("the budget is overdrawn")
		}
		if waited := time.Since(begin); waited != budgetWait {
			t.Errorf("it waited %v", waited)
		}
		m.used.Add(-500)
		if !m.take(ctx, 0, 60) || !m.take(ctx, 0, 40) {
			t.Error("what fits is refused")
		}
		var group sync.WaitGroup
		group.Go(func() {
			if !m.take(ctx, 0, 50) {
				t.Error("memory that is given back is not found")
			}
		})
		time.Sleep(budgetLook)
		m.used.Add(-60)
		group.Wait()
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if begin := time.Now(); m.take(gone, 0, 50) || time.Since(begin) > budgetLook {
			t.Error("a client that has gone still waits")
		}
	})
}

// TestOverloaded: a request that does not fit beside those under way is sent
// away with a time to come back, and fits when they are done.
func TestOverloaded(t *testing.T) {
	h := serverOf(t, func(c *Config) { c.MaxInFlight = 64 << 10 })
	slow, send := io.Pipe()
	answered := make(chan int)
	go func() {
		r := httptest.NewRequest(http.MethodPost, "/nlg", slow)
		r.ContentLength = 60 << 10
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		answered <- w.Code
	}()
	begin := `{"response": "utter_fallback"` + strings.Repeat(" ", 20<<10)
	if _, err := io.WriteString(send, begin); err != nil {
		t.Fatal(err)
	}
	w := post(h, "/nlg", "", `{"response": "utter_fallback"}`)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), string(CodeOverloaded)) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if _, err := io.WriteString(send, strings.Repeat(" ", 60<<10-len(begin)-1)+"}"); err != nil {
		t.Fatal(err)
	}
	if code := <-answered; code != http.StatusOK {
		t.Errorf("the request under way: %d", code)
	}
	if w := post(h, "/nlg", "", `{"response": "utter_fallback"}`); w.Code != http.StatusOK {
		t.Errorf("afterwards: %d %s", w.Code, w.Body)
	}
}

// TestAnnouncedIsNotTaken: a body takes memory as it arrives, whatever length
// it announces.
func TestAnnouncedIsNotTaken(t *testing.T) {
	s := newSayer(newServer(Config{MaxInFlight: DefaultMaxInFlight}))
	const calm, busy = 0, DefaultMaxInFlight / 4
	for _, tt := range []struct{ others, announced, come, atMost int64 }{
		{calm, 64 << 20, 1, firstWindow},
		{calm, 64 << 20, 100, firstWindow},
		{calm, 64 << 20, 1000, aheadAtEase * 1000},
		{busy, 64 << 20, 1000, ahead * 1000},
		{busy, 64 << 20, 4000, ahead * 4000},
		{busy, 64 << 20, firstWindow, ahead * firstWindow},
		{calm, 64 << 20, 2 * firstWindow, usualWindow},
		{calm, 64 << 20, 8 << 20, 2 * usualWindow}, // which is full, and so is about to grow
		{calm, 20 << 10, firstWindow, 2 * firstWindow},
		{calm, -1, firstWindow, 2 * firstWindow},
	} {
		s.memory.used.Store(tt.others)
		l := loan{from: &s.memory}
		window, _ := l.window(t.Context())
		b := body{loan: &l, ctx: t.Context(), in: io.LimitReader(&endless{piece: []byte(" ")}, tt.come), limit: DefaultMaxBody, announced: tt.announced}
		for {
			var err error
			if window, err = b.More(window[:0]); err != nil { // nobody needs what has come
				break
			}
		}
		if b.read != tt.come || l.reserved > tt.atMost || s.memory.used.Load() != tt.others+l.reserved || int64(cap(window)) > l.reserved {
			t.Errorf("%d of %d bytes: %d are read, %d reserved of %d, the window has %d; want at most %d",
				tt.come, tt.announced, b.read, l.reserved, s.memory.used.Load(), cap(window), tt.atMost)
		}
		l.give()
	}
}

// TestHugeSlots: what matters may be larger than any window that is kept.
func TestHugeSlots(t *testing.T) {
	h := serverOf(t, nil)
	name := strings.Repeat("x", 3<<20)
	for range 3 {
		w := post(h, "/nlg", "", `{"response": "utter_greet", "tracker": {"slots": {"name": "`+name+`"}}}`)
		if w.Body.String() != `{"text":"Hello {name}","id":"hello"}` { // more than a text may hold
			t.Fatalf("%d %.100s", w.Code, w.Body)
		}
		if w := post(h, "/nlg", "", `{"response": "utter_greet", "tracker": {"slots": {"name": "Ann"}}}`); w.Body.String() != `{"text":"Hello Ann","id":"hello"}` {
			t.Fatalf("%d %.100s", w.Code, w.Body)
		}
	}
}

// TestMemoryIsLetGo: what waits for the next request holds nothing of a huge
// one.
func TestMemoryIsLetGo(t *testing.T) {
	catalog := catalogOf(t, greetings)
	s := newSayer(newServer(Config{Catalog: func() *nlg.Catalog { return catalog }, Rand: first{}, Log: slog.New(slog.DiscardHandler), MaxBody: DefaultMaxBody, MaxInFlight: DefaultMaxInFlight}))
	w := &work{loan: loan{from: &s.memory}}
	sayHuge(t, s, w)
	s.release(w)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 16<<20 {
		t.Errorf("%d MiB are held", m.HeapAlloc>>20)
	}
	runtime.KeepAlive(w)
	if s.memory.used.Load() != 0 {
		t.Errorf("%d bytes of the budget are lost", s.memory.used.Load())
	}
}

// sayHuge answers a request with a slot of 20 MiB.
func sayHuge(t *testing.T, s *sayer, w *work) {
	t.Helper()
	huge := `{"response": "utter_slack_only", "tracker": {"slots": {"x": "` + strings.Repeat("y", 20<<20) + `"}}, "channel": {"name": "slack"}}`
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodPost, "/nlg", strings.NewReader(huge))
	if p := s.say(c, w); p != nil {
		t.Fatal(p)
	}
}

// TestBuffersDoNotMix: requests of all sizes at once, each with its own text.
func TestBuffersDoNotMix(t *testing.T) {
	h := serverOf(t, nil)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for round := range 20 {
				name := strings.Repeat(string(rune('a'+i)), 10)
				padding := strings.Repeat(" ", []int{0, 100, 20 << 10, 1 << 20, 2 << 20}[(i+round)%5])
				w := post(h, "/nlg", "", `{"response": "utter_greet",`+padding+`"tracker": {"slots": {"name": "`+name+`"}}}`)
				if want := `{"text":"Hello ` + name + `","id":"hello"}`; w.Body.String() != want {
					t.Errorf("%d %s, want %s", w.Code, w.Body, want)
				}
			}
		})
	}
	group.Wait()
}
