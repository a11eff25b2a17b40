package tracing

import (
	"context"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"nlgserver/nlg"
)

// Request is the span of one request, and of the step that it is in.
type Request struct {
	tracer trace.Tracer
	ctx    context.Context // the request's own: it does not outlive it
	span   trace.Span
	// step is the span of the selection or the rendering under way; nil
	// between them.
	step    trace.Span
	message *nlg.Message
	// status is 0 until the request is answered: who ends it unanswered has
	// panicked.
	status int
	code   string
}

// Select begins the selection of a message, whose fields it reads when that is
// over.
func (r *Request) Select(catalog *nlg.Catalog, asked string, m *nlg.Message) {
	r.endStep()
	r.message = m
	version := attribute.String("nlg.catalog.version", catalog.ShortVersion())
	name := attribute.String("nlg.response", nlg.Shorten(asked))
	r.span.SetAttributes(version, name)
	r.begin("select", name, version)
	m.Selected = r.selected
}

// selected ends the selection and begins the rendering.
func (r *Request) selected() {
	about := r.picked()
	r.step.SetAttributes(about...)
	r.endStep()
	r.begin("render", about...)
}

// Rendered ends the rendering, or the selection that found nothing.
func (r *Request) Rendered() {
	r.message.Selected = nil
	for _, p := range r.message.Problems {
		r.step.AddEvent("unfilled text", trace.WithAttributes(
			attribute.String("nlg.problem.kind", string(p.Kind)), attribute.String("nlg.problem.path", p.Path)))
	}
	r.endStep()
}

// Said notes that the message was sent.
func (r *Request) Said() {
	r.status = http.StatusOK
	r.span.SetAttributes(append(r.picked(), attribute.String("nlg.outcome", r.message.Outcome.String()))...)
}

// Refused notes that the request got a problem document.
func (r *Request) Refused(code string, status int) { r.code, r.status = code, status }

// End ends the request's span.
func (r *Request) End() {
	if r.message != nil {
		r.message.Selected = nil
	}
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
func (r *Request) picked() []attribute.KeyValue {
	m := r.message
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
