package lint_test

import (
	"testing"

	"nlgserver/lint"
	"nlgserver/nlg"
)

func TestNoneValues(t *testing.T) {
	slots := func(declared string) string { return "# file: slots.yml\nslots:\n  s: " + declared + "\n" }
	item := func(value string) string {
		return response("text: a, condition: [{type: slot, name: s, value: "+value+"}]", "text: b")
	}
	runCases(t, []findCase{
		{name: "null", text: item("null")},
		{name: "nothing", text: item("")},
		{name: "Python's word", text: item("None"), want: "3:56 115", says: "write `value: null`"},
		{name: "in quotes", text: item(`"null"`), want: "3:56 115"},
		{name: "nil", text: item("nil"), want: "3:56 115"},
		{name: "mixed", text: item("nuLL"), want: "3:56 115"},
		{name: "a word", text: item("nothing")},
		{name: "a word that is a value of many slots", text: item("none")},
		{name: "a boolean", text: item("none") + slots("{type: bool}"), want: "3:56 115"},
		{name: "a number", text: item("None") + slots("{type: float}"), want: "3:56 115"},
		{name: "a value of the slot", text: item("None") + slots("{type: categorical, values: [some, none]}")},
		{name: "no value of the slot", text: item("none") + slots("{type: categorical, values: [some, all]}"), want: "3:56 115"},
		{name: "a text", text: item("none") + slots("{type: text}")},
		{name: "a text of the user", text: item("None") + slots("{type: text, mappings: [{type: from_text}]}")},
		{name: "a predicate", text: response(`text: a, condition: "slots.s is 'None'"`, "text: b"), want: "3:38 115", says: "write `slots.s is null`"},
		{name: "a negated predicate", text: response(`text: a, condition: "slots.s is not 'null' and slots.t is 'x'"`, "text: b"), want: "3:42 115", says: "write `slots.s is not null`"},
		{name: "a predicate about something else", text: response(`text: a, condition: "slots.s is 'Nonesuch'"`, "text: b")},
	})
}

// TestTextSlotValues checks the hint for a value that a text slot does not have.
func TestTextSlotValues(t *testing.T) {
	item := func(value string) string {
		return response("text: a, condition: [{type: slot, name: s, value: "+value+"}]", "text: b") + "slots: {s: {type: text}}\n"
	}
	button := func(value string) string {
		return response("text: a, condition: [{type: slot, name: s, value: true}]", "text: b") +
			"  utter_y:\n  - {text: a, buttons: [{title: b, payload: '/c{{\"s\": " + value + "}}'}]}\nslots: {s: {type: text}}\n"
	}
	runCases(t, []findCase{
		{name: "a string", text: item("'5'")},
		{name: "a number", text: item("5"), want: "3:56 065", says: "`value: \"5\"`"},
		{name: "a code", text: item("0123"), want: "3:56 065", says: "`value: \"0123\"`"},
		{name: "a version", text: item("1.10"), want: "3:56 065", says: "`value: \"1.10\"`"},
		{name: "a boolean", text: item("True"), want: "3:56 065", says: "`value: \"True\"`"},
		{name: "a list", text: item("[a]"), want: "3:56 065", says: "compare it with a string"},
		{name: "given by a button", text: button("true")},
		{name: "given by a button as text", text: button(`"true"`), want: "3:56 065"},
	})
}

func TestResponseNames(t *testing.T) {
	named := func(name string) string { return "responses:\n  " + name + ":\n  - text: a\n" }
	all := lint.Options{Enabled: lint.Optional()}
	runCases(t, []findCase{
		{name: "usual", text: named("utter_greet"), opts: all},
		{name: "retrieval", text: named("utter_faq/ask name"), opts: all},
		{name: "with a blank inside", text: named("utter_ask name"), opts: all},
		{name: "a blank for the line", text: named("utter greet"), want: "2:3 116", says: "write `utter_greet:`"},
		{name: "blanks", text: named("utter greet all"), want: "2:3 116", says: "write `utter_greet_all:`"},
		{name: "a capital letter", text: named("Utter_bye"), want: "2:3 116", says: "write `utter_bye:`"},
		{name: "capital letters", text: named("UTTER_BYE"), want: "2:3 116", says: "write `utter_bye:`"},
		{name: "a hyphen", text: named("utter-bye"), want: "2:3 116", says: "write `utter_bye:`"},
		{name: "camel case", text: named("utterBye"), want: "2:3 116", says: "write `utter_bye:`"},
		{name: "a letter too few", text: named("uter_bye"), want: "2:3 116", says: "write `utter_bye:`"},
		{name: "a letter too many", text: named("utters_bye"), want: "2:3 116", says: "write `utter_bye:`"},
		{name: "a blank at the end", text: named(`"utter_bye "`), want: "2:3 116", says: "write `utter_bye:`"},
		{name: "a blank at the start", text: named(`" utter_bye"`), want: "2:3 116", says: "write `utter_bye:`"},
		{name: "a retrieval intent", text: named("faq/hours") + "intents: [faq]\n", want: "2:3 116", says: "write `utter_faq/hours:`"},
		{name: "the name exists", text: named("utter_bye") + "  Utter_bye:\n  - text: b\n", want: "4:3 116", says: "there is a \"utter_bye\" too"},
		{name: "another word", text: named("butter_recipe")},
		{name: "an utterance", text: named("utterance_of_joy")},
		{name: "of a custom action", text: named("greet_by_name")},
		{name: "of a custom action, asked", text: named("greet_by_name"), opts: all, want: "2:3 121", says: "write `utter_greet_by_name:`"},
	})
}

