package server

import (
	"context"
	"net/http"
	"os"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/diag"
	"nlgserver/server/internal/metrics"
	"nlgserver/server/internal/tracing"
)

// newMetrics returns the server's metrics.
func (a *App) newMetrics() *metrics.Metrics {
	return metrics.New(metrics.Options{
		Version: a.opts.Version, Refusals: httpapi.Refusals(), Configuration: a.opts.Configuration.Read != nil,
		Responses: a.opts.MetricsResponses, CertificateExpiry: a.CertificateExpiry, Memory: a.memory, LogLinesDropped: a.opts.LogLinesDropped,
	})
}

// newTracer returns the tracer that the standard OTEL_ variables ask for. A
// mistake in them, or an unsupported exporter, must not stop the bot.
func (a *App) newTracer() *tracing.Tracer {
	tracer, err := tracing.FromEnv(context.Background(), os.Getenv, a.opts.Version, a.opts.Log)
	if err != nil {
		a.opts.Log.Warn("tracing is off", "error", err)
	}
	return tracer
}

// tracer adapts a [tracing.Tracer] to the routes.
type tracer struct{ *tracing.Tracer }

// Start implements [httpapi.Tracer].
func (t tracer) Start(r *http.Request, route, assistant string) httpapi.Trace {
	if request := t.Tracer.Start(r, route, assistant); request != nil {
		return request
	}
	return nil
}

// newMetrics shows the assistant's metrics from now on.
func (s *assistant) newMetrics() *metrics.Assistant {
	m := s.app.metrics.Assistant(s.opts.Name, s.Catalog)
	if s.following == nil {
		m.Follow(nil)
	} else {
		m.Follow(s.following.measures)
	}
	if s.rephraser == nil {
		m.Rephrase(nil)
	} else {
		m.Rephrase(s.rephraser.state)
	}
	if _, ok := s.remote(); ok {
		m.Reach(s.measureRemote)
	} else {
		m.Reach(nil)
	}
	return m
}

// measureAttempt counts an attempt.
func (s *assistant) measureAttempt(done attempt) {
	s.metrics.Reloaded(metrics.Reload{
		Trigger: done.Triggers[0], Result: done.Result.String(), At: time.Now(),
		Warnings: done.Details.Count(diag.Warning), Defects: done.Details.Count(diag.Defect),
	})
}

// flush sends the traces that are not sent yet.
func (a *App) flush(ctx context.Context) {
	if err := a.tracer.Shutdown(ctx); err != nil {
		a.opts.Log.Warn("cannot send the last traces", "error", err)
	}
}
