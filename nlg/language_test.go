package nlg_test

import (
	"slices"
	"testing"

	"nlgserver/nlg"
)

const multilingual = `
responses:
  utter_x:
  - text: en
    translation: {de: de, de-AT: de-AT, pt-BR: pt-BR, x-de-formal: x-de-formal}
    buttons:
    - title: Yes
      translation: {de: {title: Ja}, de-AT: {}}
  utter_y:
  - text: en
    translation: {de: de}
`

func TestLanguages(t *testing.T) {
	slot := func(code string) *nlg.Request { return &nlg.Request{Slots: nlg.Values("language", code)} }
	rasa := nlg.LanguageOptions{}
	fallback := nlg.LanguageOptions{Fallback: true, Default: "en"}
	from := func(places ...string) nlg.LanguageOptions {
		var o nlg.LanguageOptions
		for _, place := range places {
			source, err := nlg.ParseLanguageSource(place)
			if err != nil {
				t.Fatal(err)
			}
			o.From = append(o.From, source)
		}
		return o
	}
	tests := []struct {
		name     string
		opts     nlg.LanguageOptions
		response string
		request  *nlg.Request
		want     string
	}{
		{"none", rasa, "utter_x", &nlg.Request{}, "en"},
		{"exact", rasa, "utter_x", slot("de-AT"), "de-AT"},
		{"Rasa has no fallback", rasa, "utter_y", slot("de-AT"), "en"},
		{"Rasa compares with case", rasa, "utter_x", slot("DE"), "en"},
		{"a slot that is no text", rasa, "utter_x", &nlg.Request{Slots: nlg.Values("language", 5)}, "en"},
		{"custom code", rasa, "utter_x", slot("x-de-formal"), "x-de-formal"},
		{"parent", fallback, "utter_y", slot("de-AT"), "de"},
		{"grandparent", fallback, "utter_y", slot("de-Latn-AT"), "de"},
		{"parent of a custom code", fallback, "utter_y", slot("x-de-formal"), "de"},
		{"nobody's child", fallback, "utter_x", slot("fr"), "en"},
		{"certainly understood", fallback, "utter_x", slot("pt"), "pt-BR"},
		{"no code at all", fallback, "utter_x", slot("not a code"), "en"},
		{"exact comes first", fallback, "utter_x", slot("de-AT"), "de-AT"},
		{"default", nlg.LanguageOptions{Default: "de"}, "utter_x", &nlg.Request{}, "de"},
		{"default is no fallback", nlg.LanguageOptions{Default: "de"}, "utter_x", slot("fr"), "en"},
		{"argument", from("argument:lang", "slot:language"), "utter_x", &nlg.Request{Arguments: nlg.Values("lang", "de"), Slots: nlg.Values("language", "de-AT")}, "de"},
		{"argument is missing", from("argument:lang", "slot:language"), "utter_x", slot("de-AT"), "de-AT"},
		{"metadata", from("metadata:locale"), "utter_x", &nlg.Request{Metadata: nlg.Values("locale", "de")}, "de"},
		{"another slot", from("slot:locale"), "utter_x", &nlg.Request{Slots: nlg.Values("locale", "de", "language", "de-AT")}, "de"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			catalog, diags := nlg.Compile(content("a.yml", multilingual), nlg.Options{Language: tt.opts})
			if catalog == nil {
				t.Fatal(diags)
			}
			tt.request.Response = tt.response
			if got := mustRender(t, catalog, tt.request).Text(); got != tt.want {
				t.Errorf("says %q, want %q", got, tt.want)
			}
		})
	}
	if _, err := nlg.ParseLanguageSource("cookie:lang"); err == nil {
		t.Error("a place that requests do not have is accepted")
	}
}

// TestButtonFallsBackByItself: a button without the language of the text uses
// the closest one that it has.
func TestButtonFallsBackByItself(t *testing.T) {
	catalog, _ := nlg.Compile(content("a.yml", multilingual), nlg.Options{Language: nlg.LanguageOptions{Fallback: true}})
	m := mustRender(t, catalog, &nlg.Request{Response: "utter_x", Slots: nlg.Values("language", "x-de-formal")})
	if got, want := string(m.JSON), `{"text":"x-de-formal","buttons":[{"title":"Ja"}]}`; got != want {
		t.Errorf("says %s, want %s", got, want)
	}
	exact, _ := nlg.Compile(content("a.yml", multilingual), nlg.Options{})
	m = mustRender(t, exact, &nlg.Request{Response: "utter_x", Slots: nlg.Values("language", "x-de-formal")})
	if got, want := string(m.JSON), `{"text":"x-de-formal","buttons":[{"title":"Yes"}]}`; got != want {
		t.Errorf("without a fallback it says %s, want %s", got, want)
	}
}

