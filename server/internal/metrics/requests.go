package metrics

import (
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nlgserver/nlg"
	"nlgserver/selector"
)

// The sizes of the closed sets of labels.
const (
	outcomes = int(nlg.Silence) + 1
	groups   = int(selector.Default) + 1
)

// substituted is the outcome of a request for an unknown response that gets a
// message anyway.
const substituted = "unknown"

// requests are the handles that a request counts with.
type requests struct {
	total  *prometheus.CounterVec
	chosen *prometheus.CounterVec
	raw    *prometheus.CounterVec
	cut    *prometheus.CounterVec

	said       [outcomes]prometheus.Counter
	unknownOK  prometheus.Counter
	refused    map[string]prometheus.Counter
	selections [groups]prometheus.Counter
	problems   map[nlg.ProblemKind]prometheus.Counter
	cuts       map[nlg.CutReason]prometheus.Counter

	unknown, panics prometheus.Counter
	duration, body  prometheus.Histogram
	inFlight        *atomic.Int64
	flying          prometheus.Collector
}

func newRequests(refusals map[string]int) requests {
	r := requests{
		total: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nlg_requests_total", Help: "Requests for a message, by HTTP status and outcome.",
		}, []string{"code", "outcome"}),
		chosen: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nlg_selections_total", Help: "Selections, by the group of the picked variation.",
		}, []string{"group"}),
		raw: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nlg_render_problems_total", Help: "Strings sent unfilled, by reason.",
		}, []string{"kind"}),
		cut: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nlg_selections_cut_total", Help: "Selections in which a condition was not evaluated to its end and counted as false, by reason.",
		}, []string{"reason"}),
		unknown: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "nlg_unknown_responses_total", Help: "Requests for an unknown response.",
		}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "nlg_panics_total", Help: "Panics in a handler; the request got a 500.",
		}),
		duration: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "nlg_request_duration_seconds", Help: "Time from the start of a request for a message until its reply is written, including the arrival of its body.",
			Buckets: []float64{25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 100e-3, 250e-3, 500e-3, 1},
		}),
		body: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "nlg_request_body_bytes", Help: "Bytes read of the body of a request for a message, after inflating it.",
			Buckets: prometheus.ExponentialBuckets(1<<10, 4, 9), // to 64 MiB
		}),
		inFlight: new(atomic.Int64),
		refused:  make(map[string]prometheus.Counter, len(refusals)),
		problems: make(map[nlg.ProblemKind]prometheus.Counter, 3),
	}
	r.flying = prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "nlg_in_flight_requests", Help: "Requests for a message in flight.",
	}, func() float64 { return float64(r.inFlight.Load()) })
	for i := range r.said {
		r.said[i] = r.total.WithLabelValues("200", nlg.Outcome(i).String())
	}
	r.unknownOK = r.total.WithLabelValues("200", substituted)
	for code, status := range refusals {
		r.refused[code] = r.total.WithLabelValues(strconv.Itoa(status), code)
	}
	for i := range r.selections {
		r.selections[i] = r.chosen.WithLabelValues(nlg.Group(i).String())
	}
	for _, kind := range [...]nlg.ProblemKind{nlg.Missing, nlg.Raised, nlg.Limited} {
		r.problems[kind] = r.raw.WithLabelValues(string(kind))
	}
	r.cuts = make(map[nlg.CutReason]prometheus.Counter, 2)
	for _, reason := range nlg.CutReasons() {
		r.cuts[reason] = r.cut.WithLabelValues(string(reason))
	}
	return r
}

func (r *requests) collectors() []prometheus.Collector {
	return []prometheus.Collector{r.total, r.chosen, r.raw, r.cut, r.unknown, r.panics, r.duration, r.body, r.flying}
}

// Begin counts a request for a message that begins, and returns the time.
func (m *Metrics) Begin() time.Time {
	m.requests.inFlight.Add(1)
	return time.Now()
}

// End counts the end of the request that began then, of whose body that many
// bytes were read.
func (m *Metrics) End(began time.Time, body int64) {
	m.requests.duration.Observe(time.Since(began).Seconds())
	m.requests.body.Observe(float64(body))
	m.requests.inFlight.Add(-1)
}

// Said counts a request for the response asked that got a message of the
// catalog.
func (m *Metrics) Said(catalog *nlg.Catalog, asked string, message *nlg.Message) {
	m.requests.said[message.Outcome].Inc()
	m.picked(message)
	if m.responses != nil {
		m.responses.count(catalog, asked, message)
	}
}

// Substituted counts a request for an unknown response that got another message
// of the catalog, nil for an empty one.
func (m *Metrics) Substituted(catalog *nlg.Catalog, message *nlg.Message) {
	m.requests.unknownOK.Inc()
	if message == nil {
		return
	}
	m.picked(message)
	if m.responses != nil {
		m.responses.count(catalog, "", message)
	}
}

// Refused counts a request that got a problem document with the code.
func (m *Metrics) Refused(code string) {
	if c := m.requests.refused[code]; c != nil {
		c.Inc()
	}
}

// Unknown counts a request for an unknown response, whatever it gets.
func (m *Metrics) Unknown() { m.requests.unknown.Inc() }

// Panicked counts a panic in a handler.
func (m *Metrics) Panicked() { m.requests.panics.Inc() }

func (m *Metrics) picked(message *nlg.Message) {
	m.requests.selections[message.Group].Inc()
	if message.Cut != nil {
		m.requests.cuts[message.Cut.Reason].Inc()
	}
	for i := range message.Problems {
		if c := m.requests.problems[message.Problems[i].Kind]; c != nil {
			c.Inc()
		}
	}
}
