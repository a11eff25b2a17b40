package hub

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/release"
	"nlgserver/release/dir"
)

// replied is a reply without its body.
type replied struct {
	StatusCode int
	Header     http.Header
}

// ask sends a request and returns the reply with its body.
func ask(t *testing.T, server *httptest.Server, method, path, body string, header ...string) (replied, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, server.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.URL.Opaque = path // as it is, whatever it is
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	reply, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return replied{reply.StatusCode, reply.Header}, string(text)
}

// TestRequests checks what a hub replies, without tokens.
func TestRequests(t *testing.T) {
	root := t.TempDir()
	server := serve(t, Config{Dir: root})
	if err := os.WriteFile(filepath.Join(root, "live"), []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	one := `"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"` // of "one"
	for _, c := range []struct {
		method, path, body string
		header             []string
		status             int
		code               code
	}{
		{"GET", "/bot/live", "", nil, 404, codeNotFound},
		{"GET", "/bot/?prefix=", "", nil, 200, ""},
		{"DELETE", "/bot/live", "", nil, 204, ""},
		{"PUT", "/bot/live", "one", []string{"If-Match", one}, 412, codeChanged},
		{"PUT", "/bot/live", "one", []string{"If-None-Match", "*"}, 204, ""},
		{"PUT", "/bot/live", "one", []string{"If-None-Match", "*"}, 412, codeChanged},
		{"PUT", "/bot/live", "two", []string{"If-Match", `"x"`}, 412, codeChanged},
		{"PUT", "/bot/live", "one", []string{"If-Match", one}, 204, ""},
		{"PUT", "/bot/live", "one", []string{"If-Match", "W/" + one}, 204, ""},
		{"PUT", "/bot/live", "one", []string{"If-Match", "*"}, 400, codeWrongCondition},
		{"PUT", "/bot/live", "one", []string{"If-Match", `"a", "b"`}, 400, codeWrongCondition},
		{"PUT", "/bot/live", "one", []string{"If-None-Match", `"a"`}, 400, codeWrongCondition},
		{"DELETE", "/bot/live", "", []string{"If-Match", one}, 400, codeWrongCondition},
		{"GET", "/bot/live", "", nil, 200, ""},
		{"HEAD", "/bot/live", "", nil, 200, ""},
		{"GET", "/bot/live", "", []string{"If-None-Match", one}, 304, ""},
		{"GET", "/bot/live", "", []string{"If-None-Match", `"a", W/` + one}, 304, ""},
		{"HEAD", "/bot/live", "", []string{"If-None-Match", one}, 304, ""},
		{"GET", "/bot/live?wait=60", "", []string{"If-None-Match", `"a"`}, 200, ""},
		{"GET", "/bot/live?wait=0", "", []string{"If-None-Match", one}, 304, ""},
		{"GET", "/bot/live?wait=x", "", nil, 400, codeWrongQuery},
		{"GET", "/bot/live?wait=-1", "", nil, 400, codeWrongQuery},
		{"GET", "/bot/live", "", []string{"Prefer", "wait=x"}, 400, codeWrongQuery},
		{"GET", "/bot/?prefix=releases", "", nil, 400, codeWrongQuery},
		{"GET", "/bot/?prefix=../", "", nil, 400, codeWrongQuery},
		{"GET", "/bot/?prefix=%zz", "", nil, 200, ""},
		{"POST", "/bot/live", "x", nil, 405, codeMethodNotAllowed},
		{"OPTIONS", "/bot/live", "", nil, 405, codeMethodNotAllowed},
		{"PUT", "/bot/", "x", nil, 405, codeMethodNotAllowed},
		{"PUT", "/", "x", nil, 405, codeMethodNotAllowed},
		{"PUT", healthPath, "x", nil, 405, codeMethodNotAllowed},
		{"GET", healthPath, "", nil, 200, ""},
		{"GET", "/", "", nil, 200, ""},
		{"GET", "/bot", "", nil, 404, codeUnknownRoute},
		{"GET", "/live", "", nil, 404, codeUnknownRoute},
		{"GET", "/../live", "", nil, 404, codeUnknownRoute},
		{"GET", "/./live", "", nil, 404, codeUnknownRoute},
		{"GET", "/bot%2flive", "", nil, 404, codeUnknownRoute},
		{"GET", "/bot/%2e%2e/live", "", nil, 404, codeUnknownRoute},
		{"GET", "/bot/..%2flive", "", nil, 404, codeUnknownRoute},
		{"GET", "/bot/../live", "", nil, 400, codeWrongKey},
		{"GET", "/bot/.lock", "", nil, 400, codeWrongKey},
		{"GET", "/bot/.writing", "", nil, 400, codeWrongKey},
		{"GET", "/Bot/live", "", nil, 404, codeUnknownRoute},
		{"GET", "/.bot/live", "", nil, 404, codeUnknownRoute},
		{"GET", "/b..t/live", "", nil, 404, codeUnknownRoute},
		{"GET", "/" + strings.Repeat("b", 64) + "/live", "", nil, 404, codeUnknownRoute},
		{"PUT", "/bot/replicas/a.json", strings.Repeat("x", release.MaxRecord+1), nil, 413, codeBodyTooLarge},
		{"GET", "/bot/live", "", []string{"Host", "rebound.example"}, 403, codeHostNotAllowed},
		{"GET", "/bot/live", "", []string{"Origin", "http://localhost"}, 403, codeHostNotAllowed},
		{"GET", "/bot/live", "", []string{"Host", "localhost:5057"}, 200, ""},
	} {
		reply, body := ask(t, server, c.method, c.path, c.body, c.header...)
		name := c.method + " " + c.path + " " + strings.Join(c.header, ": ")
		if reply.StatusCode != c.status || reply.Header.Get(headerHub) == "" {
			t.Errorf("%s: %d, want %d: %s", name, reply.StatusCode, c.status, body)
			continue
		}
		var p problem
		if c.code != "" && c.method != "HEAD" {
			err := json.Unmarshal([]byte(body), &p)
			if err != nil || p.Code != c.code || p.Status != c.status || p.Detail == "" || reply.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %s, want %s", name, body, c.code)
			}
		}
		if c.status == http.StatusMethodNotAllowed && reply.Header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", name)
		}
		if strings.Contains(body, root) || strings.Contains(body, "outside") {
			t.Errorf("%s: %s", name, body)
		}
	}
	reply, body := ask(t, server, "GET", "/bot/live", "")
	for _, name := range []string{"Age", headerAge, "Last-Modified", "Content-Length"} {
		if reply.Header.Get(name) == "" {
			t.Errorf("no %s", name)
		}
	}
	if body != "one" || reply.Header.Get("ETag") != one {
		t.Errorf("%q, %s", body, reply.Header.Get("ETag"))
	}
	_, body = ask(t, server, "GET", "/", "")
	if body != `{"assistants":["bot"]}`+"\n" {
		t.Error(body)
	}
}

