package tracing

import (
	"context"
	"log/slog"
	"sync/atomic"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// exporter logs when sending spans begins to fail and when it works again,
// instead of a line for every batch. Spans that cannot be sent are dropped.
type exporter struct {
	sdktrace.SpanExporter
	log     *slog.Logger
	failing atomic.Bool
}

// ExportSpans implements [sdktrace.SpanExporter].
func (e *exporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	err := e.SpanExporter.ExportSpans(ctx, spans)
	switch {
	case err != nil && !e.failing.Swap(true):
		e.log.Warn("cannot send traces; dropping them", "error", err)
	case err == nil && e.failing.Swap(false):
		e.log.Info("sending traces again")
	}
	return nil
}
