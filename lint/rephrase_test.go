package lint_test

import (
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// rephrased writes a response with one variation that asks for rephrasing.
func rephrased(variation string) string {
	return response(variation + ", metadata: {rephrase: true}")
}

func TestRephraseTitles(t *testing.T) {
	buttons := func(titles string) string {
		var all []string
		for title := range strings.SplitSeq(titles, ",") {
			all = append(all, `{title: "`+title+`", payload: /a}`)
		}
		return "buttons: [" + strings.Join(all, ", ") + "]"
	}
	const yes, found = "Yes,No", "3:12 137"
	runCases(t, []findCase{
		{name: "both", text: rephrased("text: 'Yes or no?', " + buttons(yes)), want: found, says: `repeats "Yes", "No" from`},
		{name: "not rephrased", text: response("text: 'Yes or no?', " + buttons(yes))},
		{name: "explicitly not", text: response("text: 'Yes or no?', metadata: {rephrase: false}, " + buttons(yes))},
		{name: "neither", text: rephrased("text: 'Is it right?', " + buttons(yes))},
		{name: "one of two", text: rephrased("text: There is no card yet, " + buttons(yes))},
		{name: "one in quotes", text: rephrased("text: If not press “No”, " + buttons(yes)), want: found, says: `"No"`},
		{name: "one emphasized", text: rephrased("text: Press *Go on* now, " + buttons("Go on,Stop")), want: found},
		{name: "parts of words", text: rephrased("text: Nobody saw yesterday, " + buttons(yes))},
		{name: "parts of words, then words", text: rephrased("text: 'Nobody knows. No or yes?', " + buttons(yes)), want: found},
		{name: "half", text: rephrased("text: 'Gold or silver?', " + buttons("Gold,Silver,Copper,None")), want: found},
		{name: "less than half", text: rephrased("text: 'Gold or silver?', " + buttons("Gold,Silver,Copper,Iron,None"))},
		{name: "emoji", text: rephrased("text: 'Yes or no?', " + buttons("👍 Yes,👎 No")), want: found},
		{name: "digits, which the guard keeps", text: rephrased("text: '1 or 2?', " + buttons("1,2"))},
		{name: "a variable", text: rephrased("text: 'Is it {a}, or {b}?', " + buttons("{a},{b}"))},
		{name: "one within another", text: rephrased("text: 'Which credit card?', " + buttons("Card,Credit card"))},
		{name: "one beside another", text: rephrased("text: 'A card or a credit card?', " + buttons("Card,Credit card")), want: found},
		{name: "the same title twice", text: rephrased("text: 'No?', " + buttons("No,No"))},
		{name: "quick replies", text: rephrased("text: 'Yes or no?', quick_replies: [{title: 'Yes', payload: /a}, {title: 'No', payload: /b}]"), want: found},
		{name: "a script without spaces", text: rephrased("text: 信用卡还是储蓄卡呢, " + buttons("信用卡,储蓄卡")), want: found},
		{name: "a translation", text: rephrased("text: 'Right?', translation: {de: 'Ja oder nein?'}, buttons: [{title: 'Yes', payload: /a, translation: {de: {title: Ja}}}, {title: 'No', payload: /b, translation: {de: {title: Nein}}}]"), want: "3:40 137", says: `"Ja", "Nein"`},
		{name: "more than a sentence lists", text: rephrased("text: 'Yes or no?', " + buttons(yes+strings.Repeat(",x", 29)))},
	})
}

func TestRephraseUntranslated(t *testing.T) {
	const others = "  utter_y:\n  - {text: Bye, translation: {de: Ade}}\n"
	runCases(t, []findCase{
		{name: "no languages", text: rephrased("text: Hi")},
		{name: "translated", text: rephrased("text: Hi, translation: {de: Hallo}") + others},
		{name: "not translated", text: rephrased("text: Hi") + others, want: "3:12 080, 3:12 138"},
		{name: "not rephrased", text: response("text: Hi") + others, want: "3:12 080"},
		{name: "without words", text: rephrased("text: '{name}'") + others},
		{name: "asked by an option", text: rephrased("text: Hi"), opts: lint.Options{Languages: []string{"de"}}, want: "3:12 080, 3:12 138"},
	})
	found := find(t, rephrased("text: Hi")+others, lint.Options{})
	if hint := found[1].Hint; hint != "add `translation: {de: \"…\"}` to the variation; `rephrase: false` keeps the text as it is" {
		t.Errorf("hint %q", hint)
	}
}

func TestRephraseUnused(t *testing.T) {
	runCases(t, []findCase{
		{name: "a text", text: rephrased("text: Hi")},
		{name: "no text", text: rephrased("custom: {a: b}"), want: "3:43 139", says: "no text to reword"},
		{name: "an empty text", text: rephrased("text: '', image: x"), want: "3:47 139"},
		{name: "a text in a translation alone", text: rephrased("text: '', translation: {de: Hallo}")},
		{name: "not asked", text: response("custom: {a: b}, metadata: {rephrase: false}")},
		{name: "a prompt", text: response("text: Hi, metadata: {rephrase_prompt: 'Say {{ suggested_response }}'}"), want: "3:44 139", says: "add `rephrase: true`"},
		{name: "a prompt that is turned off", text: response("text: Hi, metadata: {rephrase: false, rephrase_prompt: 'Say {{ suggested_response }}'}")},
		{name: "a prompt that is used", text: response("text: Hi, metadata: {rephrase: true, rephrase_prompt: 'Say {{ suggested_response }}'}")},
	})
}

func TestRephrasePromptVariables(t *testing.T) {
	prompt := func(prompt string) string {
		return response("text: Hi, metadata: {rephrase: true, rephrase_prompt: '" + prompt + "'}")
	}
	all := lint.Options{Enabled: lint.Optional()}
	const slots = "slots: {city: {type: text}}\n"
	runCases(t, []findCase{
		{name: "all variables", text: prompt("{{ history }} {{ current_input }} {{ slots.city }} {{ language }} {{ suggested_response }}"), opts: all},
		{name: "Jinja of its own", text: prompt("{% for x in range(2) %}{{ loop.index }}{{ x }}{% endfor %}{{ suggested_response }}"), opts: all},
		{name: "misspelled", text: prompt("Say: {{ sugested_response }}"), opts: all, want: "3:69 135", says: "did you mean `suggested_response`?"},
		{name: "misspelled, beside it", text: prompt("{{ suggested_response }} {{ histroy }}"), want: "3:89 135", says: "did you mean `history`?"},
		{name: "a slot", text: prompt("The city, {{ suggested_response ~ city }}") + slots, want: "3:95 135", says: "write `slots.city`"},
		{name: "no slot", text: prompt("{{ suggested_response }} {{ town }}") + slots, want: "3:89 135", says: "write a slot as `slots.NAME`"},
		{name: "the place of the variable", text: prompt("town {{ slots.town }} {{ x.town }}{% if town %} town{% endif %}{{ suggested_response }}"), want: "3:86 135, 3:101 135"},
		{name: "many wrong variables", text: prompt("{{ suggested_response }}{{ v1 }}{{ v2 }}{{ v3 }}{{ v4 }}{{ v5 }}{{ v6 }}"), want: "3:88 135, 3:96 135, 3:104 135, 3:112 135, 3:120 135"},
		{name: "single braces", text: prompt("Say {suggested_response}"), opts: all, want: "3:65 110", says: "write `{{ suggested_response }}`"},
		{name: "other single braces", text: prompt("Say {{ suggested_response }} {like this}"), opts: all},
		{name: "no variable", text: prompt("Be nice"), want: "3:60 135", says: "neither the response nor the conversation"},
		{name: "the language alone", text: prompt("Be nice in {{ language }}"), want: "3:60 135"},
		{name: "of its own", text: prompt("Answer {{ current_input }}")},
		{name: "of its own, asked", text: prompt("Answer {{ current_input }}"), opts: all, want: "3:60 136", says: "add `{{ suggested_response }}`"},
		{name: "told by loading", text: prompt("Answer {{ foo"), opts: all, want: "3:68 043"},
	})
}

// TestRephraseInDomain: only what Rasa trains with is reported, and not the content.
func TestRephraseInDomain(t *testing.T) {
	const asks = "responses:\n  utter_x:\n  - text: Hi\n  - text: Ho\n    metadata: {rephrase: true}\n"
	content := []nlg.File{{Path: "content.yml", Data: []byte(asks)}}
	for _, tt := range []struct{ name, path, domain, want string }{
		{"asks", "rasa.yml", asks, "5:26 127"},
		{"asks for a name that the content lacks", "rasa.yml", strings.ReplaceAll(asks, "utter_x", "utter_y"), "5:26 127"},
		{"is the content", "content.yml", asks, ""},
		{"asks by a string", "rasa.yml", strings.ReplaceAll(asks, "true", "'no'"), "5:26 127"},
		{"does not ask", "rasa.yml", strings.ReplaceAll(asks, "true", "false"), ""},
		{"says nothing", "rasa.yml", "responses:\n  utter_x:\n  - text: Hi\n", ""},
	} {
		r := lint.Run(content, []nlg.File{{Path: tt.path, Data: []byte(tt.domain)}}, nlg.Options{}, lint.Options{})
		if got := brief(r.Found); got != tt.want {
			t.Errorf("%s: found %q, want %q: %v", tt.name, got, tt.want, r.Found)
		}
		for _, d := range r.Found {
			if d.Severity != diag.Warning || d.File != tt.path {
				t.Errorf("%s: %v", tt.name, d)
			}
		}
	}
}
