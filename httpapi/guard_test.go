package httpapi

import (
	"bytes"
	"context"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/access"
	"nlgserver/nlg"
)

func gateOf(t *testing.T, s access.Secrets) *access.Gate {
	t.Helper()
	keys, err := access.New("", s)
	if err != nil {
		t.Fatal(err)
	}
	g := &access.Gate{}
	g.Set(keys)
	return g
}

// call is one request of a test, from this machine if nothing else is said.
type call struct {
	method, target, host, peer string
	headers                    map[string]string
}

func (c call) on(h http.Handler) *httptest.ResponseRecorder {
	body := ""
	if c.method == http.MethodPost {
		body = `{"response": "utter_fallback"}`
	}
	r := httptest.NewRequest(c.method, c.target, strings.NewReader(body))
	r.Host, r.RemoteAddr = "127.0.0.1:5056", "127.0.0.1:40000"
	if c.host != "" {
		r.Host = c.host
	}
	if c.peer != "" {
		r.RemoteAddr = c.peer
	}
	for name, value := range c.headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func reloads(c *Config) {
	c.Reload = func(context.Context) ReloadResult { return ReloadResult{Version: "v"} }
}

// operated is a server of which everything can be asked.
func operated(t *testing.T, change func(*Config)) http.Handler {
	t.Helper()
	return serverOf(t, func(c *Config) {
		reloads(c)
		c.Status = func() Status { return Status{Version: "v"} }
		if change != nil {
			change(c)
		}
	})
}

// TestGuard: who may go where, with which secret.
func TestGuard(t *testing.T) {
	const word = "S3CRET"
	token := func(c *Config) { c.Access = gateOf(t, access.Secrets{Tokens: []string{word}}) }
	both := func(c *Config) {
		token(c)
		c.AdminAccess = gateOf(t, access.Secrets{Tokens: []string{"ADMIN"}})
	}
	tests := []struct {
		name   string
		change func(*Config)
		call   call
		want   int
	}{
		{"no secret, none asked", nil, call{method: "POST", target: "/nlg"}, 200},
		{"token", token, call{method: "POST", target: "/nlg?token=" + word}, 200},
		{"token at the other paths", token, call{method: "POST", target: "/?token=" + word}, 200},
		{"bearer", token, call{method: "POST", target: "/nlg/", headers: map[string]string{"Authorization": "Bearer " + word}}, 200},
		{"no token", token, call{method: "POST", target: "/nlg"}, 401},
		{"no token at the root", token, call{method: "POST", target: "/"}, 401},
		{"near miss", token, call{method: "POST", target: "/nlg/?token=" + word + "x"}, 401},
		{"status", token, call{method: "GET", target: "/api/v1/status?token=" + word}, 200},
		{"status without", token, call{method: "GET", target: "/api/v1/status"}, 401},
		{"reload from elsewhere", token, call{method: "POST", target: "/-/reload?token=" + word, peer: "10.0.0.9:1", host: "nlg.example"}, 200},
		{"reload from here without", token, call{method: "POST", target: "/-/reload"}, 401},
		{"the admin's token", both, call{method: "POST", target: "/-/reload?token=ADMIN"}, 200},
		{"Rasa's token is not the admin's", both, call{method: "POST", target: "/-/reload?token=" + word}, 401},
		{"the admin's token is not Rasa's", both, call{method: "POST", target: "/nlg?token=ADMIN"}, 401},
		{"probe", both, call{method: "GET", target: "/healthz"}, 200},
		{"the other probe", both, call{method: "GET", target: "/readyz"}, 200},

		{"reload from here", nil, call{method: "POST", target: "/-/reload"}, 200},
		{"by name", nil, call{method: "POST", target: "/-/reload", host: "localhost:5056"}, 200},
		{"by IPv6", nil, call{method: "POST", target: "/-/reload", host: "[::1]:5056", peer: "[::1]:1"}, 200},
		{"IPv4 in IPv6", nil, call{method: "POST", target: "/-/reload", peer: "[::ffff:127.0.0.1]:1"}, 200},
		{"reload from elsewhere without a secret", nil, call{method: "POST", target: "/-/reload", peer: "192.168.1.2:1"}, 403},
		{"passed on by a proxy here", nil, call{method: "POST", target: "/-/reload", headers: map[string]string{"X-Forwarded-For": "1.2.3.4"}}, 403},
		{"a name that leads here", nil, call{method: "POST", target: "/-/reload", host: "rebound.example:5056"}, 403},
		{"no address", nil, call{method: "POST", target: "/-/reload", peer: "@"}, 403},
		{"status from elsewhere without a secret", nil, call{method: "GET", target: "/api/v1/status", peer: "192.168.1.2:1"}, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			h := operated(t, func(c *Config) {
				c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				if tt.change != nil {
					tt.change(c)
				}
			})
			w := tt.call.on(h)
			if w.Code != tt.want {
				t.Fatalf("%d %s, want %d", w.Code, w.Body, tt.want)
			}
			if strings.Contains(log.String(), word) || strings.Contains(log.String(), "ADMIN") {
				t.Errorf("the log tells a secret: %s", log.String())
			}
			switch tt.want {
			case 401:
				checkProblem(t, w, Problem{Type: "urn:nlgserver:problem:unauthorized", Title: "this needs a secret", Status: 401, Code: CodeUnauthorized, Detail: "a valid secret is required"})
				if got := w.Header().Values("WWW-Authenticate"); len(got) != 1 || !strings.HasPrefix(got[0], "Bearer ") {
					t.Errorf("challenges: %q", got)
				}
			case 403:
				if !strings.Contains(w.Body.String(), string(CodeWriteNotAllowed)) {
					t.Errorf("%s", w.Body)
				}
			}
		})
	}
}

