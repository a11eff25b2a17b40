package metrics

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// configuration counts the reloads of the configuration.
type configuration struct {
	total               *prometheus.CounterVec
	successful, restart prometheus.Gauge
}

func newConfiguration() configuration {
	c := configuration{
		total: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nlg_configuration_reloads_total", Help: "Attempts to reload the configuration, by result.",
		}, []string{"result"}),
		successful: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "nlg_configuration_last_reload_successful", Help: "0 if the latest configuration was rejected and the one before stays in effect, 1 otherwise.",
		}),
		restart: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "nlg_configuration_restart_required", Help: "1 if settings have changed that take effect only after a restart.",
		}),
	}
	for _, result := range results() {
		c.total.WithLabelValues(result)
	}
	c.successful.Set(1)
	return c
}

func (c *configuration) collectors() []prometheus.Collector {
	return []prometheus.Collector{c.total, c.successful, c.restart}
}

// Configured notes that an attempt to reload the configuration is over. Its result is
// changed, unchanged or rejected; restart reports whether settings wait for a
// restart. A rejected configuration says nothing about that.
func (m *Metrics) Configured(result string, restart bool) {
	if !slices.Contains(results(), result) {
		return
	}
	c := &m.configuration
	c.total.WithLabelValues(result).Inc()
	c.successful.Set(oneIf(result != rejected))
	if result != rejected {
		c.restart.Set(oneIf(restart))
	}
}

// oneIf returns the value of a gauge that is 1 or 0.
func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
