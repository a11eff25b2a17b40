package lint_test

import "testing"

func TestSetSlots(t *testing.T) {
	const domain = `slots:
  tier: {type: categorical, values: [Gold, silver, 7]}
  known: {type: bool}
  age: {type: float}
  name: {type: text}
  tags: {type: list}
  any: {type: any}
`
	button := func(payload string) string {
		return domain + response("text: a, buttons: [{title: b, payload: '"+payload+"'}]")
	}
	runCases(t, []findCase{
		{name: "right", text: button("/SetSlots(tier=GOLD, known=TRUE, age=1.5, name=x y, any=z)")},
		{name: "number as a category", text: button("/SetSlots(tier=7)")},
		{name: "any other category", text: button("/SetSlots(tier=__other__)")},
		{name: "words of the user", text: button("Set slots (all)")},
		{name: "no slash", text: button("SetSlots(name=a)"), want: "10:46 072", says: "write `/SetSlots`"},
		{name: "emptied", text: button("/SetSlots(tier=null, known=None, age=undefined)")},
		{name: "near a category", text: button("/SetSlots(tier=glod)"), want: "10:61 125", says: "write `tier=Gold`"},
		{name: "no category", text: button("/SetSlots(name=a, tier= platinum)"), want: "10:70 125", says: "write `tier=Gold` or `tier=silver` or `tier=7`"},
		{name: "no boolean", text: button("/SetSlots(known=Yes)"), want: "10:62 125", says: "write `known=true`"},
		{name: "no boolean at all", text: button("/SetSlots(known=maybe)"), want: "10:62 125", says: "write `known=true` or `known=false`"},
		{name: "no number", text: button("/SetSlots(age=old)"), want: "10:60 125", says: "write a number after `age=`"},
		{name: "list", text: button("/SetSlots(tags=a)"), want: "10:61 125", says: "is a list"},
		{name: "variable", text: button("/SetSlots(tier={x})")},
		{name: "built in", text: button("/SetSlots(csat_score=satisfied, continue_conversation=true)")},
		{name: "no value of a built-in one", text: button("/SetSlots(csat_score=happy)"), want: "10:67 125", says: "`csat_score=satisfied` or `csat_score=unsatisfied`"},
		{name: "built in, without a domain", text: response("text: a, buttons: [{title: b, payload: '/SetSlots(csat_score=good)'}]"), want: "3:67 125"},
		{name: "another case", text: button("/Setslots(tier=Gold)"), want: "10:46 072", says: "write `/SetSlots`"},
		{name: "comma in a value", text: button("/SetSlots(name=Ann, Bob)"), want: "10:65 072", says: "remove the comma"},
		{name: "colon", text: button("/SetSlots(name: Ann)"), want: "10:56 072", says: "write `name=Ann`"},
	})
}

// TestBuiltInSlots checks that the slots that Rasa declares itself are never
// unknown, and that their values are known.
func TestBuiltInSlots(t *testing.T) {
	const domain = "slots:\n  tier: {type: text}\n"
	condition := func(name, value string) string {
		return domain + response("text: a, condition: [{type: slot, name: "+name+", value: "+value+"}]", "text: b")
	}
	cases := []findCase{
		{name: "no value", text: condition("csat_score", "good"), want: "5:65 065"},
		{name: "no boolean", text: condition("continue_conversation", "yes"), want: "5:76 065"},
		{name: "declared otherwise", text: "slots:\n  csat_score: {type: text}\n" + response("text: a, condition: [{type: slot, name: csat_score, value: good}]", "text: b")},
	}
	for _, name := range []string{
		"confirm_correction", "silence_timeout", "consecutive_silence_timeouts", "interrupted_flow_to_continue", "continue_interrupted_flow_confirmation",
		"max_clarification_options", "continue_conversation", "csat_score", "requested_slot", "language",
	} {
		cases = append(cases,
			findCase{name: name, text: condition(name, "null")},
			findCase{name: name + " in a predicate", text: domain + response(`text: a, condition: "slots.`+name+` is not null"`, "text: b")},
			findCase{name: name + " in a text", text: domain + response(`text: "{`+name+`}"`)},
			findCase{name: name + " in a payload", text: domain + response(`text: a, buttons: [{title: b, payload: "/SetSlots(`+name+`=null)"}]`)})
	}
	runCases(t, cases)
}
