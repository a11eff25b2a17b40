package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nlgserver/nlg"
)

// catalog describes the catalog that is live at the time of the scrape.
type catalog struct {
	live                        func() *nlg.Catalog
	info, responses, variations *prometheus.Desc
}

func newCatalog(live func() *nlg.Catalog) *catalog {
	return &catalog{
		live:       live,
		info:       prometheus.NewDesc("nlg_catalog_info", "Version of the live content, as in the header X-NLG-Catalog; always 1.", []string{"version"}, nil),
		responses:  prometheus.NewDesc("nlg_catalog_responses", "Responses of the live content.", nil, nil),
		variations: prometheus.NewDesc("nlg_catalog_variations", "Variations of the live responses.", nil, nil),
	}
}

// Describe implements [prometheus.Collector].
func (c *catalog) Describe(ch chan<- *prometheus.Desc) {
	ch <- c.info
	ch <- c.responses
	ch <- c.variations
}

// Collect implements [prometheus.Collector].
func (c *catalog) Collect(ch chan<- prometheus.Metric) {
	live := c.live()
	if live == nil {
		return
	}
	ch <- prometheus.MustNewConstMetric(c.info, prometheus.GaugeValue, 1, live.ShortVersion())
	ch <- prometheus.MustNewConstMetric(c.responses, prometheus.GaugeValue, float64(live.Len()))
	ch <- prometheus.MustNewConstMetric(c.variations, prometheus.GaugeValue, float64(live.Variations()))
}

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
