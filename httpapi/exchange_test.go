package httpapi

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/contract"
	"nlgserver/nlg"
)

// exchange is one request and what the contract says of its answer.
type exchange struct {
	name   string
	change func(*setup)
	// target is a method and a path, with a query if need be.
	target  string
	headers map[string]string
	peer    string
	body    io.Reader
	status  int
	code    Code
}

// failing is a body that cannot be read.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func exchanges(t *testing.T) []exchange {
	return slices.Concat(exchangesOfOne(t), exchangesOfSeveral(t))
}

func exchangesOfOne(t *testing.T) []exchange {
	locked := func(c *setup) { c.Access = token("one") }
	text := func(s string) io.Reader { return strings.NewReader(s) }
	broken := diagnosed(t)
	const greet = `{"response": "utter_greet", "tracker": {"slots": {"name": "Ann"}}}`
	return []exchange{
		{name: "message", target: "POST /nlg", body: text(greet), status: 200},
		{name: "message, with a slash", target: "POST /nlg/", body: text(greet), status: 200},
		{name: "message, at the root", target: "POST /", body: text(greet), status: 200},
		{name: "message, with an id of the request", target: "POST /nlg", headers: map[string]string{"X-Request-ID": "r-1"}, body: text(greet), status: 200},
		{name: "message, by the assistant's name", target: "POST /a/default/nlg", body: text(greet), status: 200},
		{name: "another name", target: "POST /a/other/nlg", body: text(greet), status: 404, code: CodeUnknownAssistant},
		{name: "silence", target: "POST /nlg", body: text(`{"response": "utter_slack_only"}`), status: 200},
		{name: "not JSON", target: "POST /nlg", body: text(`hello`), status: 400, code: CodeNotJSON},
		{name: "cut off", target: "POST /nlg", body: text(`{"response": "utter`), status: 400, code: CodeTruncated},
		{name: "wrong type", target: "POST /nlg", body: text(`{"response": 5}`), status: 400, code: CodeWrongType},
		{name: "no response", target: "POST /nlg", body: text(`{}`), status: 400, code: CodeMissingField},
		{name: "connection lost", target: "POST /nlg", body: failing{errors.New("lost")}, status: 400, code: CodeUnreadableBody},
		{name: "not gzip", target: "POST /nlg", headers: map[string]string{"Content-Encoding": "gzip"}, body: text(greet), status: 400, code: CodeBrokenEncoding},
		{name: "deep", change: func(c *setup) { c.Limits.JSONDepth = 2 }, target: "POST /nlg", body: text(greet), status: 400, code: CodeTooDeep},
		{name: "no secret", change: locked, target: "POST /nlg", body: text(greet), status: 401, code: CodeUnauthorized},
		{name: "the secret", change: locked, target: "POST /nlg?token=one", body: text(greet), status: 200},
		{name: "unknown name", target: "POST /nlg", body: text(`{"response": "utter_gret"}`), status: 404, code: CodeUnknownResponse},
		{name: "slow", target: "POST /nlg", body: failing{os.ErrDeadlineExceeded}, status: 408, code: CodeTooSlow},
		{name: "large", change: func(c *setup) { c.Limits.Body = 10 }, target: "POST /nlg", body: text(greet), status: 413, code: CodeBodyTooLarge},
		{
			name: "too much memory", change: func(c *setup) { c.Limits.RequestMemory = 20 << 10 }, target: "POST /nlg",
			headers: map[string]string{"Content-Encoding": "gzip"}, body: bytes.NewReader(packed(t, "gzip", []byte(greet))), status: 413, code: CodeTooExpensive,
		},
		{name: "too much work", target: "POST /nlg", body: text(`{"response": "utter_greet", "tracker": {"slots": {"name": [` + strings.Repeat("1,", 600_000) + `1]}}}`), status: 422, code: CodeTooExpensive},
		{name: "not of type JSON", target: "POST /nlg", headers: map[string]string{"Content-Type": "text/plain"}, body: text(greet), status: 415, code: CodeContentType},
		{name: "brotli", target: "POST /nlg", headers: map[string]string{"Content-Encoding": "br"}, body: text(greet), status: 415, code: CodeContentEncoding},
		{name: "no content", change: nothing, target: "POST /nlg", body: text(greet), status: 503, code: CodeNotReady},
		{name: "panic", change: func(c *setup) { c.Rand = explosive{} }, target: "POST /nlg", body: text(`{"response": "utter_two"}`), status: 500, code: CodeInternal},
		{name: "no route", target: "GET /nowhere", status: 404, code: CodeUnknownRoute},
		{name: "no method", target: "GET /nlg", status: 405, code: CodeMethodNotAllowed},
		{name: "alive", target: "GET /healthz", status: 200},
		{name: "ready", target: "GET /readyz", status: 200},
		{name: "not ready", change: nothing, target: "GET /readyz", status: 503, code: CodeNotReady},
		{name: "stopping", change: func(c *setup) { c.Ready = func() bool { return false } }, target: "GET /readyz", status: 503, code: CodeNotReady},
		{name: "reload", change: func(c *setup) {
			c.Reload = func(context.Context) ReloadResult {
				return ReloadResult{Version: c.Catalog().ShortVersion(), Changed: true, Responses: 6, Changes: nlg.Changes{Added: 1}, Diagnostics: broken}
			}
		}, target: "POST /-/reload", status: 200},
		{name: "reload without a secret", change: locked, target: "POST /-/reload", status: 401, code: CodeUnauthorized},
		{name: "reload from elsewhere", target: "POST /-/reload", peer: "192.0.2.1:1", status: 403, code: CodeWriteNotAllowed},
		{name: "reload by a web page", target: "POST /-/reload", headers: map[string]string{"Origin": "https://evil.example"}, status: 403, code: CodeCrossOrigin},
		{name: "reload by a re-bound name", headers: rebound, target: "POST /-/reload", status: 421, code: CodeHostNotAllowed},
		{name: "reload with a body that does not come", change: func(c *setup) {
			c.Reload = func(ctx context.Context) ReloadResult {
				<-ctx.Done()
				return ReloadResult{Rejected: true, Reason: ctx.Err().Error()}
			}
		}, target: "POST /-/reload", body: failing{os.ErrDeadlineExceeded}, status: 408, code: CodeTooSlow},
		{name: "reload while stopping", change: func(c *setup) {
			c.Reload = func(context.Context) ReloadResult { return ReloadResult{Stopping: true} }
		}, target: "POST /-/reload", status: 503, code: CodeNotReady},
		{name: "message by a re-bound name", headers: rebound, target: "POST /nlg", body: text(greet), status: 421, code: CodeHostNotAllowed},
		{name: "message for another web page", headers: map[string]string{"Origin": "https://evil.example"}, target: "POST /nlg", body: text(greet), status: 403, code: CodeCrossOrigin},
		{name: "status by a re-bound name", headers: rebound, target: "GET /api/v1/status", status: 421, code: CodeHostNotAllowed},
		{name: "reload of broken content", change: func(c *setup) {
			c.Reload = func(context.Context) ReloadResult {
				return ReloadResult{Rejected: true, Reason: "refused", Diagnostics: broken}
			}
		}, target: "POST /-/reload", status: 422, code: CodeReloadRejected},
		{name: "reload while the store is away", change: func(c *setup) {
			c.Reload = func(context.Context) ReloadResult {
				return ReloadResult{Rejected: true, Unreachable: true, Reason: "no route to the store"}
			}
		}, target: "POST /-/reload", status: 503, code: CodeStoreUnreachable},
		{name: "reload of a server that stops", change: func(c *setup) {
			c.Reload = func(context.Context) ReloadResult { return ReloadResult{Stopping: true} }
		}, target: "POST /-/reload", status: 503, code: CodeNotReady},
		{name: "status", change: func(c *setup) {
			c.Status = func() Status {
				return Status{
					Version: c.Catalog().ShortVersion(), Sources: []string{"domain/"}, Responses: 6, Variations: 7, Stale: true, Build: "test",
					Changes:     &nlg.Changes{Added: 1, Removed: 2},
					Waiting:     &Waiting{Reason: "it lacks responses that are live"},
					LastAttempt: Attempt{Triggers: []string{"watch"}, Result: "rejected", Reason: "refused", Diagnostics: broken},
				}
			}
		}, target: "GET /api/v1/status", status: 200},
		{name: "status of one that follows releases", change: func(c *setup) {
			c.Status = func() Status {
				return Status{Sources: []string{}, LastAttempt: Attempt{Triggers: []string{"release"}, Result: "changed"}, Release: wholeRelease(c.Catalog().ShortVersion(), broken)}
			}
		}, target: "GET /api/v1/status", status: 200},
		{name: "status of one that follows a branch", change: func(c *setup) {
			c.Status = func() Status {
				at, age := time.Unix(1_700_000_000, 0), 1.5
				return Status{Sources: []string{}, LastAttempt: Attempt{Triggers: []string{"poll"}, Result: "rejected", Diagnostics: broken}, Branch: &BranchStatus{
					Ref: "main", Commit: strings.Repeat("0a", 20), Author: "Ann", Subject: "Greet", At: &at,
					Repository: StoreStatus{Name: "git+https://host/repo.git?ref=main", Error: "no route", HeardAt: &at, Age: &age},
				}}
			}
		}, target: "GET /api/v1/status", status: 200},
		{name: "status of one whose repository is away at the start", change: func(c *setup) {
			c.Status = func() Status {
				return Status{Sources: []string{}, LastAttempt: Attempt{Triggers: []string{}, Result: "none"}, Branch: &BranchStatus{Ref: "HEAD", Repository: StoreStatus{Name: "git://host/repo"}}}
			}
		}, target: "GET /api/v1/status", status: 200},
		{name: "status of one that waits for its first release", change: func(c *setup) {
			c.Status = func() Status {
				return Status{Sources: []string{}, LastAttempt: Attempt{Triggers: []string{}, Result: "none"}, Release: &ReleaseStatus{Refused: []RefusedStatus{}, Store: StoreStatus{Name: "memory:"}, Replica: "a"}}
			}
		}, target: "GET /api/v1/status", status: 200},
		{name: "status without a secret", change: locked, target: "GET /api/v1/status", status: 401, code: CodeUnauthorized},
		{name: "metrics", target: "GET /metrics", status: 200},
		{name: "OpenMetrics", target: "GET /metrics", headers: map[string]string{"Accept": "application/openmetrics-text; version=1.0.0"}, status: 200},
		{name: "metrics without a secret", change: locked, target: "GET /metrics", status: 401, code: CodeUnauthorized},
		{name: "this document", target: "GET /openapi.yaml", status: 200},
		{name: "this document without a secret", change: locked, target: "GET /openapi.yaml", status: 401, code: CodeUnauthorized},
		{name: "schema", target: "GET /schema/responses.json", status: 200},
		{name: "schema without a secret", change: locked, target: "GET /schema/responses.json", status: 401, code: CodeUnauthorized},
		{name: "this document as JSON", target: "GET /openapi.json", status: 200},
		{name: "as JSON without a secret", change: locked, target: "GET /openapi.json", status: 401, code: CodeUnauthorized},
	}
}

