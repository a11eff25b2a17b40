package main

import (
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/nlg"
)

// TestRasaID follows section 3.4: the first variation of the group that Rasa
// itself would use, whatever the language, and none where ids are shared.
func TestRasaID(t *testing.T) {
	tests := []struct {
		name, variations string
		request          nlg.Request
		want, why        string
	}{
		{"the first", "[{text: a, id: x}, {text: b, id: y}]", nlg.Request{}, "x", "the first variation"},
		{"which has none", "[{text: a}, {text: b, id: y}]", nlg.Request{}, "", "the first variation that it may say has none"},
		{"a shared one", "[{text: a, id: x}, {text: b, id: x}]", nlg.Request{}, "", "share the id x"},
		{"shared by one that may not be said", "[{text: a, id: x}, {text: b, id: x, channel: slack}]", nlg.Request{}, "x", "the first variation"},
		{"lacking ones are not shared", "[{text: a, id: x}, {text: b}, {text: c}]", nlg.Request{}, "x", "the first variation"},
		{"of the channel", "[{text: a, id: x}, {text: b, id: y, channel: slack}]", nlg.Request{Channel: "slack"}, "y", "the first variation"},
		{"not of the input channel", "[{text: a, id: x}, {text: b, id: y, channel: rest}]", nlg.Request{Channel: "collector", InputChannel: "rest"}, "x", "the first variation"},
		{"of a condition that holds", "[{text: a, id: x}, {text: b, id: y, condition: [{type: slot, name: s, value: 1}]}]", nlg.Request{Slots: nlg.Values("s", 1)}, "y", "the first variation"},
		{"of no empty condition", "[{text: a, id: x, condition: []}, {text: b, id: y}]", nlg.Request{}, "y", "the first variation"},
		{"not of the language", "[{text: a, id: x}, {text: b, id: y, translation: {de: c}}]", nlg.Request{Slots: nlg.Values("language", "de")}, "x", "the first variation"},
		{"silence", "[{text: a, id: x, channel: slack}]", nlg.Request{Channel: "facebook"}, "", "no variation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			catalog, diags := nlg.Compile([]content.File{{Path: "domain.yml", Data: []byte("responses:\n  utter_a: " + tt.variations + "\n")}}, nlg.Options{})
			if catalog == nil {
				t.Fatal(diags)
			}
			tt.request.Response = "utter_a"
			id, why := rasaID(catalog, &tt.request)
			if id != tt.want || !strings.Contains(why, tt.why) {
				t.Errorf("%q: %s, want %q: %s", id, why, tt.want, tt.why)
			}
		})
	}
}
