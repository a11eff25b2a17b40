package lint

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParsePayload(t *testing.T) {
	tests := []struct {
		text string
		want payload
		// fault is part of the message, or empty for no fault; at is its offset.
		fault string
		at    int
	}{
		{text: "yes please"},
		{text: ""},
		{text: "https://bank.example/{a}"},
		{text: "/affirm", want: payload{intent: "affirm"}},
		{text: " /affirm\n", want: payload{intent: "affirm"}},
		{text: "/faq/ask_name", want: payload{intent: "faq/ask_name"}},
		{text: "/affirm@0.9", want: payload{intent: "affirm"}},
		{text: `/inform{"a": "b", "n": 1}`, want: payload{intent: "inform", entities: []string{"a", "n"}}},
		{text: `/inform{}`, want: payload{intent: "inform"}},
		{text: `/inform@1.0{"a": [1, 2]}`, want: payload{intent: "inform", entities: []string{"a"}}},
		{text: `/inform {"a": "}"}`, want: payload{intent: "inform", entities: []string{"a"}}},
		{text: `/inform{"a": "b"}'`, want: payload{intent: "inform", entities: []string{"a"}}, fault: `unexpected "'" after the entities`, at: 17},
		{text: `/inform{"a": "b}`, want: payload{intent: "inform"}, fault: "not valid JSON", at: 7},
		{text: `/inform{"a": "b"`, want: payload{intent: "inform"}, fault: "never closed", at: 7},
		{text: `/inform{'a': 'b'}`, want: payload{intent: "inform"}, fault: "not valid JSON", at: 7},
		{text: `/inform{a: 1}`, want: payload{intent: "inform"}, fault: "not valid JSON", at: 7},
		{text: "/", fault: "no intent", at: 1},
		{text: `/{"a": 1}`, fault: "no intent", at: 1},
		{text: "/SetSlotsNow", want: payload{intent: "SetSlotsNow"}},
	}
	for _, tt := range tests {
		got, fault := parsePayload(tt.text)
		if got.intent != tt.want.intent || !slices.Equal(got.entities, tt.want.entities) {
			t.Errorf("%q: %+v, want %+v", tt.text, got, tt.want)
		}
		switch {
		case (fault != nil) != (tt.fault != ""):
			t.Errorf("%q: fault %+v, want %q", tt.text, fault, tt.fault)
		case fault != nil && (!strings.Contains(fault.message, tt.fault) || fault.offset != tt.at):
			t.Errorf("%q: %q at %d, want %q at %d", tt.text, fault.message, fault.offset, tt.fault, tt.at)
		}
	}
}

// FuzzParsePayload: the offset of a fault is inside the text, and JSON that any
// reader accepts is read.
func FuzzParsePayload(f *testing.F) {
	for _, seed := range []string{`/a{"b": "c"}`, `/a{"b": "c"}'`, "/SetSlots(a=b, c=d)", "/a@0.5{}", " /é{\"b\":1}\n", "/SetSlots (", "/{", "/setslots(a=b)", "SetSlots(a=(b),c=)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // no file can contain it
		}
		p, fault := parsePayload(text)
		if trimmed := strings.TrimSpace(text); misspeltSetSlots(trimmed, 0) != nil {
			if fault == nil || !strings.HasPrefix(text[fault.offset:], trimmed) {
				t.Fatalf("%q: %+v", text, fault)
			}
			return
		}
		if fault != nil {
			if fault.offset < 0 || fault.offset > len(text) || fault.message == "" {
				t.Fatalf("%q: %+v", text, fault)
			}
			if !strings.HasPrefix(strings.TrimSpace(text), "/") {
				t.Fatalf("%q is free text, but reported as invalid: %s", text, fault.message)
			}
		}
		if p.intent != "" && len(p.sets) > 0 {
			t.Fatalf("%q is both: %+v", text, p)
		}
		intent, entities, ok := strings.Cut(text, "{")
		var m map[string]any
		if ok && !strings.ContainsAny(intent, "@") && strings.TrimSpace(strings.TrimPrefix(intent, "/")) != "" && strings.HasPrefix(intent, "/") &&
			!strings.HasPrefix(intent, "/SetSlots") && json.Unmarshal([]byte("{"+entities), &m) == nil && len(m) == 1 {
			if fault != nil || len(p.entities) == 0 {
				t.Fatalf("%q is JSON: %+v, %+v", text, p, fault)
			}
		}
	})
}
