package lint_test

import (
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

func TestNames(t *testing.T) {
	a := "responses:\n  utter_a: [{text: a}]\n"
	all := lint.Options{Enabled: []diag.Code{diag.UnusedResponse}}
	runCases(t, []findCase{
		{name: "action", text: "actions: [utter_a, utter_b, action_b]\n" + a, want: "1:20 084"},
		{name: "slip", text: "actions: [uter_x, utter_aa]\n" + a, want: "1:19 084", says: "did you mean `utter_a`?"},
		{name: "retrieval action", text: "actions: [utter_faq]\nresponses:\n  utter_faq/x: [{text: a}]\n"},
		{name: "retrieval intent", text: "# file: nlu.yml\nnlu: [{intent: faq/x, examples: ''}, {intent: faq/y}]\n# file: domain.yml\nresponses:\n  utter_faq/x: [{text: a}]\n", want: "1:47 084"},
		{name: "form", text: "forms: {f: {required_slots: [x, y, z]}}\nactions: [action_ask_z]\nresponses:\n  utter_ask_f_x: [{text: x}]\n", want: "1:9 084", says: `slot "y"`},
		{name: "form of old", text: "forms: {f: {x: [{type: from_text}]}}\n" + a, want: "1:9 084", says: `slot "x"`},
		{name: "form that asks itself", text: "forms: {f: {required_slots: [x]}}\nactions: [f]\n" + a},
		{name: "rule", text: "rules: [{rule: r, steps: [{action: utter_b}, {action: action_c}, {or: [{action: utter_a}]}]}]\n" + a, want: "1:36 084"},
		{name: "flow", text: "flows: {f: {steps: [{collect: x}, {collect: y, utter: utter_a}, {collect: z, next: [{if: true, then: [{action: utter_b}]}]}]}}\nactions: [action_ask_z]\n" + a, want: "1:31 084, 1:112 084"},
		{name: "rejection", text: "slots: {x: {type: text, validation: {rejections: [{if: a, utter: utter_b}]}}}\n" + a, want: "1:66 084"},
		{name: "refill", text: "slots: {x: {type: text, validation: {refill_utter: utter_b, refill_action: action_c}}}\n" + a, want: "1:52 084"},
		{name: "unused, not asked for", text: "rules: []\n" + a},
		{name: "unused, nothing known", text: a, opts: all},
		{name: "unused", text: "rules: []\n" + a, opts: all, want: "3:3 085"},
		{name: "used", text: "rules: [{rule: r, steps: [{action: utter_a}]}]\n" + a, opts: all},
		{name: "used by a form", text: "rules: []\nforms: {f: {required_slots: [x]}}\nresponses:\n  utter_ask_x: [{text: a}]\n", opts: all},
		{name: "used by its intent", text: "rules: [{rule: r, steps: [{action: utter_faq}]}]\nresponses:\n  utter_faq/x: [{text: a}]\n", opts: all},
	})
}

func TestRunReadsDomainsBesides(t *testing.T) {
	content := split(response("text: '{ballance}'"))
	besides := []nlg.File{{Path: "d.yml", Direct: true, Data: []byte("slots: {balance: {type: float}}\nactions: utter_a\n")}}
	r := lint.Run(content, besides, nlg.Options{}, lint.Options{})
	if got := brief(r.Found); got != "2:10 087, 3:13 069" {
		t.Errorf("found %s: %v", got, r.Found)
	}
}

func TestIgnore(t *testing.T) {
	runCases(t, []findCase{
		{name: "on the line", text: "responses:\n  utter_x: # nlg:ignore NLG060\n  - {text: a, channel: slack}\n"},
		{name: "on the line above", text: "responses:\n  # nlg:ignore NLG062, NLG060\n  utter_x:\n  - {text: a, channel: slack}\n"},
		{name: "for the file", text: "# nlg:ignore-file NLG060\nresponses:\n\n  utter_x:\n  - {text: a, channel: slack}\n"},
		{name: "after something, only there", text: "responses: # nlg:ignore NLG060\n  utter_x:\n  - {text: a, channel: slack}\n", want: "2:3 060"},
		{name: "another code", text: "responses:\n  utter_x: # nlg:ignore NLG061\n  - {text: a, channel: slack}\n", want: "2:3 060"},
		{name: "no code", text: "responses:\n  utter_x: # nlg:ignore\n  - {text: a}\n", want: "2:12 088", says: "does not name a code"},
		{name: "unknown code", text: "responses:\n  utter_x: # nlg:ignore NLG060 NLG998\n  - {text: a, channel: slack}\n", want: "2:12 088", says: `unknown code "NLG998"`},
		{name: "no comment", text: "responses:\n  utter_x:\n  - {text: 'see nlg:ignore NLG998#nlg:ignore'}\n"},
		{name: "error that does not reject", text: "responses:\n  utter_x: # nlg:ignore NLG050\n  - {text: '}'} # nlg:ignore NLG050\n"},
	})
	r := lint.Run(split("# nlg:ignore-file NLG022\nresponses:\n  utter_x: 5\n"), nil, nlg.Options{}, lint.Options{})
	if r.Catalog != nil || brief(r.Found) != "3:12 022" {
		t.Errorf("what keeps content from loading was ignored: %v", r.Found)
	}
}
