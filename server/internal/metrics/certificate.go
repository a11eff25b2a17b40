package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// certificate shows when the server's certificate expires.
type certificate struct {
	expiry func() time.Time
	desc   *prometheus.Desc
}

func newCertificate(expiry func() time.Time) *certificate {
	return &certificate{expiry, prometheus.NewDesc("nlg_tls_certificate_expiry_timestamp_seconds", "When the server's certificate expires; absent without TLS.", nil, nil)}
}

// Describe implements [prometheus.Collector].
func (c *certificate) Describe(ch chan<- *prometheus.Desc) { ch <- c.desc }

// Collect implements [prometheus.Collector].
func (c *certificate) Collect(ch chan<- prometheus.Metric) {
	if end := c.expiry(); !end.IsZero() {
		ch <- prometheus.MustNewConstMetric(c.desc, prometheus.GaugeValue, float64(end.Unix()))
	}
}
