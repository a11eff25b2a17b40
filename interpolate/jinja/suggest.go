package jinja

import (
	"maps"
	"slices"
	"strings"

	"nlgserver/internal/near"
)

// suggest returns a hint that names the nearest of the known names, "" if none
// is near.
func suggest(word string, known map[string]operation) string {
	const limit = 2
	word = strings.ToLower(word)
	var m near.Meter
	best, ok := near.NearestBy(slices.Values(slices.Sorted(maps.Keys(known))), limit, func(other string) int {
		if d := m.Distance(word, other, limit); d < len(other) {
			return d
		}
		return limit + 1
	})
	if !ok {
		return ""
	}
	return "did you mean '" + best + "'?"
}
