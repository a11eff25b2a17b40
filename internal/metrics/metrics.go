package metrics

import (
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"nlgserver/nlg"
)

// Options say what is counted.
type Options struct {
	// Version is the program's, for nlg_build_info.
	Version string
	// Catalog returns what is served now, nil while nothing is; nil leaves out
	// the metrics of it.
	Catalog func() *nlg.Catalog
	// Refusals are the codes of the problems that a request may meet, each
	// with its HTTP status.
	Refusals map[string]int
	// Responses adds a count for each response and each variation.
	Responses bool
	// CertificateExpiry returns when the server's certificate ends, the zero
	// time if it has none; nil leaves the metric out.
	CertificateExpiry func() time.Time
}

// Metrics are the server's own counts. The methods are safe for concurrent
// use, [Metrics.Prepare] and [Metrics.Reloaded] by one goroutine at a time.
type Metrics struct {
	registry  *prometheus.Registry
	requests  requests
	reloads   reloads
	responses *responses // nil unless they are counted
}

// New returns metrics with a registry of their own.
func New(opts Options) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), requests: newRequests(opts.Refusals), reloads: newReloads()}
	m.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		buildInfo(opts.Version),
	)
	m.registry.MustRegister(m.requests.collectors()...)
	m.registry.MustRegister(m.reloads.collectors()...)
	if opts.Catalog != nil {
		m.registry.MustRegister(newCatalog(opts.Catalog))
	}
	if opts.CertificateExpiry != nil {
		m.registry.MustRegister(newCertificate(opts.CertificateExpiry))
	}
	if opts.Responses {
		m.responses = newResponses()
		m.registry.MustRegister(m.responses)
	}
	return m
}

// maxScrapes is how many scrapes are answered at a time; more are refused.
const maxScrapes = 4

// Handler answers a scrape, as OpenMetrics if it asks for that.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		EnableOpenMetrics: true, MaxRequestsInFlight: maxScrapes, ErrorHandling: promhttp.ContinueOnError,
	})
}

// Gatherer returns what [Metrics.Handler] shows.
func (m *Metrics) Gatherer() prometheus.Gatherer { return m.registry }

func buildInfo(version string) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name:        "nlg_build_info",
		Help:        "The program's version and that of its Go; always 1.",
		ConstLabels: prometheus.Labels{"version": version, "goversion": runtime.Version()},
	}, func() float64 { return 1 })
}
