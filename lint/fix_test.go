package lint_test

import (
	"strings"
	"testing"

	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

func TestFixConditions(t *testing.T) {
	const slot = "{type: slot, name: x, value: 5}"
	for _, tt := range []struct {
		name, text, want string
		left             string // reasons
	}{
		{
			"block list",
			"responses:\n  a:\n  # one\n  - text: b # two\n    condition:\n      - type: slot\n        name: x\n        value: 5\n\n    # three\n    id:   c\n  - text: d\n",
			"responses:\n  a:\n  # one\n  - text: b # two\n    condition: \"slots.x is 5\"\n\n    # three\n    id:   c\n  - text: d\n", "",
		},
		{
			"list without indentation",
			"responses:\n  a:\n    - condition:\n      - name: x\n        type: slot\n        value: null\n      - {type: slot, name: y, value: gold}\n      text: b\n",
			"responses:\n  a:\n    - condition: '(slots.x is null or slots.x is undefined) and slots.y matches /^gold\\Z/i'\n      text: b\n", "",
		},
		{"flow list", "responses:\n  a:\n  - text: b\n    condition:   [" + slot + "]   # c\n", "responses:\n  a:\n  - text: b\n    condition:   \"slots.x is 5\"   # c\n", ""},
		{
			"flow list over lines", "responses:\n  a:\n  - text: b\n    condition: [\n      " + slot + ",\n    ]\n",
			"responses:\n  a:\n  - text: b\n    condition: \"slots.x is 5\"\n", "",
		},
		{
			"flow variation", "responses: {a: [{text: b, condition: [" + slot + "]}, {\"condition\":[" + slot + "],text: c}]}",
			"responses: {a: [{text: b, condition: \"slots.x is 5\"}, {\"condition\": \"slots.x is 5\",text: c}]}", "",
		},
		{
			"CR LF, a byte order mark, no end of line", "\ufeffresponses:\r\n  a:\r\n  - text: b\r\n    condition:\r\n    - type: slot\r\n      name: x\r\n      value: 5",
			"\ufeffresponses:\r\n  a:\r\n  - text: b\r\n    condition: \"slots.x is 5\"", "",
		},
		{
			"at the end of the variation, before another key", "responses:\n  a:\n  - text: é\n    condition:\n    - " + slot + "\nslots:\n  x: {type: float}\n",
			"responses:\n  a:\n  - text: é\n    condition: \"slots.x is 5\"\nslots:\n  x: {type: float}\n", "",
		},
		{
			"quotes", "responses:\n  a:\n  - text: b\n    condition: [{type: slot, name: x, value: \"'5\"}, {type: slot, name: y, value: '5'}]\n",
			"responses:\n  a:\n  - text: b\n    condition: 'slots.x is \"''5\" and slots.y is ''5'''\n", "",
		},
		{"two, one of them left", "responses:\n  a:\n  - text: b\n    condition: [{type: slot, name: x, value: [1]}]\n  - text: c\n    condition: [" + slot + "]\n", "responses:\n  a:\n  - text: b\n    condition: [{type: slot, name: x, value: [1]}]\n  - text: c\n    condition: \"slots.x is 5\"\n", "a predicate cannot compare a slot with a list"},
		{"comment", "responses:\n  a:\n  - text: b\n    condition:\n    # why\n    - " + slot + "\n", "", "it has a comment, which would be lost"},
		{"comment behind the key", "responses:\n  a:\n  - text: b\n    condition: # why\n    - " + slot + "\n", "", "it has a comment, which would be lost"},
		{"anchor", "responses:\n  a:\n  - text: b\n    condition: &c [" + slot + "]\n  - text: d\n    condition: *c\n", "", "it has an anchor, an alias or a tag"},
		{"anchor of an item", "responses:\n  a:\n  - text: b\n    condition:\n    - &i " + slot + "\n  - text: d\n    condition: [*i]\n", "", "it has an anchor, an alias or a tag; it has an anchor, an alias or a tag"},
		{"merged variation", "responses:\n  a:\n  - &v\n    text: b\n    condition: [" + slot + "]\n  - <<: *v\n    text: d\n", "responses:\n  a:\n  - &v\n    text: b\n    condition: \"slots.x is 5\"\n  - <<: *v\n    text: d\n", ""},
		{"aliased variation", "responses:\n  a:\n  - &v\n    text: b\n    condition: [" + slot + "]\n  c:\n  - *v\n", "responses:\n  a:\n  - &v\n    text: b\n    condition: \"slots.x is 5\"\n  c:\n  - *v\n", ""},
		{"environment", "responses:\n  a:\n  - text: b\n    condition: [{type: slot, name: x, value: '${X}5'}]\n", "", "it has an environment variable"},
		{"empty", "responses:\n  a:\n  - text: b\n    condition: []\n", "", "an empty list never holds"},
		{"predicate", "responses:\n  a:\n  - text: b\n    condition: slots.x\n", "", ""},
		{"no condition", "responses:\n  a:\n  - text: b\n", "", ""},
		{"another error", "responses:\n  a:\n  - text: b\n    condition: [" + slot + "]\n  c: 5\n", "", "its file has errors"},
		{"not YAML", "responses:\n\ta: [", "", ""},
		{"not a domain", "rules: []\n", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var w responses.Rewriter
			f := nlg.File{Path: "a.yml", Data: []byte(tt.text)}
			fix := lint.FixConditions(f, &w)
			want := tt.want
			if want == "" {
				want = tt.text
			}
			if got := string(fix.Data); got != want {
				t.Errorf("wrote\n%s\nwant\n%s", got, want)
			}
			var left []string
			for _, c := range fix.Left {
				left = append(left, c.Why)
			}
			if got := strings.Join(left, "; "); got != tt.left {
				t.Errorf("left %q, want %q", got, tt.left)
			}
			f.Data = fix.Data
			if again := lint.FixConditions(f, &w); len(again.Done) > 0 {
				t.Errorf("the second time rewrites %v", again.Done)
			}
		})
	}
}