// rebound are the headers of a web page that made its name resolve to the server.
var rebound = map[string]string{"Host": "evil.example:5056", "User-Agent": "Mozilla/5.0", "Accept-Language": "en"}

func nothing(c *setup) { c.Catalog = func() *nlg.Catalog { return nil } }

// wholeRelease returns the state of releases with all that there can be.
func wholeRelease(version string, found nlg.Diagnostics) *ReleaseStatus {
	at, age := time.Unix(1_700_000_000, 0), 1.5
	return &ReleaseStatus{
		Number: 7, Version: version, Sequence: 9, Move: "canary", By: "ann", Message: "because", At: &at, Author: "Ann",
		Canary:  &CanaryStatus{Number: 8, Version: version, Percent: 10},
		Staged:  &StagedStatus{Version: version, By: "bob", Message: "next", Ready: true},
		Refused: []RefusedStatus{{Number: 8, Version: version, Reason: "content rejected: 1 error", Diagnostics: found}, {Reason: "older"}},
		Store:   StoreStatus{Name: "nats://a,b/shop", Reachable: true, Error: "cannot write the beat", HeardAt: &at, Age: &age},
		Replica: "a",
	}
}

// diagnosed returns what there is to say about content with many faults.
func diagnosed(t *testing.T) nlg.Diagnostics {
	t.Helper()
	_, diags := nlg.Compile([]nlg.File{
		{Path: "a.yml", Data: []byte("responses:\n  utter_a:\n    - text: 5\n      condition: slots.a is\n  utter_b:\n    - text: b\n")},
		{Path: "b.yml", Data: []byte("responses:\n  utter_b:\n    - text: b\n      image: 5\n")},
	}, nlg.Options{})
	if len(diags) < 3 {
		t.Fatal(diags)
	}
	return diags
}

