// Package near finds the name that an author most likely meant: one edit
// distance and one rule for every "did you mean".
//
// The one rule to know: names that differ only in digits, or only by a plural s,
// are different names and never suggested for one another.
package near

import (
	"iter"
	"slices"
	"strings"
)

// Name returns the known name nearest to a misspelled one and reports whether
// there is one: one letter of a short name may be wrong, two of a long one.
func Name(name string, known iter.Seq[string]) (string, bool) {
	limit := 1
	if len(name) > 7 {
		limit = 2
	}
	if len(name) < 3 {
		limit = 0
	}
	best, bestAt := "", limit+1
	for other := range known {
		if other == name {
			continue
		}
		at := limit + 1
		switch {
		case strings.EqualFold(spelling(other), spelling(name)):
			at = 0
		case WithoutDigits(other) == WithoutDigits(name) || isPlural(name, other):
		default:
			at = Distance(strings.ToLower(name), strings.ToLower(other), limit)
		}
		if at < bestAt {
			best, bestAt = other, at
		}
	}
	return best, bestAt <= limit
}

// spelling drops the differences that are easily overlooked.
func spelling(s string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.TrimSpace(s))
}

// isPlural reports whether one name is the other's plural.
func isPlural(a, b string) bool { return a+"s" == b || b+"s" == a }

// WithoutDigits returns s without its ASCII digits.
func WithoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// Distance returns how many characters to add, remove, replace or swap with a
// neighbor to turn a into b, or a number above limit if it is more than that.
func Distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	before, previous := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range x {
		row := make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(previous[j+1]+1, row[j]+1, previous[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		if slices.Min(row) > limit {
			return limit + 1
		}
		before, previous = previous, row
	}
	return previous[len(y)]
}
