package lint_test

import (
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/lint"
)

func TestVariables(t *testing.T) {
	slots := "slots:\n  balance: {type: float}\n  name: {type: text, initial_value: you}\n"
	all := lint.Options{Enabled: lint.Optional()}
	runCases(t, []findCase{
		{name: "nothing known", text: response(`text: "{ballance}"`)},
		{name: "known", text: slots + response(`text: "{balance} {name} {requested_slot} {text}"`)},
		{name: "one slip", text: slots + response(`text: "a {ballance}"`), want: "6:15 069", says: "did you mean `balance`?"},
		{name: "one slip in a button", text: slots + response(`text: a, buttons: [{title: "{ballance}", payload: /a}]`), want: "6:34 069"},
		{name: "unknown, not asked for", text: slots + response(`text: "{amount}"`)},
		{name: "unknown", text: slots + response(`text: "{amount}"`), opts: all, want: "6:13 066", says: "unless a custom action passes it"},
		{
			name: "argument", text: slots + response(`text: "{amount} {sum}"`),
			opts: lint.Options{Enabled: lint.Optional(), Arguments: []string{"amount"}}, want: "6:22 066", says: "declared argument",
		},
		{name: "may be empty", text: slots + response(`text: "{balance}"`), opts: all, want: "6:13 067"},
		{
			name: "guarded by a variation for the empty slot", opts: all,
			text: slots + response(`text: "{balance}"`, `text: b, condition: "slots.balance is null"`),
		},
		{
			name: "guarded by an item of a list", opts: lint.Options{Enabled: []diag.Code{diag.PrintsNone}},
			text: slots + response(`text: "{balance}"`, `text: b, condition: [{type: slot, name: balance, value: null}]`),
		},
		{
			name: "guarded on a channel only", opts: all, want: "6:13 067",
			text: slots + response(`text: "{balance}"`, `text: b, condition: "slots.balance is null", channel: slack`),
		},
		{
			name: "guarded for another slot too", opts: all, want: "6:13 067",
			text: slots + response(`text: "{balance}"`, `text: b, condition: "slots.balance is null and slots.name is null"`),
		},
		{
			name: "guarded", opts: all,
			text: slots + response(`text: "{balance}", condition: "slots.balance is 1.0"`, "text: b"),
		},
		{name: "Jinja", text: slots + response(`text: "{{ ballance }} {{ loop }} {% if a.b %}{% endif %}", metadata: {template: jinja}`), want: "6:16 069", says: "nothing is printed"},
		{name: "blanks", text: response(`text: "a { name }"`), want: "3:15 058", says: "write `{name}`"},
		{name: "format", text: response(`text: "{n:.2f}"`), want: "3:13 058", says: "no formats"},
		{name: "part", text: response(`text: "{user.name} {user[name]}"`), want: "3:13 058, 3:25 058"},
		{name: "JSON alone", text: response(`text: a, custom: {m: '{"a": "b"}'}`), want: "3:28 058", says: "double these braces: `{{\"a\": \"b\"}}`"},
		{name: "JSON beside a variable", text: response(`text: 'set {"a": 1} {name}'`), want: "3:17 058", says: `not even "{name}"`},
		{name: "JSON in several texts", text: response(`text: a, buttons: [{title: b, payload: '/b{"c": 1}'}, {title: c, payload: '/c{"d": 1}'}]`), want: "3:48 058", says: "also affects 1 other text"},
		{name: "JSON written twice", text: response(`text: a, buttons: [{title: b, payload: '/b{{"c": "{name}"}}'}]`)},
		{name: "said once for two languages", text: slots + response(`text: "{ballance}", translation: {de: "{ballance}"}`), want: "6:13 069"},
	})
}

