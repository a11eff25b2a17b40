package desk

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"nlgserver/desk/internal/people"
)

// written is what is logged.
type written struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (w *written) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(b)
}

// take returns what was logged since it was last called.
func (w *written) take() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.out.Reset()
	return w.out.String()
}

// leaver is a door at which whoever guesses does not wait for the answer.
type leaver struct{ leave context.CancelFunc }

func (l leaver) SignIn(ctx context.Context, _ *people.List, name, _ string, _ netip.Addr) (people.User, error) {
	l.leave()
	if name == "bob" { // was not checked
		return people.User{}, ctx.Err()
	}
	return people.User{}, people.ErrWrong
}

// TestSignInsAreLogged checks what the log has of who signs in and who is refused, with
// the address behind the proxy, and that it never has a password.
func TestSignInsAreLogged(t *testing.T) {
	log := new(written)
	d := demoDesk(t, func(c *Config) {
		withTeam(t, func(p *People) { behindProxy(p); p.DefaultRole = "" })(c)
		c.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelInfo}))
	})
	for _, tt := range []struct {
		name, password, want string
	}{
		{"ann", "pass-ann", `level=INFO msg="signed in" user=ann address=192.0.2.9` + "\n"},
		{"ann", "pass-bob", `level=WARN msg="sign-in refused" user=ann address=192.0.2.9 reason="wrong name or password"` + "\n"},
		{"pass-ann", "ann", `level=WARN msg="sign-in refused" known=false address=192.0.2.9 reason="wrong name or password"` + "\n"},
		{"dan", "pass-dan", `level=WARN msg="sign-in refused" user=dan address=192.0.2.9 reason="no role"` + "\n"},
	} {
		fromAddress(d, headed(signInCall(tt.name, tt.password), "X-Forwarded-For", "192.0.2.9", "X-Forwarded-Proto", "https"), "10.0.0.7:1")
		got := log.take()
		if _, rest, _ := strings.Cut(got, " "); rest != tt.want { // after the time
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if strings.Contains(got, "pass-") {
			t.Error("a password:", got)
		}
	}
	for reason, door := range map[string]signer{"too many others sign in at the moment": busySigner{}, "too many wrong passwords": tooManySigner{}} {
		d.people.door = door
		fromAddress(d, signInCall("ann", "pass-ann"), loopback)
		if got := log.take(); !strings.Contains(got, `user=ann address=127.0.0.1 reason="`+reason+`"`) {
			t.Error(got)
		}
	}
	for name, want := range map[string]bool{"ann": true, "bob": false} {
		ctx, cancel := context.WithCancel(t.Context())
		d.people.door = leaver{cancel}
		r := signInCall(name, "wrong").request().WithContext(ctx)
		r.RemoteAddr = loopback
		d.ServeHTTP(httptest.NewRecorder(), r)
		if got := log.take(); (got != "") != want {
			t.Errorf("%s leaves: %q", name, got)
		}
	}
}

// TestAssistantBeforeSignIn checks that whoever may sign in with a password learns the
// title of the page, and nothing else of it, and others not even that.
func TestAssistantBeforeSignIn(t *testing.T) {
	session := call{target: apiPath + "session"}
	body := fromAddress(demoDesk(t, withTeam(t, nil)), session, loopback).Body.String()
	if !strings.Contains(body, `"enter":"password","assistant":"Test"`) || strings.Contains(body, "here") || strings.Contains(body, "nlgserver test") {
		t.Error(body)
	}
	proxied := demoDesk(t, withTeam(t, func(p *People) { behindProxy(p); p.Users = nil }))
	for what, d := range map[string]*Desk{"by a link": demoDesk(t, nil), "by a proxy": proxied, "by the page": demoDesk(t, func(c *Config) { c.Gate = &fakeGate{} })} {
		if body := fromAddress(d, session, loopback).Body.String(); strings.Contains(body, "Test") || !strings.Contains(body, "no_session") {
			t.Errorf("%s: %s", what, body)
		}
	}
}
