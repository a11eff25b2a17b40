package metrics

import (
	"math"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"pgregory.net/rapid"
)

// TestHistogramIsPrometheuss checks that a histogram shows what one of the client
// library shows of the same values.
func TestHistogramIsPrometheuss(t *testing.T) {
	tests := []struct {
		name    string
		scale   *scale
		largest int64
		buckets []float64
	}{
		{"durations", durations(), int64(2 * time.Second), []float64{25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 100e-3, 250e-3, 500e-3, 1}},
		{"sizes", sizes(), 128 << 20, prometheus.ExponentialBuckets(1<<10, 4, 9)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				h := newHistogram(tt.scale)
				want := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "x", Help: "x", Buckets: tt.buckets})
				value := rapid.OneOf(rapid.Int64Range(0, tt.largest), rapid.SampledFrom(tt.scale.bounds))
				for _, v := range rapid.SliceOf(value).Draw(t, "values") {
					h.observe(v)
					want.Observe(float64(v) / tt.scale.unit)
				}
				all := prometheus.NewPedanticRegistry()
				all.MustRegister(want, shown{&h, prometheus.NewDesc("y", "y", nil, nil)})
				families, err := all.Gather()
				if err != nil {
					t.Fatal(err)
				}
				a, b := families[1].Metric[0].Histogram, families[0].Metric[0].Histogram
				if n := h.count(); n != b.GetSampleCount() {
					t.Fatalf("%d values, not %d", n, b.GetSampleCount())
				}
				if a.GetSampleCount() != b.GetSampleCount() || math.Abs(a.GetSampleSum()-b.GetSampleSum()) > 1e-6*b.GetSampleSum() || len(a.Bucket) != len(b.Bucket) {
					t.Fatalf("%v\n%v", a, b)
				}
				for i := range a.Bucket {
					if a.Bucket[i].GetUpperBound() != b.Bucket[i].GetUpperBound() || a.Bucket[i].GetCumulativeCount() != b.Bucket[i].GetCumulativeCount() {
						t.Fatalf("bucket %d: %v, want %v", i, a.Bucket[i], b.Bucket[i])
					}
				}
			})
		})
	}
}

// shown is a collector of one histogram.
type shown struct {
	*histogram

	desc *prometheus.Desc
}

func (s shown) Describe(ch chan<- *prometheus.Desc) { ch <- s.desc }
func (s shown) Collect(ch chan<- prometheus.Metric) { ch <- s.metric(s.desc, time.Now()) }
