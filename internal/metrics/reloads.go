package metrics

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Reload is one attempt to renew the content.
type Reload struct {
	// Trigger is what asked for it first; Result is changed, unchanged or
	// rejected.
	Trigger, Result string
	// At is when the attempt was over.
	At time.Time
	// Warnings and Defects are how many diagnostics of those severities the
	// content has; they count if it went live.
	Warnings, Defects int
}

// The results of a reload.
const (
	changed   = "changed"
	unchanged = "unchanged"
	rejected  = "rejected"
)

// lastGood is the trigger of a start from the copy of content that was live
// once: it says nothing about the content itself.
const lastGood = "last_good"

// otherTrigger stands for a trigger that is none of triggers.
const otherTrigger = "other"

func triggers() []string {
	return []string{"start", lastGood, "watch", "poll", "signal", "http", otherTrigger}
}

type reloads struct {
	total      *prometheus.CounterVec
	successful prometheus.Gauge
	succeeded  prometheus.Gauge
	found      *prometheus.GaugeVec
}

func newReloads() reloads {
	r := reloads{
		total: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nlg_config_reloads_total", Help: "Attempts to read the content again, by what asked for them first and by how they ended.",
		}, []string{"trigger", "result"}),
		successful: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "nlg_config_last_reload_successful", Help: "Whether the latest attempt found content that can be served: 1, or 0 if it was rejected and what was live stays live.",
		}),
		succeeded: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "nlg_config_last_reload_success_timestamp_seconds", Help: "When the content was last read and found good, changed or not; 0 for never.",
		}),
		found: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "nlg_catalog_diagnostics", Help: "What there is to say about the content that is live, by severity: warning, or defect where Rasa itself would fall silent.",
		}, []string{"severity"}),
	}
	for _, trigger := range triggers() {
		for _, result := range [...]string{changed, unchanged, rejected} {
			r.total.WithLabelValues(trigger, result)
		}
	}
	r.setFound(0, 0)
	return r
}

func (r *reloads) collectors() []prometheus.Collector {
	return []prometheus.Collector{r.total, r.successful, r.succeeded, r.found}
}

func (r *reloads) setFound(warnings, defects int) {
	r.found.WithLabelValues("warning").Set(float64(warnings))
	r.found.WithLabelValues("defect").Set(float64(defects))
}

// Reloaded notes that an attempt is over.
func (m *Metrics) Reloaded(a Reload) {
	r := &m.reloads
	if !slices.Contains(triggers(), a.Trigger) {
		a.Trigger = otherTrigger
	}
	r.total.WithLabelValues(a.Trigger, a.Result).Inc()
	if a.Result == changed {
		r.setFound(a.Warnings, a.Defects)
	}
	switch {
	case a.Trigger == lastGood:
	case a.Result == rejected:
		r.successful.Set(0)
	default:
		r.successful.Set(1)
		r.succeeded.Set(float64(a.At.UnixNano()) / 1e9)
	}
}
