package desk

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// bodies are the bodies of the routes that read one.
var bodies = map[string]string{
	apiPath + "try":           `{"response": "utter_greet"}`,
	apiPath + "sign-in":       `{"user": "ann", "password": "wrong"}`,
	apiPath + "sign-out":      `{}`,
	apiPath + "draft/steps":   `{"ops": [{"kind": "set", "response": "utter_greet", "number": 1, "path": "id", "value": "a"}]}`,
	apiPath + "draft/undo":    `{}`,
	apiPath + "draft/redo":    `{}`,
	apiPath + "draft/discard": `{}`,
	apiPath + "draft/revert":  `{"response": "utter_greet"}`,
	apiPath + "draft/resolve": `{"ref": {"step": 1, "op": 0}, "choice": {"mine": true}}`,
	apiPath + "draft/accept":  `{"cases": []}`,
	apiPath + "draft/file":    `{"path": "a.yml", "text": "", "was_version": "a"}`,
	apiPath + "draft/restore": `{"id": "a"}`,
	apiPath + "publish":       `{"message": "a", "override": ""}`,

	apiPath + "releases/rollback": `{"number": 1, "message": "", "live": 2}`,
	apiPath + "releases/promote":  `{"message": "", "live": 2}`,
	apiPath + "releases/abort":    `{"message": "", "live": 2}`,

	apiPath + "translations/import": "id,target\n",
}

// queries are the queries of the routes that need one.
var queries = map[string]string{
	apiPath + "response": "?name=utter_greet", apiPath + "recording": "?id=a", apiPath + "file": "?path=a.yml", apiPath + "translations": "?language=de",
	apiPath + "translations/export": "?language=de&format=po",
	apiPath + "translations/import": "?language=de&name=de.csv", apiPath + "history/changes": "?id=a", apiPath + "releases/changes": "?to=live",
}

// everyRoute yields a request for each route.
func everyRoute(d *Desk, yield func(name string, c call)) {
	for path, methods := range d.routes {
		for method := range methods {
			c := call{method: method, target: path + queries[path], body: bodies[path]}
			if readsFile(path) {
				c = headed(c, "Content-Type", "application/octet-stream")
			}
			yield(method+" "+path, c)
		}
	}
}

// readsFile reports whether the body of a route is a file, and not JSON.
func readsFile(path string) bool { return strings.HasSuffix(path, "/import") }

// TestNoSession checks that no route of the API answers without a session that lasts.
func TestNoSession(t *testing.T) {
	d := demoDesk(t, nil)
	over := enter(t, d)
	d.EndSessions()
	routes := 0
	everyRoute(d, func(name string, c call) {
		routes++
		for what, id := range map[string]string{
			"none": "", "forged": newSecret(), "empty": " ", "a hash": strings.Repeat("0", 64), "ended": over, "a path": "../../etc", "long": strings.Repeat("a", 5000),
		} {
			c.session = id
			w := c.on(d)
			if w.Code != http.StatusUnauthorized || codeIn(w) != string(codeNoSession) {
				t.Errorf("%s, %s: %d %s", name, what, w.Code, w.Body)
			}
		}
	})
	if routes < 7 {
		t.Error("routes:", routes)
	}
	// Nothing is read for those who may not see it.
	if d.content.running {
		t.Error("the content was read")
	}
}

