package server

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"nlgserver/httpapi"
	"nlgserver/nlg"
	"nlgserver/server/internal/access"
	"nlgserver/server/internal/metrics"
	"nlgserver/server/internal/tracing"
)

// operators is the operators' secret.
const operators = "0perators"

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
  utter_slack_only:
    - text: "slack"
      channel: slack
  utter_fallback:
    - text: "I do not know what to say."
`

// first is a [nlg.Rand] that always picks the first.
type first struct{}

func (first) IntN(int) int { return 0 }

// explosive is a [nlg.Rand] that panics.
type explosive struct{}

func (explosive) IntN(int) int { panic("boom") }

// routesOf returns the routes for the test's content, with the gates, metrics and
// traces that change sets.
func routesOf(t testing.TB, change func(*wired)) http.Handler {
	t.Helper()
	catalog, diags := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte(greetings)}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	w := &wired{}
	w.Catalog, w.Rand = func() *nlg.Catalog { return catalog }, first{}
	if change != nil {
		change(w)
	}
	return httpapi.New(w.config())
}

// wired are routes with one assistant. The fields are those of both; where both have
// one, that of the routes.
type wired struct {
	httpapi.Config
	ofAssistant
}

type ofAssistant struct{ httpapi.Assistant }

func (w *wired) config() httpapi.Config {
	cfg := w.Config
	w.Name = OnlyAssistant
	only := httpapi.OneAssistant(&w.Assistant)
	cfg.Assistants = func() *httpapi.Assistants { return only }
	if cfg.AdminAccess == nil {
		cfg.AdminAccess = w.Access
	}
	return cfg
}

// count makes the routes count with the metrics, and show them.
func (w *wired) count(shown *metrics.Metrics) {
	w.Meter, w.Refused, w.Panicked, w.Metrics = shown.Assistant(OnlyAssistant, w.Catalog), shown.Refused, shown.Panicked, shown.Handler()
}

func postTo(h http.Handler, target, contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

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

// samples returns our own series on /metrics, with their values. The label of the only
// assistant is left out; an empty one shows what reached none.
func samples(t *testing.T, h http.Handler) map[string]string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET /metrics: %d %s", w.Code, w.Body)
	}
	all := map[string]string{}
	for line := range strings.Lines(withoutOnly(w.Body.String())) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), " "); ok && strings.HasPrefix(name, "nlg_") {
			all[name] = value
		}
	}
	return all
}

// TestWhatCounts checks that each kind of request counts once, under its
// outcome, and that only requests for Rasa's callback count.
func TestWhatCounts(t *testing.T) {
	const said = `nlg_requests_total{code="200",outcome="said"}`
	refused := func(status int, code httpapi.Code) string {
		return fmt.Sprintf(`nlg_requests_total{code="%d",outcome=%q}`, status, code)
	}
	stray := func(status int, code httpapi.Code) string {
		return fmt.Sprintf(`nlg_requests_total{assistant="",code="%d",outcome=%q}`, status, code)
	}
	secret := func(c *wired) { c.Access = gateOf(t, access.Secrets{Tokens: []string{operators}}) }
	tests := []struct {
		name, method, path, body string
		change                   func(*wired)
		want                     []string
		timed                    bool
	}{
		{"said", "POST", "/nlg", `{"response": "utter_fallback"}`, nil, []string{said, `nlg_selections_total{group="default"}`}, true},
		{"said at the root", "POST", "/", `{"response": "utter_fallback"}`, nil, []string{said, `nlg_selections_total{group="default"}`}, true},
		{"unfilled", "POST", "/nlg", `{"response": "utter_greet"}`, nil, []string{said, `nlg_selections_total{group="default"}`, `nlg_render_problems_total{kind="missing"}`}, true},
		{"silence", "POST", "/nlg", `{"response": "utter_slack_only"}`, nil, []string{`nlg_requests_total{code="200",outcome="silence"}`, `nlg_selections_total{group="none"}`}, true},
		{"unknown", "POST", "/nlg", `{"response": "utter_x"}`, nil, []string{refused(404, httpapi.CodeUnknownResponse), "nlg_unknown_responses_total"}, true},
		{
			"unknown, with silence for it", "POST", "/nlg", `{"response": "utter_x"}`, func(c *wired) { c.OnUnknown = httpapi.OnUnknownEmpty },
			[]string{`nlg_requests_total{code="200",outcome="unknown"}`, "nlg_unknown_responses_total"},
			true,
		},
		{
			"unknown, with a response for it", "POST", "/nlg", `{"response": "utter_x"}`, func(c *wired) { c.OnUnknown = "utter_fallback" },
			[]string{`nlg_requests_total{code="200",outcome="unknown"}`, `nlg_selections_total{group="default"}`, "nlg_unknown_responses_total"},
			true,
		},
		{
			"unknown, and its response gone", "POST", "/nlg", `{"response": "utter_x"}`, func(c *wired) { c.OnUnknown = "utter_gone" },
			[]string{refused(404, httpapi.CodeUnknownResponse), "nlg_unknown_responses_total"},
			true,
		},
		{"not JSON", "POST", "/nlg", `hello`, nil, []string{refused(400, httpapi.CodeNotJSON)}, true},
		{"too large", "POST", "/nlg", `{"response": "utter_greet"}`, func(c *wired) { c.Limits.Body = 5 }, []string{refused(413, httpapi.CodeBodyTooLarge)}, true},
		{"no content", "POST", "/nlg", `{"response": "utter_greet"}`, func(c *wired) { c.Catalog = func() *nlg.Catalog { return nil } }, []string{refused(503, httpapi.CodeNotReady)}, true},
		{"panic", "POST", "/nlg", `{"response": "utter_two"}`, func(c *wired) { c.Rand = explosive{} }, []string{refused(500, httpapi.CodeInternal), "nlg_panics_total"}, true},
		{"no secret", "POST", "/nlg", `{"response": "utter_greet"}`, secret, []string{refused(401, httpapi.CodeUnauthorized)}, false},
		{"another path", "POST", "/webhook", `{}`, nil, []string{stray(404, httpapi.CodeUnknownRoute)}, false},
		{"another method", "GET", "/nlg", "", nil, []string{stray(405, httpapi.CodeMethodNotAllowed)}, false},
		{"a probe", "GET", "/healthz", "", nil, nil, false},
		{"a probe that fails", "GET", "/readyz", "", func(c *wired) { c.Ready = func() bool { return false } }, nil, false},
		{"status without a secret", "GET", "/api/v1/status", "", func(c *wired) { c.AdminAccess = gateOf(t, access.Secrets{Tokens: []string{operators}}) }, nil, false},
		{"metrics", "GET", "/metrics", "", nil, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shown := metrics.New(metrics.Options{Refusals: httpapi.Refusals()})
			h := routesOf(t, func(c *wired) {
				c.count(shown)
				if tt.change != nil {
					tt.change(c)
				}
			})
			// A secret that guards the routes must not hide them from the test.
			look := routesOf(t, func(c *wired) { c.count(shown) })
			before := samples(t, look)
			r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
			h.ServeHTTP(httptest.NewRecorder(), r)
			changed := map[string]bool{}
			for name, value := range samples(t, look) {
				if value == before[name] || strings.HasPrefix(name, "nlg_request_duration_seconds_") || strings.HasPrefix(name, "nlg_request_body_bytes_") {
					continue
				}
				if changed[name] = true; value != "1" {
					t.Errorf("%s is %s", name, value)
				}
			}
			want := map[string]bool{}
			for _, name := range tt.want {
				want[name] = true
			}
			if diff := cmp.Diff(want, changed); diff != "" {
				t.Error(diff)
			}
			after := samples(t, look)
			timed := "0"
			if tt.timed {
				timed = "1"
			}
			if got := after["nlg_request_duration_seconds_count"]; got != timed || after["nlg_request_body_bytes_count"] != timed {
				t.Errorf("%s requests are timed", got)
			}
			if got := after["nlg_in_flight_requests"]; got != "0" {
				t.Errorf("%s requests are under way", got)
			}
		})
	}
}

// TestMadeUpNames checks that ten thousand made-up names add no series.
func TestMadeUpNames(t *testing.T) {
	for onUnknown, n := range map[string]int{"": 10_000, httpapi.OnUnknownEmpty: 1000, "utter_fallback": 1000} {
		shown := metrics.New(metrics.Options{Refusals: httpapi.Refusals(), Responses: true})
		h := routesOf(t, func(c *wired) {
			c.count(shown)
			c.OnUnknown = onUnknown
			shown.Assistant(OnlyAssistant, c.Catalog).Prepare(c.Catalog())
		})
		before := samples(t, h)
		for i := range n {
			postTo(h, fmt.Sprintf("/nlg?x=%d", i), "application/json", fmt.Sprintf(`{"response": "utter_%d", "id": "%d", "channel": {"name": "c%d"}}`, i, i, i))
		}
		after := samples(t, h)
		if len(after) != len(before) || len(before) < 50 {
			t.Errorf("%q: %d series were %d", onUnknown, len(after), len(before))
		}
		if got := after["nlg_unknown_responses_total"]; got != strconv.Itoa(n) {
			t.Errorf("%q: %s unknown", onUnknown, got)
		}
	}
}

// TestWhereMetricsAre checks that the metrics are on the operators' listener if
// there is one, and require its secret.
func TestWhereMetricsAre(t *testing.T) {
	get := func(h http.Handler, path string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	w := &wired{}
	w.Metrics, w.AdminAccess = metrics.New(metrics.Options{}).Handler(), gateOf(t, access.Secrets{Tokens: []string{operators}})
	public, admin := httpapi.Split(w.config())
	if got := get(public, "/metrics?token="+operators); got != http.StatusNotFound {
		t.Errorf("on Rasa's listener: %d", got)
	}
	if got := get(admin, "/metrics"); got != http.StatusUnauthorized {
		t.Errorf("without a secret: %d", got)
	}
	if got := get(admin, "/metrics?token="+operators); got != http.StatusOK {
		t.Errorf("with it: %d", got)
	}
}

// TestTraces checks that a request continues Rasa's trace, and that its spans
// show the outcome and no personal data.
func TestTraces(t *testing.T) {
	const private = "s3cr3t-word"
	traceparent := "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	tests := []struct {
		name, body string
		change     func(*wired)
		spans      []string
		code       string
	}{
		{"said", `{"response": "utter_greet", "tracker": {"slots": {"name": "` + private + `"}}}`, nil, []string{"select", "render", "POST /nlg"}, ""},
		{"an argument", `{"response": "utter_greet", "arguments": {"name": "` + private + `"}}`, nil, []string{"select", "render", "POST /nlg"}, ""},
		{"silence", `{"response": "utter_slack_only", "tracker": {"slots": {"name": "` + private + `"}}}`, nil, []string{"select", "POST /nlg"}, ""},
		{"unknown", `{"response": "utter_gone"}`, nil, []string{"select", "POST /nlg"}, "unknown_response"},
		{"a stand-in", `{"response": "utter_gone", "tracker": {"slots": {"name": "` + private + `"}}}`, func(c *wired) { c.OnUnknown = "utter_greet" }, []string{"select", "select", "render", "POST /nlg"}, ""},
		{"bad slot", `{"response": "utter_greet", "tracker": {"slots": {"name": "` + private + `\x"}}}`, nil, []string{"select", "render", "POST /nlg"}, "not_json"},
		{"not JSON", private, nil, []string{"POST /nlg"}, "not_json"},
		{"panic", `{"response": "utter_two"}`, func(c *wired) { c.Rand = explosive{} }, []string{"select", "POST /nlg"}, "internal_error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			exporter := tracetest.NewInMemoryExporter()
			h := routesOf(t, func(c *wired) {
				c.Tracer = tracer{tracing.New(sdktrace.NewSimpleSpanProcessor(exporter))}
				if tt.change != nil {
					tt.change(c)
				}
			})
			r := httptest.NewRequest(http.MethodPost, "/nlg?token="+private, strings.NewReader(tt.body))
			r.Header.Set("Traceparent", traceparent)
			h.ServeHTTP(httptest.NewRecorder(), r)
			var names []string
			code := ""
			for _, s := range exporter.GetSpans() {
				names = append(names, s.Name)
				for _, a := range s.Attributes {
					if a.Key == "error.type" {
						code = a.Value.AsString()
					}
				}
				if s.SpanContext.TraceID().String() != traceparent[3:35] {
					t.Errorf("%s is of another trace", s.Name)
				}
				if text := fmt.Sprintf("%+v", s); strings.Contains(text, private) {
					t.Errorf("%s holds a person's word: %s", s.Name, text)
				}
			}
			if diff := cmp.Diff(tt.spans, names); diff != "" || code != tt.code {
				t.Errorf("code %q\n%s", code, diff)
			}
			// Pooled memory is used again, without the trace of the previous request.
			exporter.Reset()
			postTo(h, "/nlg", "application/json", `{"response": "utter_fallback"}`)
			if n := len(exporter.GetSpans()); n != 3 {
				t.Errorf("the next request has %d spans", n)
			}
		})
	}
}

// TestNoHint checks that the reply is the same whatever is wrong with the
// credentials.
func TestNoHint(t *testing.T) {
	h := routesOf(t, func(c *wired) {
		c.Access = gateOf(t, access.Secrets{Tokens: []string{"one"}, BasicAuth: []string{"user:password"}, Headers: []string{"X-Key: key"}})
	})
	basic := func(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }
	var first string
	type call struct {
		target  string
		headers map[string]string
	}
	ask := func(c call) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, c.target, strings.NewReader(`{"response": "utter_fallback"}`))
		for name, value := range c.headers {
			r.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for i, c := range []call{
		{target: "/nlg"},
		{target: "/nlg?token=two"},
		{target: "/nlg?token=one"}, // without the header
		{target: "/nlg", headers: map[string]string{"X-Key": "key"}},
		{target: "/nlg", headers: map[string]string{"X-Key": "key", "Authorization": basic("user:wrong")}},
		{target: "/nlg", headers: map[string]string{"X-Key": "key", "Authorization": basic("nobody:password")}},
		{target: "/nlg", headers: map[string]string{"X-Key": "nokey", "Authorization": basic("user:password")}},
	} {
		w := ask(c)
		if got := w.Body.String() + strings.Join(w.Header().Values("WWW-Authenticate"), "|"); w.Code != 401 || i > 0 && got != first {
			t.Errorf("call %d: %d %s, want %s", i, w.Code, got, first)
		} else if i == 0 {
			first = got
		}
	}
	if w := ask(call{target: "/nlg?token=one", headers: map[string]string{"X-Key": "key"}}); w.Code != 200 {
		t.Errorf("the right ones: %d %s", w.Code, w.Body)
	}
}