// TestRights checks who may do what.
func TestRights(t *testing.T) {
	server := serve(t, Config{Access: Access{Publish: []string{publishToken, publishToken + "-2"}, Read: []string{readToken}}})
	for _, c := range []struct {
		method, path, authorization string
		status                      int
	}{
		{"GET", healthPath, "", 200},
		{"GET", "/", "", 401},
		{"GET", "/bot/live", "", 401},
		{"PUT", "/bot/live", "", 401},
		{"GET", "/no/such/thing", "", 401},
		{"GET", "/bot/live", "Bearer wrong", 401},
		{"GET", "/bot/live", "Basic " + readToken, 401},
		{"GET", "/bot/live", readToken, 401},
		{"PUT", "/bot/live", "Bearer " + publishToken, 204},
		{"PUT", "/bot/live", "bearer  " + publishToken + "-2", 204},
		{"GET", "/bot/live", "Bearer " + readToken, 200},
		{"GET", "/bot/?prefix=", "Bearer " + readToken, 200},
		{"GET", "/", "Bearer " + readToken, 200},
		{"PUT", "/bot/live", "Bearer " + readToken, 403},
		{"DELETE", "/bot/live", "Bearer " + readToken, 403},
		{"PUT", "/bot/" + release.RecordKey(1), "Bearer " + readToken, 403},
		{"PUT", "/bot/" + release.ReplicaKey("a"), "Bearer " + readToken, 204},
		{"DELETE", "/bot/" + release.ReplicaKey("a"), "Bearer " + readToken, 204},
	} {
		var header []string
		if c.authorization != "" {
			header = []string{"Authorization", c.authorization}
		}
		reply, body := ask(t, server, c.method, c.path, "x", header...)
		if reply.StatusCode != c.status || strings.Contains(body, "token-0123") {
			t.Errorf("%s %s %q: %d, want %d: %s", c.method, c.path, c.authorization, reply.StatusCode, c.status, body)
		}
		if (c.status == 401) != (reply.Header.Get("WWW-Authenticate") != "") {
			t.Errorf("%s %s: %q", c.method, c.path, reply.Header.Get("WWW-Authenticate"))
		}
	}
	// With tokens, the hub may have any name.
	if reply, _ := ask(t, server, "GET", "/bot/live", "", "Authorization", "Bearer "+readToken, "Host", "hub.example"); reply.StatusCode != 200 {
		t.Error(reply.StatusCode)
	}
}