func TestConditionSlots(t *testing.T) {
	slots := `slots:
  tier: {type: categorical, values: [Gold, silver, 7]}
  known: {type: bool, mappings: [{type: from_llm}]}
  age: {type: float, mappings: [{type: from_text}]}
  sum: {type: float}
  name: {type: text}
  tags: {type: list}
  any: {type: any}
  own: {type: my.module.Slot}
  sure: {type: bool, mappings: [{type: from_intent, value: maybe}]}
  kind: {type: text, initial_value: 5}
`
	condition := func(name, value string) string {
		return slots + response("text: a, condition: [{type: slot, name: "+name+", value: "+value+"}]", "text: b")
	}
	runCases(t, []findCase{
		{name: "known", text: condition("known", "true")},
		{name: "text for a bool", text: condition("known", "'true'"), want: "14:60 065", says: "write `value: true`, without quotes"},
		{name: "number for a bool", text: condition("known", "5"), want: "14:60 065"},
		{name: "one for a bool", text: condition("known", "1")},
		{name: "null", text: condition("known", "null")},
		{name: "text for a number", text: condition("sum", "'6'"), want: "14:58 065", says: "a number and never equals '6'"},
		{name: "the user's own words", text: condition("age", "'6'")},
		{name: "number for a text", text: condition("name", "5"), want: "14:59 065", says: `value: "5"`},
		{name: "initial value", text: condition("kind", "5")},
		{name: "text for a list", text: condition("tags", "a"), want: "14:59 065", says: "slots.tags contains 'a'"},
		{name: "any", text: condition("any", "5")},
		{name: "class of one's own", text: condition("own", "5")},
		{name: "value of a mapping", text: condition("sure", "maybe")},
		{name: "category in another case", text: condition("tier", "gold")},
		{name: "category as a number", text: condition("tier", "'7'")},
		{name: "no category", text: condition("tier", "glod"), want: "14:59 065", says: "did you mean `Gold`?"},
		{name: "no such slot", text: condition("teir", "gold"), want: "14:46 064", says: "did you mean `tier`?"},
		{name: "built in", text: condition("requested_slot", "age")},
		{name: "no such slot in a predicate", text: slots + response(`text: a, condition: "slots.teir is 'gold'"`, "text: b"), want: "14:26 064"},
		{name: "slots not known", text: response("text: a, condition: [{type: slot, name: teir, value: gold}]", "text: b")},
	})
}

func TestPayloads(t *testing.T) {
	domain := "intents: [affirm, {inform: {use_entities: true}}, faq]\nentities: [{city: {roles: [from, to]}}]\nslots:\n  tier: {type: text}\n"
	button := func(payload string) string {
		return domain + response("text: a, buttons: [{title: b, payload: "+payload+"}]")
	}
	runCases(t, []findCase{
		{name: "intent", text: button("/affirm")},
		{name: "free text", text: button("yes please")},
		{name: "retrieval", text: button("/faq/ask_name")},
		{name: "built in", text: button("/restart")},
		{name: "entity", text: button(`'/inform{{"city": "Ulm"}}'`)},
		{name: "variable", text: button(`'/inform{{"city": "{name}"}}'`)},
		{name: "bare variable", text: button(`'/inform{{"city": {name}}}'`)},
		{name: "variable for the map", text: button(`'/inform{name}'`)},
		{name: "variable for the intent", text: button(`'/{name}'`)},
		{name: "no such intent", text: button("/afirm"), want: "7:46 073", says: "did you mean `affirm`?"},
		{name: "no such entity", text: button(`'/inform{{"town": "Ulm"}}'`), want: "7:56 073"},
		{name: "no such slot", text: button("/SetSlots(teir=gold)"), want: "7:55 073"},
		{name: "slot", text: button("/SetSlots(tier=gold)")},
		{name: "not closed", text: button(`'/inform{{"city": "Ulm}}'`), want: "7:53 072"},
		{name: "stray quote", text: button(`'/inform{{"city": "Ulm"}}"'`), want: "7:70 072", says: "after the entities"},
		{name: "stray quote after a variable", text: button(`'/inform{{"city": "{name}"}}"'`), want: "7:73 072"},
		{name: "no payload", text: response("text: a, buttons: [{title: b}]"), want: "3:25 074", says: "has no payload"},
		{name: "link", text: response("text: a, buttons: [{title: b, url: 'https://b.example'}]")},
		{name: "misspelt payload", text: response("text: a, buttons: [{title: b, paylaod: /c}]"), want: "3:36 074", says: "write `payload: /c`"},
		{name: "misspelt payload in quotes", text: response("text: a, buttons: [{title: b, Payload: '/c{{\"d\": \"e\"}}'}]"), want: "3:36 074", says: "write `payload:`"},
		{name: "misspelt title", text: response("text: a, buttons: [{titel: b, payload: /c}]"), want: "3:26 074", says: "write `title: b`"},
		{name: "no title", text: response("text: a, buttons: [{payload: /b}]"), want: "3:25 074", says: "has no title"},
		{name: "quick reply", text: domain + response("text: a, quick_replies: [{title: b, payload: /afirm}]"), want: "7:52 073"},
	})
	found := find(t, button(`'/inform{{"city": "Ulm}}'`), lint.Options{})
	if found[0].Severity != diag.Defect {
		t.Errorf("an entity that is lost for certain is a %v", found[0].Severity)
	}
	if found := find(t, button(`'/inform{{"city": "Ulm"}}"'`), lint.Options{}); found[0].Severity != diag.Warning {
		t.Errorf("what Rasa leaves aside is a %v", found[0].Severity)
	}
}
