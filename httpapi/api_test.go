package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"nlgserver/nlg"
)

const greetings = `
responses:
  utter_greet:
    - text: "Hello {name}"
      id: hello
  utter_two:
    - text: "one"
      id: one
    - text: "two"
      id: two
  utter_brace:
    - text: "{ oh"
  utter_slack_only:
    - text: "slack"
      channel: slack
  utter_rest:
    - text: "rest"
      channel: rest
  utter_fallback:
    - text: "I do not know what to say."
`

func catalogOf(t testing.TB, text string) *nlg.Catalog {
	t.Helper()
	catalog, diags := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte(text)}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	return catalog
}

// first is a nlg.Rand that always picks the first.
type first struct{}

func (first) IntN(int) int { return 0 }

// serverOf returns routes over the test's content, changed by change.
func serverOf(t testing.TB, change func(*setup)) http.Handler {
	t.Helper()
	catalog := catalogOf(t, greetings)
	cfg := of(catalog)
	if change != nil {
		change(cfg)
	}
	return New(cfg.config())
}

func post(h http.Handler, path, contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = "127.0.0.1:5056", "127.0.0.1:40000"
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestSay(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"as Rasa sends it", `{"response": "utter_greet", "id": null, "arguments": {}, "tracker": {"slots": {"name": "Ann"}, "latest_input_channel": "rest"}, "channel": {"name": "collector"}}`, `{"text":"Hello Ann","id":"hello"}`},
		{"argument hides slot", `{"response": "utter_greet", "arguments": {"name": null}, "tracker": {"slots": {"name": "Ann"}}}`, `{"text":"Hello None","id":"hello"}`},
		{"unknown variable", `{"response": "utter_greet"}`, `{"text":"Hello {name}","id":"hello"}`},
		{"old key", `{"template": "utter_fallback"}`, `{"text":"I do not know what to say."}`},
		{"channel as text", `{"response": "utter_slack_only", "channel": "slack"}`, `{"text":"slack"}`},
		{"the REST channel", `{"response": "utter_rest", "channel": {"name": "collector"}, "tracker": {"latest_input_channel": "rest"}}`, `{"text":"rest"}`},
		{"id", `{"response": "utter_two", "id": "two"}`, `{"text":"two","id":"two"}`},
		{"ids", `{"response": "utter_two", "ids": ["two", "three"]}`, `{"text":"two","id":"two"}`},
		{"id that is not here", `{"response": "utter_two", "id": "three"}`, `{"text":"one","id":"one"}`},
		{"stray brace", `{"response": "utter_brace"}`, `{"text":"{ oh"}`},
		{"nothing eligible", `{"response": "utter_slack_only", "channel": {"name": "facebook"}}`, `{}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, path := range []string{"/nlg", "/nlg/", "/"} {
				w := post(serverOf(t, nil), path, "application/json", tt.body)
				if w.Code != http.StatusOK || w.Body.String() != tt.want {
					t.Errorf("POST %s: %d %s, want %s", path, w.Code, w.Body, tt.want)
				}
				if got := w.Header().Get("Content-Type"); got != "application/json" {
					t.Errorf("content type %q", got)
				}
				if got := w.Header().Get("X-NLG-Catalog"); len(got) != 12 {
					t.Errorf("catalog version %q", got)
				}
			}
		})
	}
}

func TestRealBodies(t *testing.T) {
	for _, name := range []string{"body_1.json", "body_10.json"} {
		body, err := os.ReadFile("../testdata/bodies/" + name)
		if err != nil {
			t.Fatal(err)
		}
		w := post(serverOf(t, nil), "/nlg", "application/json", string(body))
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), `{"text":"Hello `) || strings.Contains(w.Body.String(), "{name}") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

func TestProblems(t *testing.T) {
	at := func(n int) *int { return &n }
	tests := []struct {
		name, method, path, contentType, body string
		want                                  Problem
	}{
		{"empty", "POST", "/nlg", "application/json", "", Problem{Status: 400, Code: CodeTruncated, Detail: "the body is empty (byte 0)", Offset: at(0)}},
		{"not JSON", "POST", "/nlg", "application/json", "hello", Problem{Status: 400, Code: CodeNotJSON, Detail: "the body is not JSON: expected a value (byte 0)", Offset: at(0)}},
		{"truncated", "POST", "/nlg", "application/json", `{"response": "utter_gr`, Problem{Status: 400, Code: CodeTruncated, Detail: "the body ends too early (byte 22)", Field: "response", Offset: at(22)}},
		{"not an object", "POST", "/nlg", "application/json", "[]", Problem{Status: 400, Code: CodeWrongType, Detail: "the body must be a JSON object (byte 0)", Offset: at(0)}},
		{"wrong type", "POST", "/nlg", "application/json", `{"response": 1}`, Problem{Status: 400, Code: CodeWrongType, Detail: "response must be a string or null (byte 13)", Field: "response", Offset: at(13)}},
		{"no name", "POST", "/nlg", "application/json", `{}`, Problem{Status: 400, Code: CodeMissingField, Detail: `"response" is missing or empty: it must name a response`, Field: "response"}},
		{"bad slot", "POST", "/nlg", "application/json", `{"response": "utter_greet", "tracker": {"slots": {"name": "\x"}}}`, Problem{Status: 400, Code: CodeNotJSON, Detail: "unknown escape in a string (byte 60)", Field: "tracker.slots", Offset: at(60)}},
		{"unknown response", "POST", "/nlg", "application/json", `{"response": "utter_gret"}`, Problem{Status: 404, Code: CodeUnknownResponse, Detail: `there is no response "utter_gret"; did you mean "utter_greet"?`, Suggestions: []string{"utter_greet", "utter_rest"}}},
		{"unknown response, none near", "POST", "/nlg", "", `{"response": "xyz"}`, Problem{Status: 404, Code: CodeUnknownResponse, Detail: `there is no response "xyz"`}},
		{"wrong method", "GET", "/nlg", "", "", Problem{Status: 405, Code: CodeMethodNotAllowed, Detail: "Rasa sends requests to POST /nlg"}},
		{"wrong path", "POST", "/webhook", "application/json", "{}", Problem{Status: 404, Code: CodeUnknownRoute, Detail: "Rasa sends requests to POST /nlg"}},
		{"wrong content type", "POST", "/nlg", "text/plain", `{"response": "utter_greet"}`, Problem{Status: 415, Code: CodeContentType, Detail: "send Content-Type: application/json"}},
		{"too large", "POST", "/nlg", "application/json", `{"response": "` + strings.Repeat("x", 2000) + `"}`, Problem{Status: 413, Code: CodeBodyTooLarge, Detail: "the server's limit for bodies is 1000 bytes"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := serverOf(t, func(c *setup) { c.Limits.Body = 1000 })
			r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
			if tt.contentType != "" {
				r.Header.Set("Content-Type", tt.contentType)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			tt.want.Type = "urn:nlgserver:problem:" + string(tt.want.Code)
			tt.want.Title = meanings[tt.want.Code].title
			checkProblem(t, w, tt.want)
		})
	}
}

func checkProblem(t *testing.T, w *httptest.ResponseRecorder, want Problem) {
	t.Helper()
	if w.Code != want.Status {
		t.Errorf("status %d, want %d", w.Code, want.Status)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("content type %q", got)
	}
	var got Problem
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Problem{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestChunkedTooLarge checks the limit for a body without an announced length.
func TestChunkedTooLarge(t *testing.T) {
	h := serverOf(t, func(c *setup) { c.Limits.Body = 1000 })
	r := httptest.NewRequest(http.MethodPost, "/nlg", io.MultiReader(strings.NewReader(`{"response": "`), strings.NewReader(strings.Repeat("x", 990))))
	r.ContentLength = -1
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	r = httptest.NewRequest(http.MethodPost, "/nlg", io.MultiReader(strings.NewReader(`{"response":`), strings.NewReader(`"utter_fallback"}`)))
	r.ContentLength = -1
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestContentTypes(t *testing.T) {
	for contentType, want := range map[string]int{
		"":                                  200,
		"application/json":                  200,
		"application/json; charset=utf-8":   200,
		"Application/JSON":                  200,
		"application/vnd.api+json":          200,
		"text/json":                         415,
		"application/x-www-form-urlencoded": 415,
		"multipart/form-data; boundary=x":   415,
	} {
		if w := post(serverOf(t, nil), "/nlg", contentType, `{"response": "utter_fallback"}`); w.Code != want {
			t.Errorf("%q: %d, want %d", contentType, w.Code, want)
		}
	}
}

func TestOnUnknown(t *testing.T) {
	for onUnknown, want := range map[string]string{
		OnUnknownEmpty:   `{}`,
		"utter_fallback": `{"text":"I do not know what to say."}`,
	} {
		h := serverOf(t, func(c *setup) { c.OnUnknown = onUnknown })
		if w := post(h, "/nlg", "", `{"response": "nobody knows", "id": "two"}`); w.Code != 200 || w.Body.String() != want {
			t.Errorf("%s: %d %s, want %s", onUnknown, w.Code, w.Body, want)
		}
	}
}

// TestStrictJSON checks that a fault in an unused part of a body is an error
// only with StrictJSON.
func TestStrictJSON(t *testing.T) {
	const body = `{"response": "utter_fallback", "tracker": {"events": [1 2]}}`
	if w := post(serverOf(t, nil), "/nlg", "", body); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	strict := serverOf(t, func(c *setup) { c.StrictJSON = true })
	if w := post(strict, "/nlg", "", body); w.Code != 400 || !strings.Contains(w.Body.String(), `"offset":56`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := post(strict, "/nlg", "", strings.Replace(body, "1 2", "1, NaN", 1)); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	long := strings.Replace(body, "1 2", strings.Repeat(`{"event": "user"}, `, 50_000)+"1", 1)
	if w := post(strict, "/nlg", "", long); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestIgnoreRequestID(t *testing.T) {
	h := serverOf(t, func(c *setup) { c.IgnoreRequestID = true })
	if w := post(h, "/nlg", "", `{"response": "utter_two", "id": "two", "ids": ["two"]}`); w.Body.String() != `{"text":"one","id":"one"}` {
		t.Errorf("%s", w.Body)
	}
}

func TestHealth(t *testing.T) {
	get := func(h http.Handler, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	ready := true
	h := serverOf(t, func(c *setup) { c.Ready = func() bool { return ready } })
	if w := get(h, "/healthz"); w.Code != 200 {
		t.Errorf("alive: %d %s", w.Code, w.Body)
	}
	if w := get(h, "/readyz"); w.Code != 200 {
		t.Errorf("ready: %d %s", w.Code, w.Body)
	}
	ready = false
	if w := get(h, "/readyz"); w.Code != 503 || !strings.Contains(w.Body.String(), string(CodeNotReady)) {
		t.Errorf("shutting down: %d %s", w.Code, w.Body)
	}
	empty := New(of(nil).config())
	if w := get(empty, "/readyz"); w.Code != 503 {
		t.Errorf("without content: %d %s", w.Code, w.Body)
	}
	if w := post(empty, "/nlg", "", `{"response": "x"}`); w.Code != 503 {
		t.Errorf("a request without content: %d %s", w.Code, w.Body)
	}
}

func TestReloadRoute(t *testing.T) {
	result := ReloadResult{Version: "0123456789ab", Changed: true, Responses: 9, Changes: nlg.Changes{Added: 1, Changed: 2, Removed: 3}}
	h := serverOf(t, func(c *setup) { c.Reload = func(context.Context) ReloadResult { return result } })
	if w := post(h, "/-/reload", "", ""); w.Code != 200 || w.Body.String() !=
		`{"changed":true,"changes":{"added":1,"changed":2,"removed":3},"diagnostics":[],"responses":9,"version":"0123456789ab"}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	_, diags := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte("responses:\n  utter_x:\n")}}, nlg.Options{})
	result = ReloadResult{Rejected: true, Reason: "content rejected", Diagnostics: diags}
	w := post(h, "/-/reload", "", "")
	var got struct {
		Code        Code `json:"code"`
		Diagnostics []struct {
			File, Severity, Code, Message string
			Line, Column                  int
		} `json:"diagnostics"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if w.Code != 422 || got.Code != CodeReloadRejected || len(got.Diagnostics) != 1 || got.Diagnostics[0].Line != 2 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// explosive panics when it is asked to pick.
type explosive struct{}

func (explosive) IntN(int) int { panic("boom") }

func TestPanic(t *testing.T) {
	var log bytes.Buffer
	h := serverOf(t, func(c *setup) { c.Rand, c.Log = explosive{}, slog.New(slog.NewTextHandler(&log, nil)) })
	if w := post(h, "/nlg", "", `{"response": "utter_two"}`); w.Code != 500 || !strings.Contains(w.Body.String(), string(CodeInternal)) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "boom") {
		t.Errorf("the log does not tell: %s", log.String())
	}
	if w := post(h, "/nlg", "", `{"response": "utter_greet"}`); w.Code != 200 {
		t.Errorf("after the panic: %d %s", w.Code, w.Body)
	}
}

// TestLogsHoldNoWords checks that the log contains no slots and arguments,
// which may be personal data.
func TestLogsHoldNoWords(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h := serverOf(t, func(c *setup) { c.Log = logger })
	for _, name := range []string{"utter_greet", "utter_brace", "utter_slack_only", "unknown"} {
		post(h, "/nlg", "", `{"response": "`+name+`", "arguments": {"x": "SECRET"}, "tracker": {"slots": {"name": "SECRET 0["}}}`)
	}
	for _, want := range []string{"string sent unfilled", "no variation is eligible", "request refused", "msg=said"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
	if strings.Contains(log.String(), "SECRET") {
		t.Errorf("the log tells a secret:\n%s", log.String())
	}
}

func BenchmarkHandler(b *testing.B) {
	body, err := os.ReadFile("../testdata/bodies/body_1.json")
	if err != nil {
		b.Fatal(err)
	}
	h := serverOf(b, nil)
	reader := bytes.NewReader(body)
	request := httptest.NewRequest(http.MethodPost, "/nlg", nil)
	request.Header.Set("Content-Type", "application/json")
	request.ContentLength = int64(len(body))
	w := discard{http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		reader.Reset(body)
		request.Body = io.NopCloser(reader)
		clear(w.header)
		h.ServeHTTP(w, request)
	}
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(p []byte) (int, error) { return len(p), nil }
func (d discard) WriteHeader(int)             {}
