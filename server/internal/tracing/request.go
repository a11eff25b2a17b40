package tracing

import (
	"context"
	"net/http"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"nlgserver/nlg"
)

// Request is the span of one request, and of the step that is under way.
type Request struct {
	tracer trace.Tracer
	ctx    context.Context // the request's own: it does not outlive it
	span   trace.Span
	// step is the span of the selection or the filling under way; nil between
	// them.
	step trace.Span
	// status is 0 until the request is answered: a request that ends unanswered
	// has panicked.
	status int
	code   string
}

// Selecting begins the selection of a variation of the response asked.
func (r *Request) Selecting(catalog *nlg.Catalog, asked string) {
	r.endStep()
	version := attribute.String("nlg.catalog.version", catalog.ShortVersion())
	// The name shares memory with the body, which spans outlive.
	name := attribute.String("nlg.response", strings.Clone(nlg.Shorten(asked)))
	r.span.SetAttributes(version, name)
	r.begin("select", name, version)
}

// Filling ends the selection and begins the filling of the picked variation.
func (r *Request) Filling(m *nlg.Message) {
	about := picked(m)
	r.step.SetAttributes(about...)
	r.endStep()
	r.begin("render", about...)
}

// Rendered ends the filling, or the selection if nothing was picked.
func (r *Request) Rendered(m *nlg.Message) {
	for _, p := range m.Problems {
		r.step.AddEvent("unfilled text", trace.WithAttributes(
			attribute.String("nlg.problem.kind", string(p.Kind)), attribute.String("nlg.problem.path", p.Path)))
	}
	r.endStep()
}

// Rephrasing begins the rewording of the message.
func (r *Request) Rephrasing() {
	r.endStep()
	r.begin("rephrase")
}

// Rephrased ends the rewording. kept says why the message goes out as it was written, and is
// empty if it was reworded; what the model has counted is left out if it is 0.
func (r *Request) Rephrased(kept string, promptTokens, completionTokens int) {
	outcome := kept
	if kept == "" {
		outcome = "reworded"
	}
	r.step.SetAttributes(attribute.String("nlg.rephrase.outcome", outcome))
	if promptTokens > 0 || completionTokens > 0 {
		r.step.SetAttributes(attribute.Int("gen_ai.usage.input_tokens", promptTokens), attribute.Int("gen_ai.usage.output_tokens", completionTokens))
	}
	r.endStep()
}

// Said notes that the message was sent.
func (r *Request) Said(m *nlg.Message) {
	r.status = http.StatusOK
	r.span.SetAttributes(append(picked(m), attribute.String("nlg.outcome", m.Outcome.String()))...)
}

// Refused notes that the request got a problem document.
func (r *Request) Refused(code string, status int) { r.code, r.status = code, status }

// End ends the request's span.
func (r *Request) End() {
	r.endStep()
	if r.status == 0 {
		r.status, r.code = http.StatusInternalServerError, "internal_error"
	}
	r.span.SetAttributes(attribute.Int("http.response.status_code", r.status))
	if r.code != "" {
		r.span.SetAttributes(attribute.String("error.type", r.code))
	}
	if r.status >= http.StatusInternalServerError {
		r.span.SetStatus(codes.Error, r.code)
	}
	r.span.End()
}

func (r *Request) begin(name string, about ...attribute.KeyValue) {
	_, r.step = r.tracer.Start(r.ctx, name, trace.WithAttributes(about...))
}

func (r *Request) endStep() {
	if r.step != nil {
		r.step.End()
		r.step = nil
	}
}

// picked describes the picked variation; nothing if there is none.
func picked(m *nlg.Message) []attribute.KeyValue {
	if m.Variation < 0 {
		return nil
	}
	about := []attribute.KeyValue{
		attribute.String("nlg.said", m.Response),
		attribute.String("nlg.group", m.Group.String()),
		attribute.Int("nlg.variation.index", m.Variation),
	}
	if m.ID != "" {
		about = append(about, attribute.String("nlg.variation.id", m.ID))
	}
	return about
}
