package server

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"nlgserver/httpapi"
	"nlgserver/server/internal/metrics"
	"nlgserver/server/internal/tracing"
)

// discarded is a reply that is thrown away.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header         { return d.header }
func (d discarded) Write(b []byte) (int, error) { return len(b), nil }
func (d discarded) WriteHeader(int)             {}

// rewound is a body that can be read again.
type rewound struct{ *bytes.Reader }

func (rewound) Close() error { return nil }

// BenchmarkCallback measures a request after its header, without net/http: with
// metrics, and with a trace of each request.
func BenchmarkCallback(b *testing.B) {
	body := []byte(`{"response": "utter_greet", "arguments": {}, "tracker": {"slots": {"name": "Ann"}}, "channel": {"name": "collector"}}`)
	metered := func(c *wired) {
		c.Meter = metrics.New(metrics.Options{Refusals: httpapi.Refusals()}).Assistant(OnlyAssistant, nil)
	}
	traced := func(c *wired) {
		metered(c)
		c.Tracer = tracer{tracing.New(sdktrace.NewBatchSpanProcessor(tracetest.NewNoopExporter()))}
	}
	for name, change := range map[string]func(*wired){"plain": metered, "traced": traced} {
		b.Run(name, func(b *testing.B) {
			h := routesOf(b, change)
			r := httptest.NewRequest(http.MethodPost, "/nlg", nil)
			r.Header.Set("Content-Type", "application/json")
			r.ContentLength = int64(len(body))
			in, w := rewound{bytes.NewReader(body)}, discarded{http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				_, _ = in.Seek(0, io.SeekStart)
				r.Body = in
				clear(w.header)
				h.ServeHTTP(w, r)
			}
		})
	}
}
