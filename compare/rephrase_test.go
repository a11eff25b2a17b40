package compare

import (
	"testing"

	"nlgserver/internal/content"
)

// TestRephraseOfDomain: which responses of a domain Rasa may not train with.
func TestRephraseOfDomain(t *testing.T) {
	for name, c := range map[string]struct{ domain, want string }{
		"none":           {"responses: {utter_a: [{text: a}], utter_b: [{text: b, metadata: {template: format}}]}", ""},
		"one":            {"responses: {utter_a: [{text: a}], utter_b: [{text: b, metadata: {rephrase: true}}]}", "utter_b"},
		"in the order":   {"responses: {utter_b: [{text: a, metadata: {rephrase: 1}}], utter_a: [{text: b, metadata: {rephrase: true}}]}", "utter_a utter_b"},
		"once":           {"responses: {utter_a: [{text: a, metadata: {rephrase: true}}, {text: b, metadata: {rephrase: true}}]}", "utter_a"},
		"turned off":     {"responses: {utter_a: [{text: a, metadata: {rephrase: false}}]}", ""},
		"a prompt alone": {"responses: {utter_a: [{text: a, metadata: {rephrase_prompt: a}}]}", ""},
		"no responses":   {"flows: {a: {steps: []}}", ""},
		"not YAML":       {"responses: [", ""},
	} {
		if got := namesOf(Rephrased([]content.File{{Path: "domain.yml", Data: []byte(c.domain)}})); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
