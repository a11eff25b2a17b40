package lint

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"nlgserver/internal/near"
)

// nearest is [near.Name].
func nearest(name string, known iter.Seq[string]) (string, bool) { return near.Name(name, known) }

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
