package jinja

import (
	"maps"
	"slices"
	"strings"

	"nlgserver/internal/near"
)

// otherTests are what other languages call Jinja2's tests; otherFilters are what
// they call its filters.
var (
	otherTests = map[string]string{
		"null": "none", "nil": "none", "nothing": "none", "set": "defined", "exists": "defined", "present": "defined", "existing": "defined",
		"str": "string", "text": "string", "int": "integer", "bool": "boolean", "list": "sequence", "array": "sequence", "dict": "mapping", "map": "mapping",
	}
	otherFilters = map[string]string{
		"uppercase": "upper", "upcase": "upper", "toupper": "upper", "touppercase": "upper",
		"lowercase": "lower", "downcase": "lower", "tolower": "lower", "tolowercase": "lower",
		"size": "length", "len": "length", "strip": "trim", "json": "tojson", "to_json": "tojson", "json_encode": "tojson", "dumps": "tojson",
		"str": "string", "number": "float", "or": "default", "concat": "join", "implode": "join", "distinct": "unique", "uniq": "unique",
	}
)

// suggestTest returns a hint for an unknown test.
func suggestTest(word string) string {
	switch strings.ToLower(word) {
	case "empty", "blank":
		return "write `not` before the value instead: an empty text or list is false"
	}
	return suggest(word, otherTests, tests)
}

// suggestFilter returns a hint for an unknown filter.
func suggestFilter(word string) string { return suggest(word, otherFilters, filters) }

// suggest returns a hint that names the right word, or the nearest of the known
// names, "" if none is near.
func suggest(word string, others map[string]string, known map[string]operation) string {
	lower := strings.ToLower(word)
	right, ok := others[lower]
	if !ok {
		right, ok = nearestOf(lower, slices.Sorted(maps.Keys(known)))
	}
	if !ok {
		return ""
	}
	return "write `" + right + "`"
}

// only returns the one test or filter that can be meant by a word, "" if there is none or
// there are several.
func only(word string, isTest bool) string {
	others, known := otherFilters, filters
	if isTest {
		others, known = otherTests, tests
	}
	lower := strings.ToLower(word)
	if right, ok := others[lower]; ok {
		return right
	}
	if _, ok := known[lower]; ok {
		return lower
	}
	right, _ := near.Only(lower, maps.Keys(known))
	return right
}

// nearestOf returns the name that is most like a word.
func nearestOf(word string, names []string) (string, bool) {
	const limit = 2
	var m near.Meter
	return near.NearestBy(slices.Values(names), limit, func(other string) int {
		if d := m.Distance(word, other, limit); d < len(other) {
			return d
		}
		return limit + 1
	})
}
