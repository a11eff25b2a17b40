package desk

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// fakeGate opens for ?token=right.
type fakeGate struct{ guarded, closed atomic.Bool }

func (g *fakeGate) Guarded() bool { return g.guarded.Load() }
func (g *fakeGate) Opens(r *http.Request) bool {
	return !g.guarded.Load() || !g.closed.Load() && r.URL.Query().Get("token") == "right"
}
func (g *fakeGate) Challenges() []string { return []string{`Bearer realm="nlgserver"`} }

// TestGate checks that whoever passes the gate gets a session, that the token goes
// from the address, and that the API wants the session.
func TestGate(t *testing.T) {
	gate := &fakeGate{}
	gate.guarded.Store(true)
	d := demoDesk(t, func(c *Config) { c.Gate = gate })
	page := map[string]string{"Accept": "text/html"}
	for _, target := range []string{"/", "/?token=wrong", "/?key=right"} {
		w := call{target: target, headers: page}.on(d)
		if w.Code != 401 || w.Header().Get("Www-Authenticate") != `Bearer realm="nlgserver"` || w.Header().Get("Set-Cookie") != "" || !strings.Contains(w.Body.String(), "Sign in") {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	// The token itself opens no route of the API.
	if w := (call{target: apiPath + "session?token=right"}).on(d); w.Code != 401 || codeIn(w) != string(codeNoSession) {
		t.Error(w.Code, w.Body)
	}
	w := call{target: "/?token=right", headers: page}.on(d)
	if w.Code != 303 || w.Header().Get("Location") != "/" {
		t.Fatal(w.Code, w.Header())
	}
	id := w.Result().Cookies()[0].Value
	for _, c := range []call{{target: "/", session: id}, {target: apiPath + "session", session: id}} {
		if w := c.on(d); w.Code != 200 {
			t.Errorf("%s: %d", c.target, w.Code)
		}
	}
	// There are no links here.
	if link := d.NewLink(); link != "/" {
		t.Error(link)
	}
	if w := (call{target: openPath + "?key="}).on(d); w.Code != 404 {
		t.Error(w.Code)
	}
	// When the secrets change, those who are in must show the new ones.
	gate.closed.Store(true)
	d.EndSessions()
	if w := (call{target: "/", session: id}).on(d); w.Code != 401 {
		t.Error(w.Code)
	}
}

// TestOpenGate checks that without credentials the names are known ones, and that a
// browser gets its session from the page.
func TestOpenGate(t *testing.T) {
	d := demoDesk(t, func(c *Config) { c.Gate = &fakeGate{} })
	if w := (call{target: apiPath + "session"}).on(d); w.Code != 401 {
		t.Error(w.Code)
	}
	w := call{target: "/"}.on(d)
	if w.Code != 200 || len(w.Result().Cookies()) != 1 {
		t.Fatal(w.Code, w.Header())
	}
	id := w.Result().Cookies()[0].Value
	if w := (call{target: "/", session: id}).on(d); w.Code != 200 || w.Header().Get("Set-Cookie") != "" {
		t.Error("again:", w.Code, w.Header())
	}
	if w := (call{target: apiPath + "session", session: id}).on(d); w.Code != 200 {
		t.Error(w.Code)
	}
	for _, target := range []string{"/", apiPath + "session"} {
		if w := (call{target: target, session: id, headers: map[string]string{"Host": "evil.example"}}).on(d); w.Code != 421 {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}

// rotatingGate closes right after it has opened, and tells the desk, as when the secrets
// change between a look at them and the session.
type rotatingGate struct {
	fakeGate
	desk *Desk
}

func (g *rotatingGate) Opens(r *http.Request) bool {
	opens := g.fakeGate.Opens(r)
	g.closed.Store(true)
	g.desk.EndSessions()
	return opens
}

// TestGateCloses checks that no session outlasts the secret that it began with, be it
// withdrawn at that moment.
func TestGateCloses(t *testing.T) {
	gate := &rotatingGate{}
	gate.guarded.Store(true)
	gate.desk = demoDesk(t, func(c *Config) { c.Gate = gate })
	w := call{target: "/?token=right"}.on(gate.desk)
	if w.Code != 401 || w.Header().Get("Set-Cookie") != "" || len(gate.desk.sessions.byID) != 0 {
		t.Error(w.Code, w.Header(), len(gate.desk.sessions.byID))
	}
}
