package httpapi

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"nlgserver/internal/budget"
)

// TestOverloaded checks that a request without room beside those in flight gets
// a 503 with Retry-After, that it has room when they are done, and that a small one
// has room all the time.
func TestOverloaded(t *testing.T) {
	h := serverOf(t, func(c *setup) { c.Limits.InFlight = LeastInFlight })
	slow, send := io.Pipe()
	answered := make(chan int)
	const size = 100 << 10
	go func() {
		r := httptest.NewRequest(http.MethodPost, "/nlg", slow)
		r.ContentLength = size
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		answered <- w.Code
	}()
	begin := `{"response": "utter_fallback"` + strings.Repeat(" ", 20<<10)
	if _, err := io.WriteString(send, begin); err != nil {
		t.Fatal(err)
	}
	const small = `{"response": "utter_fallback"}`
	usual := small + strings.Repeat(" ", size-len(small))
	w := post(h, "/nlg", "", usual)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), string(CodeOverloaded)) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := post(h, "/nlg", "", small); w.Code != http.StatusOK {
		t.Errorf("a small request: %d %s", w.Code, w.Body)
	}
	if _, err := io.WriteString(send, strings.Repeat(" ", size-len(begin)-1)+"}"); err != nil {
		t.Fatal(err)
	}
	if code := <-answered; code != http.StatusOK {
		t.Errorf("the request under way: %d", code)
	}
	if w := post(h, "/nlg", "", usual); w.Code != http.StatusOK {
		t.Errorf("afterwards: %d %s", w.Code, w.Body)
	}
}

// TestHugeSlots checks a slot that is larger than any window that is kept.
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

// TestMemoryIsReleased checks that what waits for the next request holds nothing
// of a huge one.
func TestMemoryIsReleased(t *testing.T) {
	catalog := catalogOf(t, greetings)
	s := newResponder(newServer(of(catalog).config()))
	w := &work{body: s.intake.NewBody(), assistant: s.cfg.Assistants().byDefault}
	budget.OpenFor(&w.budget, &client{t.Context()}, s.each, s.cfg.Memory, s.gate)
	respondHuge(t, s, w)
	s.release(w)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 16<<20 {
		t.Errorf("%d MiB are held", m.HeapAlloc>>20)
	}
	runtime.KeepAlive(w)
	if n := s.cfg.Memory.Used(); n != 0 {
		t.Errorf("%d bytes of the budget are lost", n)
	}
}

// respondHuge answers a request with a slot of 20 MiB.
func respondHuge(t *testing.T, s *responder, w *work) {
	t.Helper()
	huge := `{"response": "utter_slack_only", "tracker": {"slots": {"x": "` + strings.Repeat("y", 20<<20) + `"}}, "channel": {"name": "slack"}}`
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodPost, "/nlg", strings.NewReader(huge))
	if p := s.respond(c, w); p != nil {
		t.Fatal(p)
	}
}

// TestBuffersDoNotMix sends concurrent requests of all sizes, each with its own
// text.
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
