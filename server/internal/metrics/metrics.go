package metrics

import (
	"net/http"
	"runtime"
	"sync"
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
	// Refusals are the codes of the problem documents that a request may get,
	// each with its HTTP statuses.
	Refusals map[string][]int
	// Responses adds a count for each response and each variation.
	Responses bool
	// Configuration adds the metrics of a configuration that is read again while the
	// server runs.
	Configuration bool
	// Memory is what requests take their memory from. Without it its metrics are left
	// out.
	Memory *budget.Pool
	// CertificateExpiry returns when the server's certificate expires, the zero
	// time if there is none. Without it the metric is left out.
	CertificateExpiry func() time.Time
	// LogLinesDropped returns how many lines of the log could not be written. Without
	// it the metric is left out.
	LogLinesDropped func() uint64
}

// Metrics are the server's own metrics. The methods are safe for concurrent use.
// [Metrics.Refused] and [Metrics.Panicked] count requests that reached no assistant.
type Metrics struct {
	failures

	registry      *prometheus.Registry
	since         time.Time
	displaced     prometheus.Counter
	configuration configuration
	responses     bool

	mu sync.Mutex
	// assistants are those whose series are shown, by name.
	assistants map[string]*Assistant
}

// New returns metrics with a registry of their own, without assistants.
func New(opts Options) *Metrics {
	m := &Metrics{
		failures: newFailures(newProblems(opts.Refusals)),
		registry: prometheus.NewRegistry(),
		since:    time.Now(),
		displaced: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "nlg_displaced_connections_total", Help: "Connections closed at the limit in favor of new ones: idle ones, and those whose client was too slow.",
		}),
		configuration: newConfiguration(),
		responses:     opts.Responses,
		assistants:    make(map[string]*Assistant),
	}
	m.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		buildInfo(opts.Version),
		m.displaced,
		newCollector(m),
	)
	if opts.Configuration {
		m.registry.MustRegister(m.configuration.collectors()...)
	}
	if opts.Memory != nil {
		m.registry.MustRegister(memory(opts.Memory)...)
	}
	if opts.CertificateExpiry != nil {
		m.registry.MustRegister(newCertificate(opts.CertificateExpiry))
	}
	if opts.LogLinesDropped != nil {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "nlg_log_lines_dropped_total", Help: "Lines of the log that could not be written.",
		}, func() float64 { return float64(opts.LogLinesDropped()) }))
	}
	return m
}

// Assistant returns the handles of the assistant of that name, which is not empty,
// and shows its series from now on. For a name that is already shown it returns the
// same handles, so that the counts continue. Catalog returns the assistant's live
// catalog, nil while there is none; it replaces the one given before.
func (m *Metrics) Assistant(name string, catalog func() *nlg.Catalog) *Assistant {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.assistants[name]
	if a == nil {
		a = newAssistant(name, m.problems, m.responses)
		m.assistants[name] = a
	}
	a.catalog.Store(&catalog)
	return a
}

// Remove ends the series of an assistant. Requests in flight may go on counting with
// its handles; nobody sees it. An assistant of the same name that comes later starts
// at 0.
func (m *Metrics) Remove(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.assistants, name)
}

// Requests returns how many requests for a message have ended, to all assistants that are
// shown. It may fall when one is removed.
func (m *Metrics) Requests() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	var sum uint64
	for _, a := range m.assistants {
		sum += a.duration.count()
	}
	return sum
}

// shown returns the assistants whose series are shown, in no order.
func (m *Metrics) shown() []*Assistant {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make([]*Assistant, 0, len(m.assistants))
	for _, a := range m.assistants {
		all = append(all, a)
	}
	return all
}

// Displaced counts a connection that gives way to a new one.
func (m *Metrics) Displaced() { m.displaced.Inc() }

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
