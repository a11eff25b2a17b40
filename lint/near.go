package lint

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// nearest returns the known name that was probably meant: one letter of a short
// name may be wrong, two of a long one. Names that differ only in digits are
// different names, not typos.
func nearest(name string, known iter.Seq[string]) (string, bool) {
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
		case withoutDigits(other) == withoutDigits(name) || isPlural(name, other):
		default:
			at = edits(strings.ToLower(name), strings.ToLower(other), limit)
		}
		if at < bestAt {
			best, bestAt = other, at
		}
	}
	return best, bestAt <= limit
}

// spelling removes differences that people overlook.
func spelling(s string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.TrimSpace(s))
}

// isPlural reports whether one name is the plural of the other, in which case
// both may well exist.
func isPlural(a, b string) bool { return a+"s" == b || b+"s" == a }

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// edits counts the letters to add, remove, replace or swap with a neighbor to
// turn a into b. It returns some number above limit if there are more than
// limit.
func edits(a, b string, limit int) int {
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

// list formats names for a message: quoted, and only the first few.
func list(names []string) string {
	const most = 6
	var b strings.Builder
	for i, name := range names[:min(len(names), most)] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(name))
	}
	if rest := len(names) - most; rest > 0 {
		b.WriteString(" and " + plural(rest, "more", "more"))
	}
	return b.String()
}

func quote(name string) string {
	mark := `"`
	if strings.Contains(name, mark) {
		mark = "'"
	}
	return mark + strings.ReplaceAll(name, "\n", " ") + mark
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// sorted returns the keys of a map in order.
func sorted[V any](set map[string]V) []string {
	keys := make([]string, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, cmp.Compare)
	return keys
}
