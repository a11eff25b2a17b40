package edit_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"nlgserver/edit"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// FuzzApply: an edit never panics, leaves a file that can be read, and changes nothing
// outside of its response.
func FuzzApply(f *testing.F) {
	for _, content := range []string{
		"responses:\n  utter_a:\n  - text: Hi # c\n    buttons:\n    - title: a\n      payload: b\n    - {title: c}\n  - |+\n    a\n\n  utter_b: [{text: b}, c]\n",
		"responses:\r\n    utter_a:\r\n        - &x\r\n          text: >-\r\n              a\r\n              b\r\n        - *x\r\n        - <<: *x\r\n          id: y\r\n",
		"\ufeff--- \ntemplates: {utter_a: [a, {text: \"b\\\n  c\", translation: {de: d}}]}\n...\n",
		"? responses\n: ? utter_a\n  : - ? text\n      : a\n",
		"responses:\n  utter_a:\n  - text: ${X} a\n    text: b\n  utter_a:\n",
	} {
		for _, op := range []string{
			`{"kind":"set","response":"utter_a","number":1,"path":"text","value":"b: c"}`,
			`{"kind":"set","response":"utter_a","number":2,"path":"text","language":"de","value":"a\nb"}`,
			`{"kind":"set","response":"utter_a","number":1,"path":"buttons","value":[{"title":"a"}]}`,
			`{"kind":"unset","response":"utter_a","number":3,"path":"id"}`,
			`{"kind":"add_item","response":"utter_a","number":1,"path":"buttons","to":1,"value":{"title":"a"}}`,
			`{"kind":"move_item","response":"utter_a","number":1,"path":"buttons[0]"}`,
			`{"kind":"remove_item","response":"utter_a","number":1,"path":"buttons[0]"}`,
			`{"kind":"add_variation","response":"utter_a","value":{"text":"a","metadata":{"a":[]}}}`,
			`{"kind":"move_variation","response":"utter_a","number":1,"to":2}`,
			`{"kind":"remove_variation","response":"utter_a","number":1}`,
			`{"kind":"add_response","response":"utter_c","file":"r.yml","value":[{"text":"a"}]}`,
			`{"kind":"remove_response","response":"utter_a"}`,
			`{"kind":"rename_response","response":"utter_a","value":"utter_c"}`,
		} {
			f.Add([]byte(content), []byte(op))
		}
	}
	f.Fuzz(func(t *testing.T, content, data []byte) {
		var op edit.Op
		if json.Unmarshal(data, &op) != nil || len(content) > 1<<16 {
			return
		}
		file := nlg.File{Path: "r.yml", Data: content, Direct: true}
		got, err := edit.Apply([]nlg.File{file}, []edit.Op{op}, edit.Options{IgnoreWas: true})
		if err != nil {
			_, isError := errors.AsType[*edit.Error](err)
			if !isError || err.Error() == "" {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		before, after := responses.Open(file, responses.Options{}), responses.Open(got[0], responses.Options{})
		if count(after.Diagnostics()) > count(before.Diagnostics()) {
			t.Fatalf("%s\n%v", got[0].Data, after.Diagnostics())
		}
		if strings.Contains(string(op.Kind), "response") {
			return
		}
		l := &law{file: file, text: before.Text(), doc: before}
		section := before.Root().Get("responses")
		if section.Get(op.Response).IsMissing() {
			section = before.Root().Get("templates")
		}
		if e := section.Entry(op.Response); !e.IsMissing() && !section.IsAlias() && !section.IsMerged(e) {
			x := e.Extent()
			start, end := x.Key, x.End
			if !section.IsFlow() {
				end = l.blanksBelow(end)
			}
			mark := len(content) - len(l.text)
			if !strings.HasPrefix(string(got[0].Data), string(content[:start+mark])) || !strings.HasSuffix(string(got[0].Data), l.text[end:]) {
				t.Fatalf("bytes outside of %q changed:\n%q", l.text[start:end], got[0].Data)
			}
		}
	})
}

func count(found diag.List) (n int) {
	for _, d := range found {
		if d.Severity == diag.Error && d.Code != diag.UnsetVariable && d.Code != diag.RefusedVariable {
			n++
		}
	}
	return n
}