func (e exchange) on(h http.Handler) *httptest.ResponseRecorder {
	method, target, _ := strings.Cut(e.target, " ")
	r := httptest.NewRequest(method, target, e.body)
	r.Host, r.RemoteAddr = "127.0.0.1:5056", "127.0.0.1:40000"
	if e.peer != "" {
		r.RemoteAddr = e.peer
	}
	for name, value := range e.headers {
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestContract checks that every route answers as documented, and that every
// documented reply occurs.
func TestContract(t *testing.T) {
	c := contract.New(t)
	met := map[Code]bool{}
	for _, e := range exchanges(t) {
		t.Run(e.name, func(t *testing.T) {
			w := e.on(operated(t, e.change))
			method, target, _ := strings.Cut(e.target, " ")
			path, _, _ := strings.Cut(target, "?")
			if err := c.Check(method, documentedPath(path), w.Code, w.Header(), w.Body.Bytes()); err != nil {
				t.Errorf("%d %s: %v", w.Code, w.Body, err)
			}
			if w.Code != e.status || e.code != "" && !strings.Contains(w.Body.String(), `"code":"`+string(e.code)+`"`) {
				t.Errorf("%d %s, want %d %s", w.Code, w.Body, e.status, e.code)
			}
			met[e.code] = true
			if method == http.MethodGet {
				asHead(t, c, e, w)
			}
		})
	}
	for _, code := range []Code{CodeConnections, CodeHeaderTooLarge} {
		reply, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(Reply(code, "because"))), nil)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(reply.Body)
		reply.Body.Close()
		if err := c.Check("", "", reply.StatusCode, reply.Header, body); err != nil {
			t.Errorf("%s: %v", code, err)
		}
		met[code] = true
	}
	busyMetrics(t, c)
	noMemory(t, c)
	met[CodeOverloaded] = true
	for code := range meanings {
		if !met[code] {
			t.Errorf("no exchange ends with %s", code)
		}
	}
	c.CheckAllSeen(t, ofServer)
}

