package view

import (
	"slices"
	"testing"

	"nlgserver/lint"
	"nlgserver/nlg"
)

// TestCompletions checks that an editor offers the keys of the schema and the names of the
// content.
func TestCompletions(t *testing.T) {
	c, rejected := Open(t.Context(), Sources{
		Files: []nlg.File{{Path: "a.yml", Data: []byte("responses:\n  utter_a:\n  - text: \"{name}\"\n    channel: slack\n    translation: {de: Ja}\n  - text: B\n    condition: [{type: slot, name: vip, value: true}]\n")}},
		Domains: []nlg.File{
			{Path: "domain.yml", Data: []byte("intents: [greet]\nslots:\n  name: {type: text}\nactions: [utter_a]\nforms: {}\n")},
			{Path: "rules.yml", Data: []byte("rules:\n- rule: a\n  steps:\n  - intent: greet\n  - action: utter_gone\n")},
		},
	}, Options{Compile: nlg.Options{Patterns: true}, Lint: lint.Options{Arguments: []string{"amount"}}})
	if c == nil {
		t.Fatal(rejected)
	}
	got := c.Completions()
	for place, want := range map[string][]string{
		"file":      {"version", "responses"},
		"variation": {"text", "buttons", "quick_replies", "condition", "channel", "translation", "metadata", "id", "image", "custom"},
		"button":    {"title", "payload", "url", "type", "translation"},
		"condition": {"type", "name", "value"},
		"metadata":  {"template", "rephrase"},
		"element":   {"title", "image_url"},
	} {
		for _, name := range want {
			if !slices.ContainsFunc(got.Keys[place], func(k Key) bool { return k.Name == name && (k.Words != "" || place == "element") }) {
				t.Errorf("%s: %q is not offered, or without words: %+v", place, name, got.Keys[place])
			}
		}
	}
	if slices.ContainsFunc(got.Keys["file"], func(k Key) bool { return k.Name == "templates" }) {
		t.Error("a key that nobody should write any more is offered")
	}
	key := func(place, name string) Key {
		i := slices.IndexFunc(got.Keys[place], func(k Key) bool { return k.Name == name })
		if i < 0 {
			t.Fatalf("%s has no key %s", place, name)
		}
		return got.Keys[place][i]
	}
	if got.Keys["variation"][0].Name != "text" {
		t.Error("not in the order of the schema")
	}
	for _, test := range []struct {
		place, name, shape string
		values             []string
	}{
		{"file", "responses", "map", nil},
		{"variation", "text", "", nil},
		{"variation", "buttons", "list", nil},
		{"variation", "translation", "map", nil},
		{"variation", "button_type", "", []string{"inline", "vertical", "reply"}},
		{"variation", "condition", "", nil},
		{"variation", "metadata", "map", nil},
		{"button", "translation", "map", nil},
		{"condition", "type", "", []string{"slot"}},
		{"metadata", "rephrase", "", []string{"true", "false"}},
		{"metadata", "template", "", []string{"format", "jinja"}},
	} {
		if k := key(test.place, test.name); k.Shape != test.shape || !slices.Equal(k.Values, test.values) {
			t.Errorf("%s.%s: %+v", test.place, test.name, k)
		}
	}
	if want := []Offer{{"name", "text"}, {"vip", "not declared"}}; !slices.Equal(got.Slots, want) {
		t.Errorf("%+v", got.Slots)
	}
	if !slices.ContainsFunc(got.Channels, func(o Offer) bool { return o.Name == "slack" && o.Detail == "Slack, used" }) || !slices.Equal(got.Languages, []Offer{{"de", "German"}}) {
		t.Errorf("%+v %+v", got.Channels, got.Languages)
	}
	if !slices.Equal(got.Arguments, []string{"amount"}) || !slices.Equal(got.Intents, []string{"greet"}) || !slices.Equal(got.Responses, []string{"utter_a"}) || !slices.Equal(got.Undefined, []string{"utter_gone"}) {
		t.Errorf("%+v", got)
	}
}
