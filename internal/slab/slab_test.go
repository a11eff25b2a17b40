package slab_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/slab"
)

// TestOf checks that values are as they were put in, whatever is taken, written, and
// appended after them.
func TestOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s slab.Of[int]
		var got, want [][]int
		var ones []*int
		for i := range rapid.IntRange(0, 200).Draw(t, "takes") {
			n := rapid.OneOf(rapid.IntRange(0, 5), rapid.IntRange(0, 300)).Draw(t, "values")
			values := make([]int, n)
			for j := range values {
				values[j] = 1000*i + j
			}
			got, want = append(got, s.Copy(values)), append(want, slices.Clone(values))
			clear(values)
			one := s.One()
			if *one != 0 {
				t.Fatalf("a new value is %d", *one)
			}
			*one = -1 - i
			ones = append(ones, one)
			_ = append(got[len(got)-1], 7)
		}
		for i := range got {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("values %d are %v, want %v", i, got[i], want[i])
			}
			if *ones[i] != -1-i {
				t.Fatalf("value %d is %d", i, *ones[i])
			}
		}
	})
}

// TestOfAllocates checks that many values take few allocations, and few values little
// memory.
func TestOfAllocates(t *testing.T) {
	if n := testing.AllocsPerRun(10, func() {
		var s slab.Of[*int]
		for range 10_000 {
			s.One()
		}
	}); n > 100 {
		t.Errorf("10,000 values took %.0f allocations", n)
	}
}
