package metrics

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Reload is one attempt to reload the content.
type Reload struct {
	// Trigger is the first cause; Result is changed, unchanged or rejected.
	Trigger, Result string
	// At is when the attempt was over.
	At time.Time
	// Warnings and Defects are the numbers of diagnostics of those severities in
	// the content. They are used if it went live.
	Warnings, Defects int
}

// The results of a reload.
const (
	changed   = "changed"
	unchanged = "unchanged"
	rejected  = "rejected"
)

// lastGood is the trigger of a start from the copy of earlier content: it says
// nothing about the current content.
const lastGood = "last_good"

// otherTrigger counts every trigger that is not in triggers.
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
			Name: "nlg_config_reloads_total", Help: "Attempts to reload the content, by first trigger and by result.",
		}, []string{"trigger", "result"}),
		successful: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "nlg_config_last_reload_successful", Help: "1 if the latest attempt found content that can be served, 0 if it was rejected and the last good content keeps serving.",
		}),
		succeeded: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "nlg_config_last_reload_success_timestamp_seconds", Help: "When the content was last read without errors, changed or not; 0 for never.",
		}),
		found: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "nlg_catalog_diagnostics", Help: "Diagnostics of the live content by severity: warning, or defect where Rasa itself would send nothing.",
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