func TestLanguageCodes(t *testing.T) {
	into := func(code string) string { return response("text: a, translation: {" + code + ": b}") }
	for code, want := range map[string]string{
		"de": "", "pt-BR": "", "zh-Hant": "", "x-de-formal": "", "es-419": "", "no": "", "fil": "", "x-en-US-formal": "",
		"german": "write `de:`", "EN": "write `en:`", "de_DE": "write `de-DE:`", "en-us": "write `en-US:`", "Deutsch": "write `de:`",
		"jp": "write `ja:`", "ger": "write `de:`", "pt_br": "write `pt-BR:`", "iw": "write `he:`",
		"klingon": "write a code such as `de` or `pt-BR`", "default": "write a code such as", "x-de": "write a code such as",
	} {
		found := ""
		if want != "" {
			found = "3:29 117"
		}
		runCases(t, []findCase{{name: code, text: into(code), want: found, says: want}})
	}
	runCases(t, []findCase{
		{name: "of a button", text: response("text: a, buttons: [{title: c, payload: /c, translation: {EN: {title: d}}}]"), want: "3:63 117", says: "write `en:`"},
	})
}

func TestSomeButtons(t *testing.T) {
	const buttons = "buttons: [{title: c, payload: /c}]"
	runCases(t, []findCase{
		{name: "all", text: response("text: a, "+buttons, "text: b, "+buttons)},
		{name: "none", text: response("text: a", "text: b")},
		{name: "one of three", text: response("text: a", "text: b", "text: c, "+buttons), want: "5:5 119", says: "only 1 of them has buttons"},
		{name: "two of three", text: response("text: a, "+buttons, "text: b", "text: c, "+buttons), want: "4:5 119", says: "only 2 of them have buttons"},
		{name: "an empty list", text: response("text: a, "+buttons, "text: b, buttons: []"), want: "3:5 119"},
		{name: "quick replies count", text: response("text: a, "+buttons, "text: b, quick_replies: [{title: c, payload: /c}]")},
		{name: "of one channel", text: response("text: a", "text: b, channel: slack, "+buttons)},
		{name: "of two on a channel", text: response("text: a", "text: b, channel: slack", "text: c, channel: slack, "+buttons), want: "5:5 119"},
		{name: "under a condition", text: response("text: a", "text: b, condition: [{type: slot, name: s, value: 1}], "+buttons)},
		{name: "under equal conditions", text: response("text: a", "text: b, condition: [{type: slot, name: s, value: 1}], "+buttons, "text: c, condition: [{type: slot, name: s, value: 1}]"), want: "4:5 119"},
		{name: "a custom payload may hold them", text: response("text: a, custom: {x: y}", "text: b, "+buttons)},
		{name: "elements may hold them", text: response("text: a, elements: [{title: x, "+buttons+"}]", "text: b, "+buttons)},
		{name: "an attachment may hold them", text: response("text: a, attachment: {type: template, payload: {template_type: button}}", "text: b, "+buttons)},
	})
}

func TestPinned(t *testing.T) {
	ours := "responses:\n  utter_x:\n  - {text: a, id: one}\n  - {text: b, id: two}\n"
	for _, tt := range []struct{ name, ours, rasas, want string }{
		{"the first has an id", ours, "responses:\n  utter_x:\n  - {text: a, id: one}\n  - {text: b}\n", "3:19 120"},
		{"of no variation here", ours, "responses:\n  utter_x:\n  - {text: a, id: three}\n", ""},
		{"the second has one", ours, "responses:\n  utter_x:\n  - {text: a}\n  - {text: b, id: one}\n", ""},
		{"two have it", ours, "responses:\n  utter_x:\n  - {text: a, id: one}\n  - {text: b, id: one}\n", ""},
		{"under a condition", ours, "responses:\n  utter_x:\n  - {text: a, id: one, condition: [{type: slot, name: s, value: 1}]}\n", ""},
		{"nothing else to pick", "responses:\n  utter_x:\n  - {text: a, id: one}\n", "responses:\n  utter_x:\n  - {text: a, id: one}\n", ""},
		{"another occasion", "responses:\n  utter_x:\n  - {text: a, id: one}\n  - {text: b, channel: slack}\n", "responses:\n  utter_x:\n  - {text: a, id: one}\n", ""},
		{"as written by export-domain", ours, "responses:\n  utter_x:\n  - {text: x}\n  - {text: x, id: one}\n  - {text: x, id: two}\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rasas := []nlg.File{{Path: "rasa/domain.yml", Data: []byte(tt.rasas), Direct: true}}
			r := lint.Run(split(tt.ours), rasas, nlg.Options{}, lint.Options{})
			if got := brief(r.Found); got != tt.want {
				t.Errorf("found %q, want %q: %v", got, tt.want, r.Found)
			}
			own := append(split(tt.ours), rasas...)
			for _, d := range lint.Run(own, rasas, nlg.Options{}, lint.Options{}).Found {
				if d.Code == "NLG120" {
					t.Errorf("the domain itself is served: %v", d)
				}
			}
		})
	}
}
