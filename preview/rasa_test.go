package preview

import (
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/nlg"
)

// TestRasaChoice follows section 3.4: the first eligible variation, whatever the
// language, and none where ids are shared.
func TestRasaChoice(t *testing.T) {
	tests := []struct {
		name, variations string
		request          nlg.Request
		want, why        string
	}{
		{"the first", "[{text: a, id: x}, {text: b, id: y}]", nlg.Request{}, "x", "its first eligible variation"},
		{"which has none", "[{text: a}, {text: b, id: y}]", nlg.Request{}, "", "its first eligible variation has none"},
		{"a shared one", "[{text: a, id: x}, {text: b, id: x}]", nlg.Request{}, "", "share the id x"},
		{"shared by one that is not eligible", "[{text: a, id: x}, {text: b, id: x, channel: slack}]", nlg.Request{}, "x", "its first eligible variation"},
		{"lacking ones are not shared", "[{text: a, id: x}, {text: b}, {text: c}]", nlg.Request{}, "x", "its first eligible variation"},
		{"of the channel", "[{text: a, id: x}, {text: b, id: y, channel: slack}]", nlg.Request{Channel: "slack"}, "y", "its first eligible variation"},
		{"not of the input channel", "[{text: a, id: x}, {text: b, id: y, channel: rest}]", nlg.Request{Channel: "collector", InputChannel: "rest"}, "x", "its first eligible variation"},
		{"of a condition that holds", "[{text: a, id: x}, {text: b, id: y, condition: [{type: slot, name: s, value: 1}]}]", nlg.Request{Slots: nlg.Values("s", 1)}, "y", "its first eligible variation"},
		{"of no empty condition", "[{text: a, id: x, condition: []}, {text: b, id: y}]", nlg.Request{}, "y", "its first eligible variation"},
		{"not of the language", "[{text: a, id: x}, {text: b, id: y, translation: {de: c}}]", nlg.Request{Slots: nlg.Values("language", "de")}, "x", "its first eligible variation"},
		{"silence", "[{text: a, id: x, channel: slack}]", nlg.Request{Channel: "facebook"}, "", "no eligible variation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			catalog, diags := nlg.Compile([]content.File{{Path: "domain.yml", Data: []byte("responses:\n  utter_a: " + tt.variations + "\n")}}, nlg.Options{})
			if catalog == nil {
				t.Fatal(diags)
			}
			tt.request.Response = "utter_a"
			got := rasaChoiceOf(catalog, &tt.request)
			if got.id != tt.want || !strings.Contains(got.why, tt.why) {
				t.Errorf("%q: %s, want %q: %s", got.id, got.why, tt.want, tt.why)
			}
		})
	}
}
