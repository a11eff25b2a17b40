package domain_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestUsesOf lists the places that use a response.
func TestUsesOf(t *testing.T) {
	d := read(t, `
flows:
  pay:
    steps:
      - action: utter_a
      - collect: sum
      - noop: true
        next: [{then: [{action: utter_a}]}]
  stop:
    steps: [{action: utter_a}, {action: other}]
stories:
  - story: happy
    steps: [{action: utter_a}]
  - steps: [{action: utter_b}]
rules:
  - rule: short
    steps: [{action: utter_b}]
`, `
slots:
  sum:
    type: float
    validation: {rejections: [{if: x, utter: utter_b}], refill_utter: utter_b}
forms:
  pay_form: {required_slots: [sum]}
`)
	for name, want := range map[string]string{
		"utter_a":                "flow pay@0.yml:5, flow stop@0.yml:10, story happy@0.yml:13",
		"utter_b":                "a story without a name@0.yml:14, rule short@0.yml:17, slot sum@1.yml:5",
		"utter_ask_sum":          "flow pay@0.yml:6, form pay_form@1.yml:7",
		"utter_ask_pay_form_sum": "form pay_form@1.yml:7",
		"utter_none":             "",
	} {
		var got []string
		for _, u := range d.UsesOf(name) {
			got = append(got, fmt.Sprintf("%s@%s:%d", u.In, u.File, u.Line))
			if u.Name != name {
				t.Errorf("a use of %s is called %s", name, u.Name)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
