package desk

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestLink checks that a link works once, that only the newest works, and that a look
// at it does not use it up.
func TestLink(t *testing.T) {
	d := demoDesk(t, nil)
	old, link := d.NewLink(), d.NewLink()
	if old == link {
		t.Fatal("the same key twice")
	}
	for _, c := range []struct {
		what, method, link string
		status             int
	}{
		{"the old link", http.MethodGet, old, 403},
		{"a look at it", http.MethodHead, link, 200},
		{"the link", http.MethodGet, link, 303},
		{"again", http.MethodGet, link, 403},
	} {
		if w := (call{method: c.method, target: c.link}).on(d); w.Code != c.status || (w.Header().Get("Set-Cookie") != "") != (c.status == 303) {
			t.Errorf("%s: %d %s", c.what, w.Code, w.Body)
		}
	}
	w := call{target: link, headers: map[string]string{"Accept": "text/html,*/*;q=0.8"}}.on(d)
	if w.Code != 403 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(w.Body.String(), "Press Enter in the terminal") {
		t.Error("to a person:", w.Code, w.Header(), w.Body)
	}
	// Who is in already only goes to the page, but the key is used up.
	id := enter(t, d)
	link = d.NewLink()
	if w := (call{target: link, session: id}).on(d); w.Code != 303 || w.Header().Get("Set-Cookie") != "" {
		t.Error("in session:", w.Code, w.Header())
	}
	if w := (call{target: link}).on(d); w.Code != 403 {
		t.Error("after that:", w.Code)
	}
}

// TestAttempts checks that wrong keys are limited, and that nobody can lock the owner
// out with them.
func TestAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeys()
		if fits, _ := k.use(""); fits {
			t.Error("there is no key yet")
		}
		key := k.renew()
		count := func() (wrong int) {
			for range 1000 {
				fits, tooMany := k.use(newSecret())
				if fits {
					t.Fatal("a guess fits")
				}
				if !tooMany {
					wrong++
				}
			}
			return wrong
		}
		if got := count(); got != maxAttempts-1 {
			t.Error("attempts:", got)
		}
		time.Sleep(2 * attemptEvery)
		if got := count(); got != 2 {
			t.Error("after a while:", got)
		}
		if fits, _ := k.use(key); !fits {
			t.Error("the owner is locked out")
		}
		time.Sleep(1000 * attemptEvery)
		if got := count(); got != maxAttempts {
			t.Error("after long:", got)
		}
	})
}

// TestLinkAtOnce checks that of many who follow a link at once, one gets in.
func TestLinkAtOnce(t *testing.T) {
	d := demoDesk(t, nil)
	for range 20 {
		link := d.NewLink()
		var in atomic.Int32
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if w := (call{target: link}).on(d); w.Header().Get("Set-Cookie") != "" {
					in.Add(1)
				}
			})
		}
		all.Wait()
		if got := in.Load(); got != 1 {
			t.Fatal(got, "got in")
		}
	}
}
