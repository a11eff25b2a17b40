package edit

import (
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestWasInAnotherOrder: a page may sort the keys of what it saw.
func TestWasInAnotherOrder(t *testing.T) {
	const content = "responses:\n  utter_a:\n  - text: Hi\n    buttons:\n    - title: a\n      payload: b\n"
	op := opOf(t, `{"kind":"set","path":"buttons[0]","value":{"title":"c","payload":"b"},"was":{"payload":"b","title":"a"}}`)
	files, err := Apply([]nlg.File{{Path: "r.yml", Data: []byte(content), Direct: true}}, []Op{op}, Options{})
	if err != nil || string(files[0].Data) != strings.Replace(content, "title: a", "title: c", 1) {
		t.Errorf("%v, %v", files, err)
	}
}

// TestOthersComments: a comment that is indented otherwise than the variation below it is
// not about it.
func TestOthersComments(t *testing.T) {
	const content = "responses:\n  utter_a:\n# far left\n    # about b\n    - text: b\n    - text: c\n"
	got, err := applied(content, opOf(t, `{"kind":"remove_variation"}`))
	if want := "responses:\n  utter_a:\n# far left\n    - text: c\n"; err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	const left = "responses:\n  utter_a:\n    - text: a\n# far left\n    - text: b\n"
	got, err = applied(left, opOf(t, `{"kind":"remove_variation","number":2}`))
	if want := "responses:\n  utter_a:\n    - text: a\n# far left\n"; err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestConditionLast: a condition is where the other variations of the file have it.
func TestConditionLast(t *testing.T) {
	const content = "responses:\n  utter_a:\n  - text: a\n  - text: b\n    condition: slots.b\n"
	got, err := applied(content, opOf(t, `{"kind":"set","path":"condition","value":"slots.a"}`))
	if err != nil || !strings.Contains(got, "  - text: a\n    condition: slots.a\n") {
		t.Errorf("%v\n%s", err, got)
	}
}
