package lint

import (
	"slices"
	"strings"
	"testing"
)

func TestParseSetSlots(t *testing.T) {
	pairs := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, string(rune('a'+i))+"=1")
		}
		return "/SetSlots(" + strings.Join(out, ",") + ")"
	}
	tests := []struct {
		text string
		// want are the slots and values, with the offset of the last value.
		want    []string
		valueAt int
		fault   string
		at      int
	}{
		{text: "/SetSlots(a=b)", want: []string{"a=b"}, valueAt: 12},
		{text: " /SetSlots(a=b)\n", want: []string{"a=b"}, valueAt: 13},
		{text: "/SetSlots( a = b , c=d e )", want: []string{"a=b", "c=d e"}, valueAt: 21},
		{text: "/SetSlots (a=b)", want: []string{"a=b"}, valueAt: 13},
		{text: "/SetSlots(a=b=c)", want: []string{"a=b=c"}, valueAt: 12},
		{text: "/SetSlots(tier=héé, b=c)", want: []string{"tier=héé", "b=c"}, valueAt: 24},
		{text: "/SetSlots", fault: "in parentheses", at: 9},
		{text: "/SetSlots(a=b", fault: "in parentheses", at: 9},
		{text: "/SetSlots(a=b) now", fault: "in parentheses", at: 9},
		{text: `/SetSlots{"a": "b"}`, fault: "in parentheses", at: 9},
		{text: "/SetSlots[a=b]", fault: "in parentheses", at: 9},
		{text: "/SetSlots()", fault: "does not set a slot", at: 10},
		{text: "/SetSlots(=b)", fault: "does not set a slot", at: 10},
		{text: "/SetSlots(a=b, c)", want: []string{"a=b"}, fault: `"c" does not set a slot`, at: 14},
		{text: "/SetSlots(a: b)", fault: `"a: b" does not set a slot`, at: 10},
		{text: "/SetSlots(a=b,a=c)", want: []string{"a=b"}, fault: "set twice", at: 14},
		{text: "/SetSlots(a=)", fault: "set to nothing", at: 11},
		{text: "/SetSlots(a= , b=c)", fault: "set to nothing", at: 11},
		{text: "/SetSlots(a=b (c))", fault: `contains "("`, at: 14},
		{text: "/SetSlots(a=b)(c=d)", fault: `contains ")"`, at: 13},
		{text: "/SetSlots(a(1)=b)", fault: `contains "("`, at: 11},
		{text: pairs(10), want: strings.Split(strings.TrimSuffix(strings.TrimPrefix(pairs(10), "/SetSlots("), ")"), ","), valueAt: 48},
		{text: pairs(11), want: strings.Split(strings.TrimSuffix(strings.TrimPrefix(pairs(11), "/SetSlots("), ")"), ","), fault: "11 slots are set", at: 50},
		{text: "/setslots(a=b)", fault: "as an intent", at: 0},
		{text: "/Set_Slots (a=b)", fault: "as an intent", at: 0},
		{text: " /SetSlot(a=b)", fault: "as an intent", at: 1},
		{text: "SetSlots(a=b)", fault: "as the user's own words", at: 0},
		{text: "/SetSlotsNow"},
		{text: "/reset_slots(a=b)"},
		{text: "set slots"},
	}
	for _, tt := range tests {
		got, fault := parsePayload(tt.text)
		var pairs []string
		for _, a := range got.sets {
			pairs = append(pairs, a.slot+"="+a.value)
			if !strings.HasPrefix(tt.text[a.at:], a.slot) || !strings.HasPrefix(tt.text[a.valueAt:], a.value) {
				t.Errorf("%q: %+v is elsewhere", tt.text, a)
			}
		}
		if !slices.Equal(pairs, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, pairs, tt.want)
		}
		switch {
		case (fault != nil) != (tt.fault != ""):
			t.Errorf("%q: fault %+v, want %q", tt.text, fault, tt.fault)
		case fault != nil && (!strings.Contains(fault.message, tt.fault) || fault.offset != tt.at):
			t.Errorf("%q: %q at %d, want %q at %d", tt.text, fault.message, fault.offset, tt.fault, tt.at)
		case fault == nil && len(tt.want) > 0 && got.sets[len(got.sets)-1].valueAt != tt.valueAt:
			t.Errorf("%q: %+v", tt.text, got.sets)
		}
	}
}
