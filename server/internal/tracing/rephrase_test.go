package tracing

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestRephrase checks the span of a rewording.
func TestRephrase(t *testing.T) {
	for _, tt := range []struct {
		kept               string
		prompt, completion int
		outcome            string
		tokens             any
	}{
		{"", 120, 30, "reworded", int64(120)},
		{"timeout", 0, 0, "timeout", nil},
	} {
		tracer, exporter := inMemory()
		r := tracer.Start(httptest.NewRequest(http.MethodPost, "/nlg", nil), "/nlg", "default")
		r.Rephrasing()
		r.Rephrased(tt.kept, tt.prompt, tt.completion)
		r.End()
		spans := exporter.GetSpans()
		if len(spans) != 2 || spans[0].Name != "rephrase" || spans[0].Parent.SpanID() != spans[1].SpanContext.SpanID() {
			t.Fatalf("%+v", spans)
		}
		about := attributes(spans[0])
		if about["nlg.rephrase.outcome"] != tt.outcome || about["gen_ai.usage.input_tokens"] != tt.tokens {
			t.Errorf("%v", about)
		}
	}
}
