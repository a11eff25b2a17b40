package metrics

import (
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"nlgserver/internal/budget"
	"nlgserver/nlg"
)

// Options configure [Metrics].
type Options struct {
	// Version is the version of the program, for nlg_build_info.
	Version string
	// Catalog returns the live catalog, nil while there is none. Without it the
	// metrics of the catalog are left out.
	Catalog func() *nlg.Catalog
	// Refusals are the codes of the problem documents that a request may get,
	// each with its HTTP statuses.
	Refusals map[string][]int
	// Responses adds a count for each response and each variation.
	Responses bool
	// Memory is what requests take their memory from. Without it its metrics are left
	// out.
	Memory *budget.Pool
	// CertificateExpiry returns when the server's certificate expires, the zero
	// time if there is none. Without it the metric is left out.
	CertificateExpiry func() time.Time
}

// Metrics are the server's own metrics. The methods are safe for concurrent
// use, [Metrics.Prepare] and [Metrics.Reloaded] by one goroutine at a time.
type Metrics struct {
	registry  *prometheus.Registry
	requests  requests
	reloads   reloads
	responses *responses // nil unless Options.Responses is set
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
	if opts.Memory != nil {
		m.registry.MustRegister(memory(opts.Memory)...)
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

// maxScrapes is how many scrapes are answered at a time; others get a 503.
const maxScrapes = 4

// Handler answers scrapes, as OpenMetrics if the client accepts that.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		EnableOpenMetrics: true, MaxRequestsInFlight: maxScrapes, ErrorHandling: promhttp.ContinueOnError,
	})
}

// Gatherer returns the source of [Metrics.Handler].
func (m *Metrics) Gatherer() prometheus.Gatherer { return m.registry }

func memory(pool *budget.Pool) []prometheus.Collector {
	gauge := func(name, help string, value func() int64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return float64(value()) })
	}
	return []prometheus.Collector{
		gauge("nlg_in_flight_bytes", "Memory held for requests in flight: bodies, what is made of them, and replies.", pool.Used),
		gauge("nlg_in_flight_limit_bytes", "The limit of nlg_in_flight_bytes.", pool.Limit),
	}
}

func buildInfo(version string) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name:        "nlg_build_info",
		Help:        "The program's version and that of its Go; always 1.",
		ConstLabels: prometheus.Labels{"version": version, "goversion": runtime.Version()},
	}, func() float64 { return 1 })
}
