package httpapi

import (
	"strings"
	"testing"
)

// TestCrossOrigin checks that a web page can change content, and read replies,
// only from an allowed origin.
func TestCrossOrigin(t *testing.T) {
	const friend, stranger = "https://studio.example", "https://evil.example"
	tests := []struct {
		name    string
		headers map[string]string
		want    int
		shared  string
	}{
		{"no browser", nil, 200, ""},
		{"same origin", map[string]string{"Origin": "http://127.0.0.1:5056", "Sec-Fetch-Site": "same-origin"}, 200, ""},
		{"same origin, old browser", map[string]string{"Origin": "http://127.0.0.1:5056"}, 200, ""},
		{"typed by the user", map[string]string{"Sec-Fetch-Site": "none"}, 200, ""},
		{"stranger", map[string]string{"Origin": stranger, "Sec-Fetch-Site": "cross-site"}, 403, ""},
		{"stranger, old browser", map[string]string{"Origin": stranger}, 403, ""},
		{"stranger without an origin", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403, ""},
		{"sister site", map[string]string{"Origin": "https://x.studio.example", "Sec-Fetch-Site": "same-site"}, 403, ""},
		{"null", map[string]string{"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403, ""},
		{"friend", map[string]string{"Origin": friend, "Sec-Fetch-Site": "cross-site"}, 200, friend},
		{"friend over plain HTTP", map[string]string{"Origin": "http://studio.example"}, 403, ""},
	}
	h := operated(t, func(c *setup) { c.Origins = []string{friend, "https://other.example"} })
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := call{method: "POST", target: "/-/reload", headers: tt.headers}.on(h)
			if w.Code != tt.want || tt.want == 403 && !strings.Contains(w.Body.String(), string(CodeCrossOrigin)) {
				t.Errorf("%d %s, want %d", w.Code, w.Body, tt.want)
			}
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != tt.shared {
				t.Errorf("shared with %q, want %q", got, tt.shared)
			}
			if got := w.Header().Get("Vary"); got != "Origin" {
				t.Errorf("Vary: %q", got)
			}
			if w.Header().Get("Access-Control-Allow-Credentials") != "" {
				t.Error("cookies are invited")
			}
			// A message may be counted and recorded.
			w = call{method: "POST", target: "/nlg", headers: tt.headers}.on(h)
			if got := w.Header().Get("Access-Control-Allow-Origin"); w.Code != tt.want || got != tt.shared {
				t.Errorf("/nlg: %d, shared with %q", w.Code, got)
			}
			// A reading route answers everyone; the browser keeps it from the page.
			w = call{method: "GET", target: "/api/v1/status", headers: tt.headers}.on(h)
			if got := w.Header().Get("Access-Control-Allow-Origin"); w.Code != 200 || got != tt.shared {
				t.Errorf("status: %d, shared with %q", w.Code, got)
			}
		})
	}
}

func TestPreflight(t *testing.T) {
	ask := map[string]string{"Origin": "https://studio.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,authorization"}
	h := operated(t, func(c *setup) { c.Origins = []string{"https://studio.example"} })
	w := call{method: "OPTIONS", target: "/nlg", headers: ask}.on(h)
	if w.Code != 204 || w.Header().Get("Access-Control-Allow-Origin") != "https://studio.example" ||
		!strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "Authorization") ||
		!strings.Contains(w.Header().Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	ask["Origin"] = "https://evil.example"
	if w := (call{method: "OPTIONS", target: "/nlg", headers: ask}).on(h); w.Code != 405 || w.Header().Get("Access-Control-Allow-Methods") != "" {
		t.Errorf("a stranger: %d %v", w.Code, w.Header())
	}
	ask["Origin"] = "https://studio.example"
	if w := (call{method: "OPTIONS", target: "/nlg", headers: ask}).on(operated(t, nil)); w.Code != 405 {
		t.Errorf("without the flag: %d", w.Code)
	}
}

func TestCheckOrigin(t *testing.T) {
	for text, ok := range map[string]bool{"https://a.example": true, "http://localhost:3000": true, "*": false, "a.example": false, "https://a.example/": false, "": false} {
		if err := CheckOrigin(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}
