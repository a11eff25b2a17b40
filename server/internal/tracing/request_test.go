package tracing

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"nlgserver/nlg"
)

const greetings = `
responses:
  utter_greet:
    - text: "Hello {name}"
      id: hello
  utter_slack:
    - text: "for slack"
      channel: slack
`

func catalogOf(t *testing.T) *nlg.Catalog {
	t.Helper()
	catalog, diags := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte(greetings)}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	return catalog
}

// render traces the two steps of a rendering, as the server does.
func render(t *testing.T, span *Request, catalog *nlg.Catalog, m *nlg.Message, req *nlg.Request) {
	t.Helper()
	span.Selecting(catalog, req.Response)
	defer span.Rendered(m)
	if err := catalog.Select(m, req, nil); err != nil {
		t.Fatal(err)
	}
	if m.Outcome != nlg.Silence {
		span.Filling(m)
	}
	m.Fill(req)
}

// say traces a request for utter_greet.
func say(t *testing.T, tracer *Tracer, r *http.Request) {
	t.Helper()
	var m nlg.Message
	req := &nlg.Request{Response: "utter_greet", Slots: nlg.Values("name", "Ann")}
	catalog := catalogOf(t)
	span := tracer.Start(r, "/nlg", "default")
	defer span.End()
	render(t, span, catalog, &m, req)
	span.Said(&m)
}

func inMemory() (*Tracer, *tracetest.InMemoryExporter) {
	exporter := tracetest.NewInMemoryExporter()
	return New(sdktrace.NewSimpleSpanProcessor(exporter)), exporter
}

func attributes(s tracetest.SpanStub) map[string]any {
	all := map[string]any{}
	for _, a := range s.Attributes {
		all[string(a.Key)] = a.Value.AsInterface()
	}
	return all
}

// TestSpanOfAnAssistant checks that the span of a request by an assistant's name has the
// route in its name, and the assistant among its attributes.
func TestSpanOfAnAssistant(t *testing.T) {
	tracer, exporter := inMemory()
	const route = "/a/:assistant/nlg"
	span := tracer.Start(httptest.NewRequest(http.MethodPost, "/a/shop/nlg?token=s3cret", nil), route, "shop")
	span.Refused("not_json", http.StatusBadRequest)
	span.End()
	got := exporter.GetSpans()[0]
	if got.Name != "POST "+route {
		t.Errorf("named %s", got.Name)
	}
	want := map[string]any{
		"http.request.method": "POST", "http.route": route, "url.path": "/a/shop/nlg", "nlg.assistant": "shop",
		"http.response.status_code": int64(400), "error.type": "not_json",
	}
	if diff := cmp.Diff(want, attributes(got)); diff != "" {
		t.Error(diff)
	}
}

// TestSpans checks the spans of the request, of the selection and of the
// rendering, each with what is known by then, and none with personal data.
func TestSpans(t *testing.T) {
	tracer, exporter := inMemory()
	r := httptest.NewRequest(http.MethodPost, "/nlg?token=s3cret", nil)
	r.Header.Set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	say(t, tracer, r)
	spans := exporter.GetSpans()
	if len(spans) != 3 {
		t.Fatalf("%d spans", len(spans))
	}
	version := catalogOf(t).ShortVersion()
	picked := map[string]any{"nlg.said": "utter_greet", "nlg.group": "default", "nlg.variation.index": int64(0), "nlg.variation.id": "hello"}
	with := func(more map[string]any) map[string]any {
		maps.Copy(more, picked)
		return more
	}
	for i, want := range []map[string]any{
		with(map[string]any{"nlg.response": "utter_greet", "nlg.catalog.version": version}),
		with(map[string]any{}),
		with(map[string]any{
			"nlg.response": "utter_greet", "nlg.catalog.version": version, "nlg.outcome": "said",
			"http.request.method": "POST", "http.route": "/nlg", "url.path": "/nlg", "http.response.status_code": int64(200), "nlg.assistant": "default",
		}),
	} {
		if diff := cmp.Diff(want, attributes(spans[i])); diff != "" {
			t.Errorf("%s: %s", spans[i].Name, diff)
		}
	}
	root := spans[2]
	if root.Parent.SpanID().String() != "b7ad6b7169203331" || root.SpanContext.TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
		t.Errorf("the trace is not continued: %v", root.Parent)
	}
	for _, step := range spans[:2] {
		if step.Parent.SpanID() != root.SpanContext.SpanID() {
			t.Errorf("%s is not below the request", step.Name)
		}
	}
	if spans[0].EndTime.After(spans[1].StartTime) {
		t.Error("selection and rendering overlap")
	}
}

