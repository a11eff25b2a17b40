package edit

import (
	"errors"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestBroken: what is right in a file with errors is edited, if the errors leave it
// alone.
func TestBroken(t *testing.T) {
	for _, c := range []struct{ name, text, op, want, reason string }{
		{
			"a duplicate key elsewhere", "responses:\n  utter_b:\n  - text: b\n    text: c\n  utter_a:\n  - text: a\n", `{"kind":"set","path":"text","value":"m"}`,
			"responses:\n  utter_b:\n  - text: b\n    text: c\n  utter_a:\n  - text: m\n", "",
		},
		{"the first of duplicate keys", "responses:\n  utter_a:\n  - text: a\n    text: b\n", `{"kind":"set","path":"text","value":"m"}`, "responses:\n  utter_a:\n  - text: m\n    text: b\n", ""},
		{"without the first of duplicate keys", "responses:\n  utter_a:\n  - text: a\n    id: x\n    id: y\n", `{"kind":"unset","path":"id"}`, "", "no way to change only this"},
		{"the first of duplicate responses", "responses:\n  utter_a:\n  - text: a\n  utter_b:\n  - text: b\n  utter_a:\n  - text: c\n", `{"kind":"remove_response"}`, "", "no way to change only this"},
		{"a variation with an error", "responses:\n  utter_a:\n  - text: 5\n  - image: x\n  - text: b\n", `{"kind":"set","number":3,"path":"text","value":"m"}`, "responses:\n  utter_a:\n  - text: 5\n  - image: x\n  - text: m\n", ""},
		{"mending a variation", "responses:\n  utter_a:\n  - image: x\n  -\n", `{"kind":"set","path":"text","value":"m"}`, "responses:\n  utter_a:\n  - text: m\n    image: x\n  -\n", ""},
		{"mending nothing", "responses:\n  utter_a:\n  - text: a\n  -\n", `{"kind":"set","number":2,"path":"text","value":"m"}`, "responses:\n  utter_a:\n  - text: a\n  - text: m\n", ""},
		{"a tab", "responses:\n  utter_a:\n  - text: a\t\n", `{"kind":"set","path":"text","value":"m"}`, "responses:\n  utter_a:\n  - text: m\t\n", ""},
		{"no YAML", "responses:\n  utter_a:\n  - text: \"a\n", `{"kind":"set","path":"text","value":"m"}`, "", "there is no response"},
		{"no YAML to add to", "responses:\n  utter_a:\n  - text: \"a\n", `{"kind":"add_response","response":"utter_b","file":"r.yml","value":[{"text":"m"}]}`, "", "cannot be read"},
		{"several documents", "responses:\n  utter_a:\n  - text: a\n---\na: b\n", `{"kind":"set","path":"text","value":"m"}`, "", "there is no response"},
		{"a document with marks", "--- # c\nresponses:\n  utter_a:\n  - text: a\n... # end\n", `{"kind":"add_response","response":"utter_b","value":[{"text":"m"}]}`, "--- # c\nresponses:\n  utter_a:\n  - text: a\n  utter_b:\n  - text: m\n... # end\n", ""},
		{"no map", "- a\n", `{"kind":"add_response","response":"utter_b","file":"r.yml","value":[{"text":"m"}]}`, "", "the file is not a map"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Apply([]nlg.File{{Path: "r.yml", Data: []byte(c.text), Direct: true}}, []Op{opOf(t, c.op)}, Options{IgnoreWas: true})
			e, isError := errors.AsType[*Error](err)
			switch {
			case c.reason != "" && (!isError || !strings.Contains(e.Reason, c.reason)):
				t.Errorf("%v, want %s", err, c.reason)
			case c.reason == "" && err != nil:
				t.Error(err)
			case err == nil && string(got[0].Data) != c.want:
				t.Errorf("got\n%s\nwant\n%s", got[0].Data, c.want)
			}
		})
	}
}