func TestWrongTokens(t *testing.T) {
	h, err := New(Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for _, a := range []Access{
		{Publish: []string{"short"}},
		{Read: []string{"with spaces in its middle"}},
		{Read: []string{"with-ü-in-its-middle"}},
		{Read: []string{publishToken}, Publish: []string{publishToken}},
	} {
		if err := h.SetAccess(a); err == nil || strings.Contains(err.Error(), publishToken) {
			t.Errorf("%v", err)
		}
	}
	if _, err := New(Config{Dir: filepath.Join(t.TempDir(), "gone")}); err == nil {
		t.Error("a directory that is not there")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{Dir: file}); err == nil {
		t.Error("a file")
	}
}

// TestWaiting checks what ends a wait: a change by the hub, one by somebody else in the
// directory, an assistant that comes, and the end of the hub.
func TestWaiting(t *testing.T) {
	root := t.TempDir()
	h, err := New(Config{Dir: root})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	defer server.Close()
	const path = "/bot/?prefix=live&wait=60"
	reply, _ := ask(t, server, "GET", path, "")
	waitFor := func(change func()) {
		t.Helper()
		tag := reply.Header.Get("ETag")
		done := make(chan struct{})
		go func() {
			defer close(done)
			reply, _ = ask(t, server, "GET", path, "", "If-None-Match", tag)
		}()
		change()
		<-done
		if reply.StatusCode != 200 || reply.Header.Get("ETag") == tag {
			t.Errorf("%d, %s, was %s", reply.StatusCode, reply.Header.Get("ETag"), tag)
		}
	}
	waitFor(func() { ask(t, server, "PUT", "/bot/live", "one") })
	waitFor(func() { ask(t, server, "PUT", "/bot/live", "two") })
	waitFor(func() { ask(t, server, "DELETE", "/bot/live", "") })
	waitFor(func() {
		s, err := dir.Open(t.Context(), filepath.Join(root, "bot"), dir.Options{})
		if err == nil {
			err = s.Put(t.Context(), release.LiveKey, []byte("three"))
		}
		if err != nil {
			t.Error(err)
		}
	})
	ended := make(chan int)
	go func() {
		reply, _ := ask(t, server, "GET", "/bot/live", "", "If-None-Match", etag("35f3a6a4ff8d4a1b0a4d1f9b0000"), "Prefer", "wait=1")
		ended <- reply.StatusCode
		reply, _ = ask(t, server, "GET", path, "", "If-None-Match", reply.Header.Get("ETag"))
		reply, _ = ask(t, server, "GET", path, "", "If-None-Match", reply.Header.Get("ETag"))
		ended <- reply.StatusCode
	}()
	if status := <-ended; status != 200 {
		t.Error(status)
	}
	for h.waiting.Load() == 0 {
		if _, err := os.Stat(root); err != nil { // some time passes
			t.Fatal(err)
		}
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if status := <-ended; status != http.StatusNotModified {
		t.Errorf("%d at the end of the hub", status)
	}
}