// TestNoHint: whatever is wrong, the answer is the same.
func TestNoHint(t *testing.T) {
	h := operated(t, func(c *Config) {
		c.Access = gateOf(t, access.Secrets{Tokens: []string{"one"}, BasicAuth: []string{"user:password"}, Headers: []string{"X-Key: key"}})
	})
	basic := func(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }
	var first string
	for i, c := range []call{
		{target: "/nlg"},
		{target: "/nlg?token=two"},
		{target: "/nlg?token=one"}, // the header lacks
		{target: "/nlg", headers: map[string]string{"X-Key": "key"}},
		{target: "/nlg", headers: map[string]string{"X-Key": "key", "Authorization": basic("user:wrong")}},
		{target: "/nlg", headers: map[string]string{"X-Key": "key", "Authorization": basic("nobody:password")}},
		{target: "/nlg", headers: map[string]string{"X-Key": "nokey", "Authorization": basic("user:password")}},
	} {
		c.method = http.MethodPost
		w := c.on(h)
		w.Header().Del(idHeader)
		if got := w.Body.String() + strings.Join(w.Header().Values("WWW-Authenticate"), "|"); w.Code != 401 || i > 0 && got != first {
			t.Errorf("call %d: %d %s, want %s", i, w.Code, got, first)
		} else if i == 0 {
			first = got
		}
	}
	if w := (call{method: "POST", target: "/nlg?token=one", headers: map[string]string{"X-Key": "key"}}).on(h); w.Code != 200 {
		t.Errorf("the right ones: %d %s", w.Code, w.Body)
	}
}

// TestEveryReplyIsNotSniffed, and none is HTML or shared with other origins.
func TestEveryReplyIsNotSniffed(t *testing.T) {
	guarded := operated(t, func(c *Config) { c.Access = gateOf(t, access.Secrets{Tokens: []string{"one"}}) })
	open := operated(t, nil)
	seen := map[int]bool{}
	for _, h := range []http.Handler{guarded, open} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} {
			for _, path := range []string{"/", "/nlg", "/healthz", "/readyz", "/-/reload", "/api/v1/status", "/<script>alert(1)</script>"} {
				w := call{method: method, target: path, headers: map[string]string{"Origin": "https://evil.example"}}.on(h)
				seen[w.Code] = true
				if got := w.Header().Get("X-Content-Type-Options"); got != "nosniff" {
					t.Errorf("%s %s: %d without nosniff", method, path, w.Code)
				}
				if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
					t.Errorf("%s %s: shared with %s", method, path, got)
				}
				if kind := w.Header().Get("Content-Type"); kind != "application/problem+json" && !strings.HasPrefix(kind, "application/json") {
					t.Errorf("%s %s: %d of type %q", method, path, w.Code, kind)
				}
				if strings.Contains(w.Body.String(), "<script>") {
					t.Errorf("%s %s reflects: %s", method, path, w.Body)
				}
			}
		}
	}
	if diff := cmp.Diff(map[int]bool{200: true, 401: true, 403: true, 404: true, 405: true}, seen); diff != "" {
		t.Errorf("not every kind of reply was seen: %s", diff)
	}
}

// TestSplit: each listener has its own routes, and the probes are on both.
func TestSplit(t *testing.T) {
	catalog := catalogOf(t, greetings)
	cfg := Config{Catalog: func() *nlg.Catalog { return catalog }, Rand: first{}, Status: func() Status { return Status{} }}
	reloads(&cfg)
	public, admin := Split(cfg)
	for _, tt := range []struct {
		method, path    string
		onPublic, onAdm int
	}{
		{"POST", "/nlg", 200, 404},
		{"POST", "/", 200, 404},
		{"POST", "/-/reload", 404, 200},
		{"GET", "/api/v1/status", 404, 200},
		{"GET", "/healthz", 200, 200},
		{"GET", "/readyz", 200, 200},
	} {
		c := call{method: tt.method, target: tt.path}
		if a, b := c.on(public).Code, c.on(admin).Code; a != tt.onPublic || b != tt.onAdm {
			t.Errorf("%s %s: %d and %d, want %d and %d", tt.method, tt.path, a, b, tt.onPublic, tt.onAdm)
		}
	}
}
