package server

import (
	"context"
	"os"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/diag"
	"nlgserver/internal/metrics"
	"nlgserver/internal/tracing"
)

// newMetrics returns the server's metrics.
func (a *App) newMetrics() *metrics.Metrics {
	return metrics.New(metrics.Options{
		Version: a.opts.Version, Catalog: a.Catalog, Refusals: httpapi.Refusals(),
		Responses: a.opts.MetricsResponses, CertificateExpiry: a.CertificateExpiry,
	})
}

// newTracer returns what the standard variables ask for. A mistake in them, or
// a kind of export that is not spoken here, must not take the bot down.
func (a *App) newTracer() *tracing.Tracer {
	tracer, err := tracing.FromEnv(context.Background(), os.Getenv, a.opts.Version, a.opts.Log)
	if err != nil {
		a.opts.Log.Warn("there are no traces", "error", err)
	}
	return tracer
}

// measureAttempt tells the metrics of an attempt.
func (a *App) measureAttempt(done attempt) {
	a.metrics.Reloaded(metrics.Reload{
		Trigger: done.Triggers[0], Result: done.Result.String(), At: time.Now(),
		Warnings: done.Details.Count(diag.Warning), Defects: done.Details.Count(diag.Defect),
	})
}

// flush sends the traces that have not been sent yet.
func (a *App) flush(ctx context.Context) {
	if err := a.tracer.Shutdown(ctx); err != nil {
		a.opts.Log.Warn("the last traces are not sent", "error", err)
	}
}
