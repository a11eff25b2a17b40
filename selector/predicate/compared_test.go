package predicate_test

import (
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

// TestCompared lists the values that predicates compare slots with.
func TestCompared(t *testing.T) {
	for source, want := range map[string]string{
		"slots.a is 'x'":                              "a 'x'",
		"'x' = slots.a":                               "a 'x'",
		"slots.a > 1 and not slots.b <= 2.5":          "a 1.0, b 2.5",
		"{'x' 'y'} contains slots.a":                  "a 'x', a 'y'",
		"slots.a contains 'x' or slots.a is null":     "a 'x', a None",
		"slots.a is slots.b":                          "",
		"slots.a":                                     "",
		"slots.a.b is 'x'":                            "",
		"slots.a is undefined or slots.a is empty":    "",
		"slots.a matches /x/":                         "",
		"slots.a is":                                  "",
		"{% if true %}slots.a is 'x'{% endif %}":      "",
		"slots.a is true and (slots.b is 'x' or 1>2)": "a True, b 'x'",
	} {
		p, _ := predicate.Compile(source, nil)
		var got []string
		p.Compared(func(slot string, v python.Value) bool {
			got = append(got, slot+" "+v.Repr())
			return true
		})
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %q, want %q", source, got, want)
		}
		p.Compared(func(string, python.Value) bool { return false }) // ends early
	}
}
