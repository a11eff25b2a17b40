package view

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"nlgserver/nlg"
)

// raw returns a value as JSON that keeps what Python tells apart, such as 10 and 10.0.
func raw(v nlg.Value) json.RawMessage { return v.AppendJSON(nil) }

// rawAll returns named values as JSON.
func rawAll(m nlg.Mapping) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	if m != nil {
		m.Each(func(name string, v nlg.Value) bool {
			out[name] = raw(v)
			return true
		})
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }

// sortedKeys returns the names of values, sorted.
func sortedKeys(m map[string]json.RawMessage) []string {
	return slices.Sorted(maps.Keys(m))
}