// TestOverwrittenName checks that a span that waits to be sent shares no memory with
// the body of its request, which the next request overwrites.
func TestOverwrittenName(t *testing.T) {
	tracer, exporter := inMemory()
	body := []byte("utter_greet")
	span := tracer.Start(httptest.NewRequest(http.MethodPost, "/nlg", nil), "/nlg", "default")
	span.Selecting(catalogOf(t), unsafe.String(&body[0], len(body)))
	span.End()
	copy(body, "utter_other")
	for _, s := range exporter.GetSpans() {
		if name := attributes(s)["nlg.response"]; name != "utter_greet" {
			t.Errorf("%s: the response is %v", s.Name, name)
		}
	}
}

// TestNotSampled checks that a request that the caller does not record is not
// recorded here.
func TestNotSampled(t *testing.T) {
	tracer, exporter := inMemory()
	r := httptest.NewRequest(http.MethodPost, "/nlg", nil)
	r.Header.Set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")
	if span := tracer.Start(r, "/nlg", "default"); span != nil {
		t.Error("it is recorded")
	}
	if n := len(exporter.GetSpans()); n != 0 {
		t.Errorf("%d spans", n)
	}
}

func TestEnds(t *testing.T) {
	catalog := catalogOf(t)
	tests := []struct {
		name  string
		do    func(*Request)
		spans []string
		want  map[string]any
		code  codes.Code
	}{
		{
			"refused", func(r *Request) { r.Refused("not_json", 400) },
			[]string{"POST /nlg"},
			map[string]any{"error.type": "not_json", "http.response.status_code": int64(400)},
			codes.Unset,
		},
		{
			"overloaded", func(r *Request) { r.Refused("overloaded", 503) },
			[]string{"POST /nlg"},
			map[string]any{"error.type": "overloaded", "http.response.status_code": int64(503)},
			codes.Error,
		},
		{
			"panic", func(r *Request) { r.Selecting(catalog, "utter_greet") },
			[]string{"select", "POST /nlg"},
			map[string]any{"error.type": "internal_error", "http.response.status_code": int64(500)},
			codes.Error,
		},
		{"silence", func(r *Request) {
			var m nlg.Message
			render(t, r, catalog, &m, &nlg.Request{Response: "utter_slack"})
			r.Said(&m)
		}, []string{"select", "POST /nlg"}, map[string]any{"nlg.outcome": "silence", "http.response.status_code": int64(200)}, codes.Unset},
		{"an unfilled text", func(r *Request) {
			var m nlg.Message
			render(t, r, catalog, &m, &nlg.Request{Response: "utter_greet"})
			r.Said(&m)
		}, []string{"select", "render unfilled text missing text", "POST /nlg"}, map[string]any{"http.response.status_code": int64(200)}, codes.Unset},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tracer, exporter := inMemory()
			r := tracer.Start(httptest.NewRequest(http.MethodPost, "/nlg", nil), "/nlg", "default")
			tt.do(r)
			r.End()
			var names []string
			spans := exporter.GetSpans()
			for _, s := range spans {
				name := s.Name
				for _, e := range s.Events {
					name += " " + e.Name
					for _, a := range e.Attributes {
						name += " " + a.Value.AsString()
					}
				}
				names = append(names, name)
			}
			if diff := cmp.Diff(tt.spans, names); diff != "" {
				t.Fatal(diff)
			}
			root := spans[len(spans)-1]
			for name, want := range tt.want {
				if got := attributes(root)[name]; got != want {
					t.Errorf("%s is %v, want %v", name, got, want)
				}
			}
			if root.Status.Code != tt.code {
				t.Errorf("status %v", root.Status)
			}
		})
	}
}
