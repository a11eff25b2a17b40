package metrics

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// scale is how a histogram's values are stored and shown.
type scale struct {
	// bounds are the upper bounds of the buckets, in ascending order.
	bounds []int64
	// unit is the stored value of what is shown as 1.
	unit float64
}

// durations are stored in nanoseconds and shown in seconds.
func durations() *scale {
	return &scale{unit: float64(time.Second), bounds: []int64{
		25_000, 50_000, 100_000, 250_000, 500_000, // to half a millisecond
		1e6, 2.5e6, 5e6, 10e6, 25e6, 50e6, 100e6, 250e6, 500e6, 1e9,
	}}
}

// sizes are bytes.
func sizes() *scale {
	s := &scale{unit: 1}
	for _, power := range [...]int{10, 12, 14, 16, 18, 20, 22, 24, 26} { // to 64 MiB
		s.bounds = append(s.bounds, 1<<power)
	}
	return s
}

// histogram counts values in buckets, with two additions for each. Its sum is added after its
// count, so a scrape may see the count of a request without its value.
type histogram struct {
	*scale

	// cells are a count for each bound, one for all larger values, and the sum. They
	// are apart from what every request only reads, so that a count on one processor
	// does not slow down the others twice.
	cells []atomic.Int64
}

func newHistogram(s *scale) histogram {
	return histogram{scale: s, cells: make([]atomic.Int64, len(s.bounds)+2)}
}

func (h *histogram) observe(value int64) {
	i := 0
	for i < len(h.bounds) && value > h.bounds[i] {
		i++
	}
	h.cells[i].Add(1)
	h.cells[len(h.cells)-1].Add(value)
}

// count returns how many values there are.
func (h *histogram) count() uint64 {
	var total uint64
	for i := range len(h.bounds) + 1 {
		total += uint64(h.cells[i].Load())
	}
	return total
}

func (h *histogram) metric(desc *prometheus.Desc, since time.Time, labels ...string) prometheus.Metric {
	counts, sum := h.cells[:len(h.bounds)+1], h.cells[len(h.bounds)+1].Load()
	var total uint64
	buckets := make(map[float64]uint64, len(h.bounds))
	for i := range counts {
		total += uint64(counts[i].Load())
		if i < len(h.bounds) {
			buckets[float64(h.bounds[i])/h.unit] = total
		}
	}
	return prometheus.MustNewConstHistogramWithCreatedTimestamp(desc, total, float64(sum)/h.unit, buckets, since, labels...)
}
