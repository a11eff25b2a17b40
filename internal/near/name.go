package near

import (
	"iter"
	"strings"
)

// Name returns the known name that an author most likely meant by a misspelled
// one, and reports whether there is one: one letter of a short name may be
// wrong, two of a long one. Names that differ only in digits, or only by a
// plural s, are different names.
func Name(name string, known iter.Seq[string]) (string, bool) {
	limit, distance := ruleOf(name)
	return NearestBy(known, limit, distance)
}

// Only is [Name], but finds none if the author may have meant another one as well.
func Only(name string, known iter.Seq[string]) (string, bool) {
	limit, distance := ruleOf(name)
	only, found := "", 0
	for other := range known {
		if other != only && distance(other) <= limit {
			only = other
			found++
		}
	}
	return only, found == 1
}

// ruleOf returns how many edits a name may be away, and how many another one is.
func ruleOf(name string) (limit int, distance func(other string) int) {
	limit = 1
	if len(name) > 7 {
		limit = 2
	}
	if len(name) < 3 {
		limit = 0
	}
	var m Meter
	spelled, digitless, lower := spelling(name), WithoutDigits(name), strings.ToLower(name)
	return limit, func(other string) int {
		switch {
		case other == name:
			return limit + 1
		case strings.EqualFold(spelling(other), spelled):
			return 0
		case WithoutDigits(other) == digitless || isPlural(name, other):
			return limit + 1
		default:
			return m.Distance(lower, strings.ToLower(other), limit)
		}
	}
}

// spelling drops the differences that are easily overlooked.
func spelling(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(s), "-", "_"), " ", "_")
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
