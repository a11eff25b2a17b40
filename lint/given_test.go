package lint_test

import (
	"strings"
	"testing"

	"nlgserver/lint"
)

// TestGivenByButton checks that a condition may compare a slot with what the payload of
// some button gives it, wherever in the payload that is.
func TestGivenByButton(t *testing.T) {
	for _, tt := range []struct {
		name, payload, value string
		given                bool
	}{
		{"the only one", `/a{"n": "x"}`, "x", true},
		{"the second", `/a{"m": "y", "n": "x", "o": 1}`, "x", true},
		{"the slot twice", `/a{"n": "y"}/a{"n": "x"}`, "x", true},
		{"a list", `/a{"n": ["x", "y"]}`, "[x, y]", true},
		{"the start of the value", `/a{"n": "xy"}`, "x", false},
		{"another slot", `/a{"nn": "x"}`, "x", false},
		{"another slot, with the end of the name", `/a{"mn": "x"}`, "x", false},
		{"a long value", `/a{"n": "` + strings.Repeat("x", 300) + `"}`, strings.Repeat("x", 300), true},
		{"a shorter value", `/a{"n": "x"}`, strings.Repeat("x", 300), false},
		{"no payload", `hello {"n"}`, "x", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found := find(t, "slots:\n  n:\n    type: float\nresponses:\n  utter_a:\n  - text: a\n    condition:\n    - {type: slot, name: n, value: "+tt.value+
				"}\n  - text: b\n    buttons:\n    - title: c\n      payload: '"+tt.payload+"'\n", lint.Options{})
			if told := strings.Contains(brief(found), " 065"); told == tt.given {
				t.Errorf("%s", brief(found))
			}
		})
	}
}
