package httpapi

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// token is a [Gate] that one token opens.
type token string

func (token) Guarded() bool { return true }

func (t token) Opens(r *http.Request) bool {
	return r.URL.Query().Get("token") == string(t) || r.Header.Get("Authorization") == "Bearer "+string(t)
}

func (token) Challenges() []string { return []string{`Bearer realm="nlgserver"`} }

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
		r.Host = strings.TrimPrefix(c.host, "-") // "-" for none
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

func reloads(c *setup) {
	c.Reload = func(context.Context) ReloadResult { return ReloadResult{Version: "v"} }
}

// scraped stands for the handler of the server's metrics.
func scraped() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector())
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{EnableOpenMetrics: true, MaxRequestsInFlight: 4})
}

// operated is a server with all routes.
func operated(t *testing.T, change func(*setup)) http.Handler {
	t.Helper()
	return serverOf(t, func(c *setup) {
		reloads(c)
		c.Metrics = scraped()
		c.Status = func() Status { return Status{Version: "v"} }
		if change != nil {
			change(c)
		}
	})
}

// TestGuard checks which credentials open which routes.
func TestGuard(t *testing.T) {
	const word = "S3CRET"
	one := func(c *setup) { c.Access = token(word) }
	both := func(c *setup) { c.Access, c.AdminAccess = token(word), token("ADMIN") }
	tests := []struct {
		name   string
		change func(*setup)
		call   call
		want   int
	}{
		{"no secret, none asked", nil, call{method: "POST", target: "/nlg"}, 200},
		{"token", one, call{method: "POST", target: "/nlg?token=" + word}, 200},
		{"token at the other paths", one, call{method: "POST", target: "/?token=" + word}, 200},
		{"bearer", one, call{method: "POST", target: "/nlg/", headers: map[string]string{"Authorization": "Bearer " + word}}, 200},
		{"no token", one, call{method: "POST", target: "/nlg"}, 401},
		{"no token at the root", one, call{method: "POST", target: "/"}, 401},
		{"near miss", one, call{method: "POST", target: "/nlg/?token=" + word + "x"}, 401},
		{"status", one, call{method: "GET", target: "/api/v1/status?token=" + word}, 200},
		{"status without", one, call{method: "GET", target: "/api/v1/status"}, 401},
		{"reload from elsewhere", one, call{method: "POST", target: "/-/reload?token=" + word, peer: "10.0.0.9:1", host: "nlg.example"}, 200},
		{"reload from here without", one, call{method: "POST", target: "/-/reload"}, 401},
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
			h := operated(t, func(c *setup) {
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
				checkProblem(t, w, Problem{Type: "urn:nlgserver:problem:unauthorized", Title: "authentication is required", Status: 401, Code: CodeUnauthorized, Detail: "send valid credentials"})
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

// TestEveryReplyIsNotSniffed checks that every reply has the header, and that
// none is HTML or shared with other origins.
func TestEveryReplyIsNotSniffed(t *testing.T) {
	guarded := operated(t, func(c *setup) { c.Access = token("one") })
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

// TestSplit checks that each listener has its own routes, and both have the
// probes.
func TestSplit(t *testing.T) {
	catalog := catalogOf(t, greetings)
	cfg := of(catalog)
	reloads(cfg)
	public, admin := Split(cfg.config())
	for _, tt := range []struct {
		method, path    string
		onPublic, onAdm int
	}{
		{"POST", "/nlg", 200, 404},
		{"POST", "/", 200, 404},
		{"POST", "/-/reload", 404, 200},
		{"GET", "/api/v1/status", 404, 200},
		{"HEAD", "/api/v1/status", 404, 200},
		{"HEAD", "/openapi.yaml", 404, 200},
		{"GET", "/healthz", 200, 200},
		{"GET", "/readyz", 200, 200},
		{"HEAD", "/healthz", 200, 200},
		{"HEAD", "/readyz", 200, 200},
	} {
		c := call{method: tt.method, target: tt.path}
		if a, b := c.on(public).Code, c.on(admin).Code; a != tt.onPublic || b != tt.onAdm {
			t.Errorf("%s %s: %d and %d, want %d and %d", tt.method, tt.path, a, b, tt.onPublic, tt.onAdm)
		}
	}
}
