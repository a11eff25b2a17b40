package desk

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/source"
	"nlgserver/internal/source/demo"
	"nlgserver/nlg"
)

// demoDesk returns a desk on the demo assistant.
func demoDesk(t *testing.T, change func(*Config)) *Desk {
	t.Helper()
	src, err := demo.Source()
	if err != nil {
		t.Fatal(err)
	}
	return newDesk(t, src, change)
}

func newDesk(t *testing.T, src Source, change func(*Config)) *Desk {
	t.Helper()
	cfg := Config{
		Source: src, Options: Options{Compile: nlg.Options{Patterns: true}}, Title: "Test", Origin: "here", Product: "nlgserver test", User: "ann", ReadOnly: true,
	}
	if change != nil {
		change(&cfg)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// inMemory is content that does not change.
func inMemory(text string) Source {
	return source.Memory{Name: "memory", Files: []nlg.File{{Path: "a.yml", Data: []byte(text)}}}
}

// call is a request.
type call struct {
	method, target, body string
	headers              map[string]string
	// session is the id of a session; empty for none.
	session string
}

const testHost = "127.0.0.1:5057"

// on sends the request.
func (c call) on(h http.Handler) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, c.request())
	return w
}

func (c call) request() *http.Request {
	method := c.method
	if method == "" {
		method = http.MethodGet
	}
	var body io.Reader
	if c.body != "" {
		body = strings.NewReader(c.body)
	}
	r := httptest.NewRequest(method, c.target, body)
	r.Host = testHost
	if c.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.headers {
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	if c.session != "" {
		r.AddCookie(&http.Cookie{Name: cookieName(r, r.TLS != nil), Value: c.session})
	}
	return r
}

// enter returns the id of a session that a link began.
func enter(t testing.TB, d *Desk) string {
	t.Helper()
	w := call{target: d.NewLink()}.on(d)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Fatalf("the link: %d %s", w.Code, w.Body)
	}
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatal(cookies)
	}
	return cookies[0].Value
}

// ready waits until the content has been read, and returns a session.
func ready(t testing.TB, d *Desk) string {
	t.Helper()
	id := enter(t, d)
	waitFor(t, d, func(s *state) bool { return s.name != stateLoading })
	return id
}

// waitFor waits until the state is such.
func waitFor(t testing.TB, d *Desk, is func(*state) bool) *state {
	t.Helper()
	stream, ok := d.content.subscribe()
	if !ok {
		t.Fatal("no stream")
	}
	defer d.content.unsubscribe(stream)
	for {
		if s := d.content.current(); is(s) {
			return s
		}
		select {
		case <-stream:
		case <-time.After(time.Minute):
			t.Fatal("it did not come")
		}
	}
}

// codeIn returns the code of a problem document.
func codeIn(w *httptest.ResponseRecorder) string {
	_, rest, _ := strings.Cut(w.Body.String(), `"code":"`)
	text, _, _ := strings.Cut(rest, `"`)
	return text
}

// beside returns expectation files.
func beside(tests string) func(context.Context) Beside {
	return func(context.Context) Beside {
		return Beside{Tests: []nlg.File{{Path: "a.nlgtest.yml", Data: []byte(tests)}}}
	}
}
