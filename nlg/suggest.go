package nlg

import (
	"cmp"
	"slices"
)

// maxSuggestions is the maximum number of names that [Catalog.Suggest] returns.
const maxSuggestions = 3

// Suggest returns the names that are most similar to a misspelled one, the best
// first. It leaves out names that were probably not meant.
func (c *Catalog) Suggest(name string) []string {
	type near struct {
		name     string
		distance int
	}
	// A name that is much longer than any response name is not a typo, and
	// clients may send anything.
	const longest = 200
	if len(name) > longest {
		return nil
	}
	limit := max(2, len(name)/4)
	var found []near
	var d distance
	for _, other := range c.names {
		if abs(len(other)-len(name)) > limit {
			continue
		}
		if n := d.between(name, other, limit); n <= limit {
			found = append(found, near{other, n})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var out []string
	for _, f := range found[:min(len(found), maxSuggestions)] {
		out = append(out, f.name)
	}
	return out
}

func abs(n int) int { return max(n, -n) }

// distance computes edit distances, and reuses its rows between calls.
type distance struct{ previous, row []int }

// between returns how many bytes must be added, removed or replaced to turn a
// into b. It returns some number above limit if there are more than limit.
func (d *distance) between(a, b string, limit int) int {
	d.previous, d.row = d.previous[:0], d.row[:0]
	for j := 0; j <= len(b); j++ {
		d.previous, d.row = append(d.previous, j), append(d.row, 0)
	}
	for i := 1; i <= len(a); i++ {
		d.row[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d.row[j] = min(d.previous[j]+1, d.row[j-1]+1, d.previous[j-1]+cost)
			best = min(best, d.row[j])
		}
		if best > limit {
			return best
		}
		d.previous, d.row = d.row, d.previous
	}
	return d.previous[len(b)]
}
