// Package near finds the names that an author most likely meant: one edit
// distance for every "did you mean".
//
// The one rule to know: [Name] has the rule for names of an assistant. Other
// callers set a limit on the edits, or bring a distance of their own.
package near

import (
	"iter"
	"slices"
	"unicode/utf8"
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
	return NamesWithin(name, known, limit, most, func(int) bool { return true })
}

// NamesWithin is [Names] with bounded work: spend is asked for units of work, each
// about 50 ns, before they are done. When it says no, the names found so far are
// returned.
func NamesWithin(name string, known iter.Seq[string], limit, most int, spend func(units int) bool) []string {
	type candidate struct {
		name     string
		distance int
	}
	if most < 1 {
		return nil
	}
	var found []candidate
	var m Meter
	letters := lettersOf(name)
	for other := range known {
		if other == name {
			continue
		}
		if !spend(1) {
			break
		}
		// A name that is no nearer than the last of those found is of no use.
		near := limit
		if len(found) == most {
			near = min(limit, found[most-1].distance-1)
		}
		if near < 1 {
			break // no other name is as near
		}
		if tooLong(name, other, near) {
			continue
		}
		if !spend(1 + len(other)/8) {
			break
		}
		if letters.away(other) > near {
			continue
		}
		if !spend(cost(name, other, near)) {
			break
		}
		d := m.Distance(name, other, near)
		if d > near {
			continue
		}
		at := slices.IndexFunc(found, func(c candidate) bool { return d < c.distance })
		if at < 0 {
			at = len(found)
		}
		found = slices.Insert(found, at, candidate{other, d})
		found = found[:min(len(found), most)]
	}
	var names []string
	for _, f := range found {
		names = append(names, f.name)
	}
	return names
}

// letters counts the bytes of a name.
type letters struct {
	counts [256]int32
	length int
	ascii  bool
}

func lettersOf(s string) *letters {
	l := &letters{length: len(s), ascii: isASCII(s)}
	for i := range len(s) {
		l.counts[s[i]]++
	}
	return l
}

// away returns a number of edits that another name is at least away: each edit adds
// or removes the bytes of one character.
func (l *letters) away(other string) int {
	counts := l.counts
	missing := 0 // bytes of other that the name does not have
	for i := range len(other) {
		c := other[i]
		if counts[c]--; counts[c] < 0 {
			missing++
		}
	}
	more := missing + l.length - len(other) // bytes of the name that other does not have
	if l.ascii && isASCII(other) {
		return max(missing, more)
	}
	return (max(missing, more) + utf8.UTFMax - 1) / utf8.UTFMax
}
