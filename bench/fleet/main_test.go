package main

import "testing"

// TestPercentile checks the nearest rank: the 99th percentile of a hundred values is the
// 99th of them, and that of fewer is the largest.
func TestPercentile(t *testing.T) {
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(100 - i)
	}
	for _, tt := range []struct {
		values []float64
		p      float64
		want   float64
	}{
		{hundred, 0.99, 99},
		{hundred, 0.5, 50},
		{hundred, 1, 100},
		{hundred[:10], 0.99, 100},
		{[]float64{3, 1, 2}, 0.5, 2},
		{[]float64{7}, 0.99, 7},
		{[]float64{7}, 0, 7},
	} {
		if got := percentile(tt.values, tt.p); got != tt.want {
			t.Errorf("percentile %g of %d values is %g, want %g", tt.p, len(tt.values), got, tt.want)
		}
	}
}
