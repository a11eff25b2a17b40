package preview_test

import (
	"slices"
	"testing"

	"nlgserver/nlg"
	"nlgserver/preview"
)

// TestChances checks how probable each of the messages is.
func TestChances(t *testing.T) {
	catalog, found := nlg.Compile([]nlg.File{{Path: "a.yml", Direct: true, Data: []byte(
		"responses: {utter_a: [{text: a, id: x}, {text: b}, {text: c}, {text: d, id: x}, {text: e, channel: slack}], utter_b: [{text: b, channel: slack}]}")}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(found)
	}
	for _, tt := range []struct {
		name    string
		request nlg.Request
		want    []float64
	}{
		{"all alike", nlg.Request{Response: "utter_a"}, []float64{0.25, 0.25, 0.25, 0.25}},
		{"an id", nlg.Request{Response: "utter_a", ID: "x"}, []float64{0.5, 0, 0, 0.5}},
		{"a channel", nlg.Request{Response: "utter_a", Channel: "slack"}, []float64{1}},
		{"silence", nlg.Request{Response: "utter_b"}, nil},
	} {
		p, err := preview.New(catalog, &tt.request)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Chances(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		p.Repeat(preview.Recorded{Number: 2})
		if got := p.Chances(); !slices.Equal(got, tt.want) {
			t.Errorf("%s, repeated: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
