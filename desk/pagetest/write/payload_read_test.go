package write_test

import (
	"strings"
	"testing"
)

// A payload is read as Rasa reads it, or not at all: what the builder cannot hold is
// not lost without a word.
func TestBrowserReadsPayloads(t *testing.T) {
	type shown struct {
		Other  bool
		Intent string
		Pairs  []string
	}
	tests := []struct {
		payload string
		// want is what the builder shows; empty for a payload that it cannot show.
		want string
	}{
		{"", ""},
		{"/affirm", "affirm"},
		{" /affirm ", "affirm"},
		{"/affirm@0.9", "affirm@0.9"},
		{`/inform{"a": "b"}`, "inform a b"},
		{`/inform {{"a": "b"}}`, "inform a b"},
		{`/inform{{}}`, "inform"},
		{`/inform{{ "a" :"b" , "c":"d" }}`, "inform a b c d"},
		{`/inform{{"2": "a", "1": "b"}}`, "inform 2 a 1 b"},
		{"/SetSlots (a=b)", "/SetSlots a b"},
		{"/SetSlots( a = b , c=d e )", "/SetSlots a b c d e"},
		{"Yes, please", "other"},
		{`/inform{{"a": 3}}`, "other"},
		{`/inform{{"a": ["b"]}}`, "other"},
		{`/inform{{"a": null}}`, "other"},
		{`/inform{{"a": "b", "a": "c"}}`, "inform a b a c"}, // Rasa takes the last; the builder says that one is too many
		{`/inform{{"a": "b"}`, "other"},
		{`/inform{"a": "{name}"}`, "other"}, // with single braces, it is no variable
		{`/inform{{"a": "\u007bname\u007d"}}`, "other"},
		{`/inform{{"a": "{"}}`, "other"},
		{`/inform{{"a": "b"}} now`, "other"},
		{`/inform{{'a': 'b'}}`, "other"},
		{"/SetSlots", "other"},
		{"/SetSlots()", "other"},
		{"/SetSlots(a)", "other"},
		{"/SetSlots(a=b)(c=d)", "other"},
		{"/setslots(a=b)", "other"},
		{"/{name}", "other"},
	}
	_, page := withBuilder(t, "")
	for _, tt := range tests {
		ofBuilder[shown](t, page, "read", "/before{{\"x\": \"y\"}}")
		got := ofBuilder[shown](t, page, "read", tt.payload)
		text := strings.TrimSpace(got.Intent + " " + strings.Join(got.Pairs, " "))
		if got.Other {
			if text != "" {
				t.Errorf("%s: it shows %q", tt.payload, text)
			}
			text = "other"
		}
		if text != tt.want {
			t.Errorf("%s: %q, want %q", tt.payload, text, tt.want)
		}
	}
}
