package responses_test

import (
	"slices"
	"testing"

	"nlgserver/compare"
	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// compile compiles one file with KeepWritten.
func compile(t testing.TB, text string) *nlg.Catalog {
	t.Helper()
	c, found := nlg.Compile([]nlg.File{{Path: "r.yml", Data: []byte(text), Direct: true}}, nlg.Options{KeepWritten: true})
	if c == nil {
		t.Fatal(found)
	}
	return c
}

// TestSameByMeaning: what counts as the same variation written differently, for
// both validate and diff.
func TestSameByMeaning(t *testing.T) {
	const def = "\n    - text: default"
	tests := []struct {
		name, one, other string
		same             bool
	}{
		{"the order of keys", "{text: a, channel: slack}", "{channel: slack, text: a}", true},
		{"an id", "{text: a, id: x}", "{text: a, id: y}", true},
		{"no id", "{text: a, id: x}", "{text: a}", true},
		{"the case of a string", cond("gold"), cond("Gold"), true},
		{"the case in a list", cond("[gold]"), cond("[Gold]"), false},
		{"a number in another form", cond("1"), cond("1.0"), true},
		{"a number and a boolean", cond("1"), cond("true"), true},
		{"a number and a string", cond("1"), cond("'1'"), false},
		{"the order of items", "{text: a, condition: [{type: slot, name: a, value: 1}, {type: slot, name: b, value: 2}]}", "{text: a, condition: [{type: slot, name: b, value: 2}, {type: slot, name: a, value: 1}]}", true},
		{"an item that is there twice", cond("1"), "{text: a, condition: [{type: slot, name: tier, value: 1}, {type: slot, name: tier, value: 1.0}]}", true},
		{"no buttons", "{text: a, buttons: []}", "{text: a}", true},
		{"buttons that are null", "{text: a, buttons: }", "{text: a}", true},
		{"some buttons", "{text: a, buttons: [{title: b, payload: /c}]}", "{text: a}", false},
		{"quick replies without any", "{text: a, quick_replies: []}", "{text: a}", false},
		{"a button's empty translation", "{text: a, buttons: [{title: b, payload: /c, translation: {}}]}", "{text: a, buttons: [{payload: /c, title: b}]}", true},
		{"the spaces of a predicate", `{text: a, condition: "slots.a   is 'x'"}`, `{text: a, condition: "slots.a is 'x'"}`, true},
		{"the quotes of a predicate", `{text: a, condition: "slots.a IS 'x'"}`, `{text: a, condition: 'slots.a = "x"'}`, true},
		{"the parentheses of a predicate", `{text: a, condition: "slots.a > 1 and slots.b"}`, `{text: a, condition: "(slots.a > 1) and (slots.b)"}`, true},
		{"the order in a predicate", `{text: a, condition: "slots.a > 1 and slots.b"}`, `{text: a, condition: "slots.b and slots.a > 1"}`, false},
		{"another text", "{text: a}", "{text: b}", false},
		{"another channel", "{text: a, channel: slack}", "{text: a, channel: telegram}", false},
		{"a translation", "{text: a, translation: {de: b}}", "{text: a}", false},
		{"the old form", "plain", "{text: plain}", true},
		{"null metadata", "{text: a, metadata: }", "{text: a}", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			both := compile(t, "responses:\n  utter_x:\n    - "+tt.one+"\n    - "+tt.other+def)
			found := lint.Check(both, lint.Options{})
			validate := slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == diag.DuplicateVariation })
			if validate != tt.same {
				t.Errorf("validate says that they are the same: %v, want %v", validate, tt.same)
			}
			from, to := compile(t, "responses:\n  utter_x:\n    - "+without(tt.one)+def), compile(t, "responses:\n  utter_x:\n    - "+without(tt.other)+def)
			if d := compare.Catalogs(from, to); d.Empty() != tt.same {
				t.Errorf("diff says that they are the same: %v, want %v", d.Empty(), tt.same)
			}
			w := both.Written("utter_x").Variations
			if same := w[0].Meaning() == w[1].Meaning(); same != tt.same {
				t.Errorf("the model says that they are the same: %v, want %v", same, tt.same)
			}
		})
	}
}

// cond returns a variation for a value of the slot tier.
func cond(value string) string {
	return "{text: a, condition: [{type: slot, name: tier, value: " + value + "}]}"
}

// without removes the ids, which diff distinguishes.
func without(variation string) string {
	for _, id := range []string{", id: x", ", id: y"} {
		if i := len(variation) - len(id) - 1; i > 0 && variation[i:] == id+"}" {
			return variation[:i] + "}"
		}
	}
	return variation
}
