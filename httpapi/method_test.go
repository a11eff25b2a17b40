package httpapi

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestWrongMethods checks that a 405 says what the path takes.
func TestWrongMethods(t *testing.T) {
	h := operated(t, nil)
	for _, tt := range []struct{ method, path, detail, allow string }{
		{"GET", "/nlg", "Rasa sends requests to POST /nlg", "POST"},
		{"HEAD", "/", "Rasa sends requests to POST /nlg", "POST"},
		{"PUT", "/nlg/", "Rasa sends requests to POST /nlg", "POST"},
		{"DELETE", "/healthz", "use GET or HEAD", "GET, HEAD"},
		{"POST", "/readyz", "use GET or HEAD", "GET, HEAD"},
		{"POST", "/api/v1/status", "use GET or HEAD", "GET, HEAD"},
		{"POST", "/metrics", "use GET or HEAD", "GET, HEAD"},
		{"PATCH", "/openapi.json", "use GET or HEAD", "GET, HEAD"},
		{"GET", "/-/reload", "use POST", "POST"},
	} {
		w := call{method: tt.method, target: tt.path}.on(h)
		var got Problem
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusMethodNotAllowed ||
			got.Detail != tt.detail || w.Header().Get("Allow") != tt.allow {
			t.Errorf("%s %s: %d %q, Allow %q; want %q, Allow %q (%v)", tt.method, tt.path, w.Code, got.Detail, w.Header().Get("Allow"), tt.detail, tt.allow, err)
		}
	}
}

// TestHead checks through a real connection that a reply to HEAD has the length
// of the body that GET gets, and no body.
func TestHead(t *testing.T) {
	server := httptest.NewServer(operated(t, nil))
	defer server.Close()
	ask := func(method, path string) (status int, length int64, body string) {
		t.Helper()
		r, err := http.NewRequest(method, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		reply, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer reply.Body.Close()
		text, err := io.ReadAll(reply.Body)
		if err != nil {
			t.Fatal(err)
		}
		return reply.StatusCode, reply.ContentLength, string(text)
	}
	for _, path := range []string{"/healthz", "/readyz", "/openapi.yaml", "/openapi.json", "/schema/responses.json"} {
		_, want, body := ask(http.MethodGet, path)
		status, length, none := ask(http.MethodHead, path)
		if status != http.StatusOK || none != "" || want != int64(len(body)) || length != want {
			t.Errorf("%s: HEAD %d, length %d, body %q; GET has length %d", path, status, length, none, want)
		}
	}
}

// TestProbesAreQuiet checks that probes, which repeat for ever, leave nothing in
// the log by default.
func TestProbesAreQuiet(t *testing.T) {
	var log bytes.Buffer
	h := operated(t, func(c *setup) {
		nothing(c)
		c.Log = loggingTo(&log, slog.LevelInfo)
	})
	for _, target := range []string{"GET /healthz", "HEAD /healthz", "GET /readyz", "HEAD /readyz", "OPTIONS /healthz"} {
		method, path, _ := strings.Cut(target, " ")
		call{method: method, target: path}.on(h)
	}
	if log.Len() > 0 {
		t.Errorf("%s", log.String())
	}
	call{method: "HEAD", target: "/nowhere"}.on(h)
	if log.Len() == 0 {
		t.Error("a request that is no probe leaves no line")
	}
}