func TestPatternResponses(t *testing.T) {
	const own = "responses:\n  utter_can_do_something_else:\n  - text: mine\n  utter_x:\n  - {text: a, channel: slack}\n"
	catalog, diags := nlg.Compile(content("a.yml", own), nlg.Options{Patterns: true})
	if len(diags) > 0 {
		t.Errorf("the built-in patterns are complained about: %v", diags)
	}
	wantReply(t, catalog, &nlg.Request{Response: "utter_can_do_something_else"}, `{"text":"mine"}`)
	wantReply(t, catalog, &nlg.Request{Response: "utter_internal_error_rasa"}, `{"text":"Sorry, something went wrong on my side. Please try again later."}`)
	// The fallback considers only the content.
	wantReply(t, catalog, &nlg.Request{Response: "utter_x"}, `{}`)
	if catalog.Len() != 2 || catalog.Variations() != 2 {
		t.Errorf("%d responses, %d variations are counted", catalog.Len(), catalog.Variations())
	}
	if rejected, _ := nlg.Compile(content("a.yml", "responses: {}\n"), nlg.Options{Patterns: true}); rejected != nil {
		t.Error("the patterns count as content")
	}
	without, _ := nlg.Compile(content("a.yml", own), nlg.Options{})
	if without.Has("utter_ask_rephrase") {
		t.Error("the patterns cannot be turned off")
	}
	for _, name := range patternNames() {
		if !catalog.Has(name) {
			t.Errorf("no %s", name)
		}
	}
	if got, want := len(slices.Collect(catalog.Names())), len(patternNames())+1; got != want {
		t.Errorf("%d names, want %d", got, want)
	}
}

// patternNames are the names of Rasa Pro's pattern responses. Rasa: section 1.5.
func patternNames() []string {
	return []string{
		"utter_ask_continue_interrupted_flow_confirmation", "utter_ask_interrupted_flow_to_continue", "utter_ask_rephrase",
		"utter_ask_still_there", "utter_boolean_slot_rejection", "utter_can_do_something_else", "utter_cannot_handle",
		"utter_categorical_slot_rejection", "utter_clarification_options_rasa", "utter_corrected_previous_input",
		"utter_float_slot_rejection", "utter_flow_cancelled_rasa", "utter_flow_continue_interrupted",
		"utter_free_chitchat_response", "utter_human_handoff_not_available", "utter_inform_code_change", "utter_inform_hangup",
		"utter_internal_error_rasa", "utter_no_knowledge_base", "utter_no_relevant_answer_found", "utter_skip_question_answer",
		"utter_user_input_empty_error_rasa", "utter_user_input_too_long_error_rasa",
		"utter_ask_continue_conversation", "utter_closing_words", "utter_clarification_no_options_rasa",
		"utter_ask_csat_score", "utter_csat_thank_you_satisfied", "utter_csat_thank_you_unsatisfied",
	}
}

// TestPatternTexts fills every pattern, both with what Rasa sends and without any
// values: none ever shows a brace or the word None.
func TestPatternTexts(t *testing.T) {
	catalog, _ := nlg.Compile(content("a.yml", "responses:\n  utter_x:\n  - text: a\n"), nlg.Options{Patterns: true})
	with := func(name string, value string, frame string) *nlg.Request {
		v, err := nlg.ParseJSON(frame)
		if err != nil {
			t.Fatal(err)
		}
		return &nlg.Request{Response: name, Arguments: nlg.Values("value", value), Context: v.Dict()}
	}
	want := map[string][2]string{
		"utter_ask_continue_conversation": {
			`"transfer money" is done. Is there anything else that I can do for you?`, "Is there anything else that I can do for you?",
		},
		"utter_ask_continue_interrupted_flow_confirmation": {
			"Would you like to go on with pay or book?", "Would you like to go on where we left off?",
		},
		"utter_ask_interrupted_flow_to_continue": {
			"Which one would you like to go on with: pay or book?", "Which one would you like to go on with?",
		},
		"utter_boolean_slot_rejection":         {`Sorry, I cannot use "blue" here. Please answer yes or no.`, "Sorry, I cannot use that here. Please answer yes or no."},
		"utter_categorical_slot_rejection":     {`Sorry, "blue" is not one of the choices. Please pick one of them.`, "Sorry, that is not one of the choices. Please pick one of them."},
		"utter_clarification_options_rasa":     {"I am not sure what you mean. Is it a or b?", "I am not sure what you mean. Could you tell me more?"},
		"utter_corrected_previous_input":       {"All right, I have changed city, day to Rome, Monday.", "All right, I have changed that."},
		"utter_float_slot_rejection":           {`Sorry, "blue" is not a number. Please give me a number.`, "Sorry, that is not a number. Please give me a number."},
		"utter_flow_cancelled_rasa":            {`All right, I have stopped "book a table".`, "All right, I have stopped."},
		"utter_flow_continue_interrupted":      {`Let us go back to "transfer money".`, "Let us go back to what we were doing."},
		"utter_user_input_too_long_error_rasa": {"Sorry, that message is too long for me. Please keep it below 2000 characters.", "Sorry, that message is too long for me."},
	}
	const frame = `{"clarification_options": "a or b", "corrected_slots": {"city": "Rome", "day": "Monday"}, "new_slot_values": ["Rome", "Monday"],
		"canceled_name": "book a table", "previous_flow_name": "transfer money", "info": {"max_characters": 2000}, "interrupted_flow_options": "pay or book"}`
	for _, name := range patternNames() {
		full := mustRender(t, catalog, with(name, "blue", frame)).Text()
		bare := mustRender(t, catalog, &nlg.Request{Response: name}).Text()
		if texts, ok := want[name]; ok && (full != texts[0] || bare != texts[1]) {
			t.Errorf("%s says\n %q and\n %q", name, full, bare)
		} else if !ok && (full != bare || full == "") {
			t.Errorf("%s says %q and %q", name, full, bare)
		}
	}
}
