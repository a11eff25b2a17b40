package nlg

import (
	"fmt"
	"slices"
	"testing"

	"nlgserver/responses"
)

const writtenContent = `responses:
  utter_b:
    - text: "{name}, hi"
      translation: {de: "{name}, hallo {gast}"}
      buttons:
        - title: "{x}"
          payload: /y
          translation: {de: {title: zu}}
      condition:
        - {type: slot, name: vip, value: true}
        - {type: slot, name: age, value: 3}
      channel: slack
    - text: "{{ a }} {% if b %}{% endif %}"
      metadata: {template: jinja}
      condition: slots.z > 1 and slots.a is null
  utter_a:
    - plain
`

func TestWritten(t *testing.T) {
	c, diags := Compile([]File{{Path: "r.yml", Data: []byte(writtenContent), Direct: true}}, Options{KeepWritten: true, Patterns: true})
	if c == nil {
		t.Fatal(diags)
	}
	all := slices.Collect(c.AllWritten())
	if len(all) != 2 || all[0].Name != "utter_a" || all[1].Name != "utter_b" || all[1].Position.Line != 2 {
		t.Fatalf("%+v", all)
	}
	if v := all[0].Variations; len(v) != 1 || v[0].Position().Line != 17 || v[0].Texts[0].Path != "text" {
		t.Errorf("%+v", v)
	}
	b := c.Written("utter_b")
	if got := fmt.Sprint(b.Variations[0].Slots(), b.Variations[1].Slots(), b.Variations[0].HasChannel); got != "[age vip] [a z] true" {
		t.Error(got)
	}
	var texts []string
	for _, v := range b.Variations {
		for _, text := range v.Texts {
			texts = append(texts, fmt.Sprintf("%s/%s %v %v %d", text.Path, text.Language, text.Engine == responses.Jinja, text.Variables(), text.Value.Position().Line))
		}
	}
	want := []string{
		"text/ false [name] 3", "buttons[0].title/ false [x] 6", "buttons[0].payload/ false [] 7",
		"text/de false [name gast] 4", "buttons[0].title/de false [] 8", "text/ true [a b] 13",
	}
	if !slices.Equal(texts, want) {
		t.Errorf("%q", texts)
	}
	if c, _ := Compile([]File{{Path: "r.yml", Data: []byte(writtenContent), Direct: true}}, Options{}); c.Written("utter_b") != nil {
		t.Error("kept though nobody asked")
	}
}
