// Package near finds the names that an author most likely meant: one edit
// distance for every "did you mean".
//
// The one rule to know: [Name] has the rule for names of an assistant. Other
// callers set a limit on the edits, or bring a distance of their own.
package near

import (
	"cmp"
	"iter"
	"slices"
)

// Nearest returns the known name that is the fewest edits away from name, at
// most limit; of several the first. The name itself is not a candidate.
func Nearest(name string, known iter.Seq[string], limit int) (string, bool) {
	var m Meter
	return NearestBy(known, limit, func(other string) int {
		if other == name {
			return limit + 1
		}
		return m.Distance(name, other, limit)
	})
}

// NearestBy is [Nearest] with a distance of the caller's own. Any distance above
// limit is too far.
func NearestBy(known iter.Seq[string], limit int, distance func(other string) int) (string, bool) {
	best, least := "", limit+1
	for other := range known {
		if d := distance(other); d < least {
			best, least = other, d
		}
	}
	return best, least <= limit
}

// Names returns the known names at most limit edits away from name, the nearest
// first and at most that many. Names equally near keep their order. The name
// itself is not among them.
func Names(name string, known iter.Seq[string], limit, most int) []string {
	type candidate struct {
		name     string
		distance int
	}
	var found []candidate
	var m Meter
	for other := range known {
		if other == name {
			continue
		}
		if d := m.Distance(name, other, limit); d <= limit {
			found = append(found, candidate{other, d})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, f := range found[:min(len(found), most)] {
		names = append(names, f.name)
	}
	return names
}