// TestHeaders checks that every reply of every route, and every problem, has the
// headers that protect it.
func TestHeaders(t *testing.T) {
	d := demoDesk(t, nil)
	id := ready(t, d)
	calls := []call{
		{target: "/"},
		{target: "/", headers: map[string]string{"If-None-Match": d.page().index.etag}},
		{target: "/", method: http.MethodPut},
		{target: "/nowhere"},
		{target: assetsPath + "no.js"},
		{target: openPath + "?key=wrong"},
		{target: openPath + "?key=wrong", headers: map[string]string{"Accept": "text/html"}},
		{target: d.NewLink()},
		{target: apiPath},
		{target: apiPath + "nowhere", session: id},
		{target: apiPath + "session", method: http.MethodDelete, session: id},
		{target: apiPath + "try", method: http.MethodPost, session: id, body: "{"},
		{target: apiPath + "session", session: id, headers: map[string]string{"Host": "evil.example"}},
		{target: apiPath + "session", session: id, headers: map[string]string{"Sec-Fetch-Site": "cross-site"}},
		{target: apiPath + "session", method: http.MethodOptions, session: id},
	}
	everyRoute(d, func(name string, c call) {
		if name != "GET "+apiPath+"events" {
			calls = append(calls, c)
			c.session = id
			calls = append(calls, c)
		}
	})
	for _, c := range calls {
		w := c.on(d)
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; " +
				"connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := w.Header()[name]; !slices.Equal(got, []string{want}) {
				t.Errorf("%s %s (%d): %s: %q", c.method, c.target, w.Code, name, got)
			}
		}
		want := "no-store"
		if c.target == "/" && w.Code < 400 {
			want = "no-cache"
		}
		if got := w.Header().Get("Cache-Control"); got != want {
			t.Errorf("%s %s (%d): Cache-Control: %q", c.method, c.target, w.Code, got)
		}
		if w.Code >= 400 && w.Header().Get("Content-Type") != "application/problem+json" && c.headers["Accept"] == "" {
			t.Errorf("%s %s: %s", c.method, c.target, w.Header().Get("Content-Type"))
		}
	}
}

// TestMethods checks that a path has no other method than those of the table.
func TestMethods(t *testing.T) {
	d := demoDesk(t, nil)
	id := ready(t, d)
	for path, methods := range d.routes {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"} {
			if _, has := methods[method]; has {
				continue
			}
			w := call{method: method, target: path, session: id, body: bodies[path]}.on(d)
			if w.Code != http.StatusMethodNotAllowed || codeIn(w) != string(codeMethodNotAllowed) {
				t.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
			}
			want := "GET, HEAD"
			if _, has := methods[http.MethodGet]; !has {
				want = "POST"
			}
			if got := w.Header().Get("Allow"); got != want {
				t.Errorf("%s %s: Allow: %q", method, path, got)
			}
		}
	}
	if w := (call{method: http.MethodHead, target: apiPath + "session", session: id}).on(d); w.Code != http.StatusOK {
		t.Error("HEAD:", w.Code)
	}
}

// TestPanic checks that a panic is a problem document, or cuts the reply off that has
// begun.
func TestPanic(t *testing.T) {
	d := demoDesk(t, nil)
	id := enter(t, d)
	begin := false
	d.routes[apiPath+"session"] = map[string]route{http.MethodGet: {serve: func(w http.ResponseWriter, _ *http.Request, _ *session) error {
		if begin {
			_, _ = w.Write([]byte("half"))
		}
		panic("oh")
	}}}
	c := call{target: apiPath + "session", session: id}
	if w := c.on(d); w.Code != http.StatusInternalServerError || codeIn(w) != string(codeInternal) || strings.Contains(w.Body.String(), "oh") {
		t.Error(w.Code, w.Body)
	}
	begin = true
	defer func() {
		if cause := recover(); !errors.Is(cause.(error), http.ErrAbortHandler) {
			t.Error(cause)
		}
	}()
	c.on(d)
}

// TestLoading checks what the routes say while there is no content.
func TestLoading(t *testing.T) {
	d := newDesk(t, inMemory("responses:\n  utter_a: 5\n"), nil)
	id := ready(t, d)
	for _, path := range []string{"responses", "response?name=utter_a", "recording?id=1"} {
		if w := (call{target: apiPath + path, session: id}).on(d); w.Code != 503 || codeIn(w) != string(codeContentRejected) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	w := call{target: apiPath + "content", session: id}.on(d)
	if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, `"state":"rejected","summary":null,"rejected":{"findings":[{"severity":"error","code":"NLG`) {
		t.Error(w.Code, body)
	}
	d.content.publish(&state{name: stateLoading})
	if w := (call{target: apiPath + "responses", session: id}).on(d); w.Code != 503 || codeIn(w) != string(codeContentLoading) || w.Header().Get("Retry-After") != "1" {
		t.Error(w.Code, w.Body, w.Header())
	}
	if since := d.content.current().rejected; since != nil && since.Since.IsZero() {
		t.Error(time.Time{})
	}
}
