package httpapi

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/nlg"
)

// TestAssistantsNeverMix checks, with requests for the same response at the same time, that
// text and version of each reply are those of the assistant asked.
func TestAssistantsNeverMix(t *testing.T) {
	names := []string{"shop", "bank", "till"}
	var all []*Assistant
	versions := map[string]string{}
	for _, name := range names {
		a := assistant(t, name)
		all = append(all, a)
		versions[name] = a.Catalog().ShortVersion()
	}
	h := serverOfAll(SeveralAssistants("shop", all...))
	const workers, requests = 8, 500
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			for j := range requests {
				name := names[(i+j)%len(names)]
				path := "/a/" + name + "/nlg"
				if name == "shop" && j%2 == 0 {
					path = "/nlg"
				}
				w := post(h, path, "", asking("utter_who"))
				if text, version := w.Body.String(), w.Header().Get("X-NLG-Catalog"); text != `{"text":"`+name+` here"}` || version != versions[name] {
					t.Errorf("%s: %d %s of %s", path, w.Code, text, version)
				}
			}
		})
	}
	group.Wait()
}

// TestAssistantsSwap checks, while the assistants come, go and change, that each reply is
// the one of the assistant asked, and that none is lost by which there is always.
func TestAssistantsSwap(t *testing.T) {
	shop, bank, till := assistant(t, "shop"), assistant(t, "bank"), assistant(t, "till")
	snapshots := []*Assistants{
		SeveralAssistants("shop", shop, bank),
		SeveralAssistants("bank", shop, bank, till),
		SeveralAssistants("", shop, stamped(t, "bank", "bank (changed)")),
		SeveralAssistants("shop", shop, till),
	}
	var now atomic.Pointer[Assistants]
	now.Store(snapshots[0])
	h := serverOfNow(now.Load)
	const workers, requests = 4, 400
	var clients, swapping sync.WaitGroup
	var done atomic.Bool
	swapping.Go(func() {
		for i := 0; !done.Load(); i++ {
			now.Store(snapshots[i%len(snapshots)])
		}
	})
	allowed := map[string][]string{
		"/a/shop/nlg": {"shop here"},
		"/a/bank/nlg": {"bank here", "bank (changed) here", string(CodeUnknownAssistant)},
		"/a/till/nlg": {"till here", string(CodeUnknownAssistant)},
		"/nlg":        {"shop here", "bank here", string(CodeNoDefaultAssistant)},
	}
	for range workers {
		clients.Go(func() {
			for range requests {
				for path, wants := range allowed {
					if w := post(h, path, "", asking("utter_who")); !holdsOne(w, wants) {
						t.Errorf("%s: %d %s", path, w.Code, w.Body)
					}
				}
			}
		})
	}
	clients.Wait()
	done.Store(true)
	swapping.Wait()
}

// holdsOne reports whether a reply is a message with one of the texts, or a problem with
// one of the codes.
func holdsOne(w *httptest.ResponseRecorder, wants []string) bool {
	for _, want := range wants {
		if w.Body.String() == `{"text":"`+want+`"}` || w.Code == http.StatusNotFound && strings.Contains(w.Body.String(), `"code":"`+want+`"`) {
			return true
		}
	}
	return false
}

// leaving is a body on whose arrival its assistant leaves the server.
type leaving struct {
	io.Reader
	leave func()
}

func (l leaving) Read(b []byte) (int, error) {
	l.leave()
	return l.Reader.Read(b)
}

// TestAssistantsLeave checks that a request that an assistant has begun is the assistant's
// to the end: it is answered, counted and logged there, though a new configuration is
// without it.
func TestAssistantsLeave(t *testing.T) {
	for body, want := range map[string]map[string]int{
		asking("utter_who"): {"begin": 1, "said": 1, "end": 1},
		asking("utter_two"): {"begin": 1, "panic": 1, "internal_error": 1, "end": 1},
		asking("x"):         {"begin": 1, "unknown": 1, "unknown_response": 1, "end": 1},
		"hello":             {"begin": 1, "not_json": 1, "end": 1},
	} {
		for name, next := range map[string]*Assistants{
			"gone":     SeveralAssistants("bank", assistant(t, "bank")),
			"replaced": SeveralAssistants("shop", assistant(t, "shop", func(a *Assistant) { a.Catalog = func() *nlg.Catalog { return nil } })),
		} {
			for _, path := range []string{"/nlg", "/a/shop/nlg"} {
				atShop, atServer := &counts{}, &counts{}
				now := SeveralAssistants("shop", assistant(t, "shop", countedBy(atShop)))
				h := serverOfNow(func() *Assistants { return now }, func(c *Config) {
					c.Rand, c.Refused, c.Panicked = explosive{}, atServer.Refused, atServer.Panicked
				})
				w := exchange{target: "POST " + path, body: leaving{strings.NewReader(body), func() { now = next }}}.on(h)
				if diff := cmp.Diff(want, atShop.all()); diff != "" {
					t.Errorf("%s, %s, %s: %d %s (-want +got)\n%s", name, path, body, w.Code, w.Body, diff)
				}
				if elsewhere := atServer.all(); elsewhere != nil {
					t.Errorf("%s, %s, %s: the server counts %v", name, path, body, elsewhere)
				}
			}
		}
	}
}
