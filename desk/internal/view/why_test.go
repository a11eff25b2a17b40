package view_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// A variation without rivals says so, and not that none of them may be said.
func TestWhyWithoutRivals(t *testing.T) {
	content := `version: "3.1"
responses:
  utter_one: [{text: one}]
  utter_two: [{text: one}, {text: two}]
`
	c, found := view.Open(t.Context(), view.Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(content)}}}, view.Options{})
	if c == nil {
		t.Fatal(found)
	}
	for name, want := range map[string]string{
		"utter_one": "it is the only one, whatever the slots and the channel are",
		"utter_two": "no variation has a condition or a channel",
	} {
		got, err := c.Try(t.Context(), view.Try{Response: name})
		if err != nil {
			t.Fatal(err)
		}
		if why := got.Preview.Explanation.Variations[0].Why; why != want {
			t.Errorf("%s: %q, want %q", name, why, want)
		}
	}
}

// Reasons are in the words of the page: no names of Rasa's channels, no slots.NAME.
func TestWhyIsInPlainWords(t *testing.T) {
	content := `version: "3.1"
responses:
  utter_a:
  - text: plain
  - text: on Slack
    channel: slack
  - text: member
    condition: "slots.member and slots.age > 17"
  - text: both
    condition: "slots.member is true"
    channel: facebook
    translation: {de: beide}
`
	c, found := view.Open(t.Context(), view.Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(content)}}}, view.Options{})
	if c == nil {
		t.Fatal(found)
	}
	tests := []struct {
		name     string
		try      view.Try
		sentence string
		whys     []string
		parts    string
	}{
		{"nothing set", view.Try{}, "The request came over REST.", []string{
			"no variation with a condition or for this channel applies", "only on Slack", "its condition does not hold", "only on Facebook Messenger",
		}, "member and age > 17 | member is not set | age > 17: not needed"},
		{"a condition", view.Try{Slots: values("member", "true", "age", "20")}, "The request came over REST.", []string{
			"a variation whose condition holds comes first", "only on Slack", "its condition holds, and no variation for this channel applies", "only on Facebook Messenger",
		}, "member and age > 17 | member is true | age > 17 | age is 20"},
		{"a channel", view.Try{Channel: "slack"}, "The request came over Slack.", []string{
			"a variation for this channel comes first", "it is for Slack, and no variation for Slack has a condition that holds", "its condition does not hold", "only on Facebook Messenger",
		}, "member and age > 17 | member is not set | age > 17: not needed"},
		{"both", view.Try{Channel: "facebook", Slots: values("member", "true", "age", "3")}, "The request came over Facebook Messenger.", []string{
			"a variation for this channel whose condition holds comes first", "only on Slack", "its condition does not hold", "it is for Facebook Messenger, and its condition holds",
		}, "member and age > 17 | member is true | age > 17 | age is 3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.try.Response = "utter_a"
			got, err := c.Try(t.Context(), test.try)
			if err != nil {
				t.Fatal(err)
			}
			e := got.Preview.Explanation
			if e.Sentences[0].Text != test.sentence {
				t.Errorf("the first sentence is %q, want %q", e.Sentences[0].Text, test.sentence)
			}
			for i, v := range e.Variations {
				if v.Why != test.whys[i] {
					t.Errorf("variation %d: %q, want %q", v.Number, v.Why, test.whys[i])
				}
			}
			if both := e.Variations[3].Conditions; len(both) == 2 && both[0].Sentence == both[1].Sentence {
				t.Errorf("%q is said twice", both[0].Sentence)
			}
			var parts []string
			for _, p := range e.Variations[2].Conditions {
				parts = append(parts, p.Sentence)
			}
			if all := strings.Join(parts, " | "); all != test.parts {
				t.Errorf("the parts are %q, want %q", all, test.parts)
			}
		})
	}
}