// asHead checks that HEAD is answered as GET was: with the same status and
// headers, but for the id of a problem.
func asHead(t *testing.T, c *contract.Contract, e exchange, got *httptest.ResponseRecorder) {
	t.Helper()
	_, target, _ := strings.Cut(e.target, " ")
	path, _, _ := strings.Cut(target, "?")
	e.target = "HEAD " + target
	w := e.on(operated(t, e.change))
	if err := c.Check(http.MethodHead, path, w.Code, w.Header(), nil); err != nil {
		t.Errorf("HEAD: %d: %v", w.Code, err)
	}
	for _, h := range []http.Header{got.Header(), w.Header()} {
		h.Del(idHeader)
	}
	if diff := cmp.Diff(got.Header(), w.Header()); diff != "" || w.Code != got.Code {
		t.Errorf("HEAD %s: %d, want %d: %s", target, w.Code, got.Code, diff)
	}
}

// crowded is a body on whose arrival another request comes.
type crowded struct{ meanwhile func() }

func (c crowded) Read([]byte) (int, error) {
	c.meanwhile()
	return 0, io.EOF
}

// noMemory asks while another request has all the memory for bodies.
func noMemory(t *testing.T, c *contract.Contract) {
	t.Helper()
	h := operated(t, func(c *setup) { c.Limits.InFlight = 24 << 10 }) // for one small request
	post := func(body io.Reader) *httptest.ResponseRecorder {
		return exchange{target: "POST /nlg", body: body}.on(h)
	}
	post(crowded{func() {
		w := post(strings.NewReader(`{"response": "utter_greet"}`))
		if err := c.Check("POST", "/nlg", w.Code, w.Header(), w.Body.Bytes()); err != nil || !strings.Contains(w.Body.String(), string(CodeOverloaded)) {
			t.Errorf("%d %s: %v", w.Code, w.Body, err)
		}
	}})
}

// stuck is a client that does not take its reply until it is let.
type stuck struct {
	*httptest.ResponseRecorder
	reached chan<- struct{}
	free    <-chan struct{}
}

func (s stuck) Write(b []byte) (int, error) {
	s.reached <- struct{}{}
	<-s.free
	return len(b), nil
}

// busyMetrics asks for the metrics until more ask at a time than are answered.
func busyMetrics(t *testing.T, c *contract.Contract) {
	t.Helper()
	h := operated(t, nil)
	askBy := func(method string, w http.ResponseWriter) {
		h.ServeHTTP(w, httptest.NewRequest(method, "/metrics", nil))
	}
	ask := func(w http.ResponseWriter) { askBy(http.MethodGet, w) }
	reached, free := make(chan struct{}, 1000), make(chan struct{})
	var group sync.WaitGroup
	defer group.Wait()
	defer close(free)
	for range 20 {
		group.Go(func() { ask(stuck{httptest.NewRecorder(), reached, free}) })
		<-reached
		w := httptest.NewRecorder()
		ask(w)
		if err := c.Check("GET", "/metrics", w.Code, w.Header(), w.Body.Bytes()); err != nil {
			t.Fatalf("%d %s: %v", w.Code, w.Body, err)
		}
		if w.Code == http.StatusServiceUnavailable {
			w := httptest.NewRecorder()
			askBy(http.MethodHead, w)
			if err := c.Check("HEAD", "/metrics", w.Code, w.Header(), nil); err != nil || w.Code != http.StatusServiceUnavailable {
				t.Errorf("HEAD: %d: %v", w.Code, err)
			}
			return
		}
	}
	t.Error("the metrics are never busy")
}
