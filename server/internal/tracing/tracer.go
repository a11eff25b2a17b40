package tracing

import (
	"context"
	"log/slog"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Tracer makes the spans of requests.
type Tracer struct {
	provider   *sdktrace.TracerProvider
	tracer     trace.Tracer
	propagator propagation.TraceContext
}

// FromEnv returns the tracer that the standard OTEL_ variables ask for, nil for
// none. An error means that the variables are invalid or not supported. The SDK
// reads the variables for sampling and batches from the process's environment.
func FromEnv(ctx context.Context, getenv func(string) string, version string, log *slog.Logger) (*Tracer, error) {
	env := environment(getenv)
	if on, err := env.wanted(); !on {
		return nil, err
	}
	s, err := env.settings()
	if err != nil {
		return nil, err
	}
	return start(ctx, newClient(s), version, log)
}

func start(ctx context.Context, c *client, version string, log *slog.Logger) (*Tracer, error) {
	// If one detector fails, the result of the others is still used.
	about, err := resource.New(ctx,
		resource.WithAttributes(attribute.String("service.name", "nlgserver"), attribute.String("service.version", version)),
		resource.WithTelemetrySDK(), resource.WithFromEnv())
	if about == nil {
		return nil, err
	}
	if err != nil {
		log.Warn("OTEL_RESOURCE_ATTRIBUTES is only partly valid", "error", err)
	}
	sender, err := otlptrace.New(ctx, c)
	if err != nil {
		return nil, err
	}
	batches := sdktrace.NewBatchSpanProcessor(&exporter{SpanExporter: sender, log: log})
	return New(batches, sdktrace.WithResource(about)), nil
}

// New returns a tracer that sends its spans to a processor.
func New(spans sdktrace.SpanProcessor, opts ...sdktrace.TracerProviderOption) *Tracer {
	provider := sdktrace.NewTracerProvider(append(opts, sdktrace.WithSpanProcessor(spans))...)
	return &Tracer{provider: provider, tracer: provider.Tracer("nlgserver")}
}

// Shutdown sends the remaining spans, until ctx ends. A nil tracer has none.
func (t *Tracer) Shutdown(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// Start begins the span of a request for a message of the assistant, as a child of the
// span that its traceparent header names. It returns nil if the request is not sampled.
func (t *Tracer) Start(r *http.Request, route, assistant string) *Request {
	ctx := t.propagator.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	ctx, span := t.tracer.Start(ctx, "POST "+route, trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
		attribute.String("http.request.method", r.Method), attribute.String("http.route", route), attribute.String("url.path", r.URL.Path),
		attribute.String("nlg.assistant", assistant)))
	if !span.IsRecording() {
		return nil
	}
	return &Request{tracer: t.tracer, ctx: ctx, span: span}
}
