package edit

import (
	"errors"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// indented returns lines indented by 2 spaces, without blanks on empty lines.
func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Trim(line, "\n") != "" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestRestructure: what is added, removed and moved.
func TestRestructure(t *testing.T) {
	for _, c := range []struct{ name, text, op, want string }{
		{"unset", "- text: Hi\n  # about\n  id: x # c\n\n  image: i\n", `{"kind":"unset","path":"id"}`, "- text: Hi\n\n  image: i\n"},
		{"unset what is not there", "- text: Hi\n", `{"kind":"unset","path":"id"}`, "- text: Hi\n"},
		{"unset the first key", "- id: x # c\n  text: Hi\n", `{"kind":"unset","path":"id"}`, "- text: Hi\n"},
		{"unset the first key above a comment", "- id: x # c\n  # about\n  text: Hi\n", `{"kind":"unset","path":"id"}`, "-\n  # about\n  text: Hi\n"},
		{"unset the last key", "- text: Hi\n  id: x", `{"kind":"unset","path":"id"}`, "- text: Hi\n"},
		{"unset in braces", "- {text: Hi, id: x, image: i}\n", `{"kind":"unset","path":"id"}`, "- {text: Hi, image: i}\n"},
		{"unset the first in braces", "- {id: x, text: Hi}\n", `{"kind":"unset","path":"id"}`, "- {text: Hi}\n"},
		{"unset a list", "- text: Hi\n  buttons:\n  - title: a\n    payload: b\n  id: x\n", `{"kind":"unset","path":"buttons"}`, "- text: Hi\n  id: x\n"},
		{"unset a text of lines", "- id: x\n  image: |+\n    a\n\n\n  text: b\n", `{"kind":"unset","path":"image"}`, "- id: x\n  text: b\n"},
		{"unset a translation", "- text: Hi\n  translation:\n    de: Tag\n    # French\n    fr: Salut\n", `{"kind":"unset","path":"text","language":"fr"}`, "- text: Hi\n  translation:\n    de: Tag\n"},
		{"unset the only translation", "- text: Hi\n  translation:\n    de: Tag\n  id: x\n", `{"kind":"unset","path":"text","language":"de"}`, "- text: Hi\n  id: x\n"},
		{"unset the only translation of a button", "- text: Hi\n  buttons:\n  - title: a\n    translation: {de: {title: b}}\n  id: x\n", `{"kind":"unset","path":"buttons[0].title","language":"de"}`, "- text: Hi\n  buttons:\n  - title: a\n  id: x\n"},
		{"unset in metadata", "- text: Hi\n  metadata:\n    a: 1\n", `{"kind":"unset","path":"metadata.a"}`, "- text: Hi\n  metadata: {}\n"},
		{"unset an item", "- text: Hi\n  buttons:\n  - title: a\n  - title: b\n", `{"kind":"unset","path":"buttons[0]"}`, "- text: Hi\n  buttons:\n  - title: b\n"},

		{
			"add a button", "- text: Hi\n  buttons:\n    - title: a # c\n      payload: b\n    # after\n\n  id: x\n", `{"kind":"add_item","path":"buttons","value":{"title":"m","payload":"/n"}}`,
			"- text: Hi\n  buttons:\n    - title: a # c\n      payload: b\n    - title: m\n      payload: /n\n    # after\n\n  id: x\n",
		},
		{"add a button at the start", "- text: Hi\n  buttons:\n  # first\n  - title: a\n", `{"kind":"add_item","path":"buttons","to":1,"value":{"title":"m"}}`, "- text: Hi\n  buttons:\n  - title: m\n  # first\n  - title: a\n"},
		{
			"add a button in the middle", "- text: Hi\n  buttons:\n  -   title: a\n  -   title: b\n", `{"kind":"add_item","path":"buttons","to":2,"value":{"title":"m","payload":"/n"}}`,
			"- text: Hi\n  buttons:\n  -   title: a\n  -   title: m\n      payload: /n\n  -   title: b\n",
		},
		{"add the first button", "- text: 'Hi'\n  id: x\n", `{"kind":"add_item","path":"buttons","value":{"title":"m","payload":"/n"}}`, "- text: 'Hi'\n  buttons:\n  - title: 'm'\n    payload: '/n'\n  id: x\n"},
		{"add a button to none", "- text: Hi\n  buttons: []\n", `{"kind":"add_item","path":"buttons","value":{"title":"m"}}`, "- text: Hi\n  buttons:\n  - title: m\n"},
		{"add a button in brackets", "- text: Hi\n  buttons: [{title: a}, {title: b}]\n", `{"kind":"add_item","path":"buttons","to":2,"value":{"title":"m"}}`, "- text: Hi\n  buttons: [{title: a}, {title: m}, {title: b}]\n"},
		{"remove a button", "- text: Hi\n  buttons:\n  - title: a\n  # b is\n  # good\n  - title: b\n    # payload: x\n  - title: c\n", `{"kind":"remove_item","path":"buttons[1]"}`, "- text: Hi\n  buttons:\n  - title: a\n  - title: c\n"},
		{"remove the only button", "- text: Hi\n  buttons:\n  - title: a\n  id: x\n", `{"kind":"remove_item","path":"buttons[0]"}`, "- text: Hi\n  id: x\n"},
		{"remove a button in brackets", "- text: Hi\n  buttons: [{title: a}, {title: b}]\n", `{"kind":"remove_item","path":"buttons[0]"}`, "- text: Hi\n  buttons: [{title: b}]\n"},
		{"move a button", "- text: Hi\n  buttons:\n  - title: a\n\n  # about b\n  - title: b # c\n", `{"kind":"move_item","path":"buttons[0]","to":2}`, "- text: Hi\n  buttons:\n  # about b\n  - title: b # c\n\n  - title: a\n"},
		{"move a button at the end of a file", "- text: Hi\n  buttons:\n  - title: a\n  - title: b", `{"kind":"move_item","path":"buttons[1]","to":1}`, "- text: Hi\n  buttons:\n  - title: b\n  - title: a"},
		{"move a button in brackets", "- text: Hi\n  buttons: [{title: a}, {title: b},{title: c}]\n", `{"kind":"move_item","path":"buttons[0]"}`, "- text: Hi\n  buttons: [{title: b}, {title: c},{title: a}]\n"},

		{"add a variation", "- text: Hi\n\n# other\n", `{"kind":"add_variation","value":{"text":"m","condition":"slots.a"}}`, "- text: Hi\n- text: m\n  condition: slots.a\n\n# other\n"},
		{"add a variation at the end of a file", "- text: Hi", `{"kind":"add_variation","value":{"text":"m"}}`, "- text: Hi\n- text: m"},
		{"add a variation below a text that ends the file", "- text: |\n    a", `{"kind":"add_variation","value":{"text":"b\nc\n"}}`, "- text: |-\n    a\n- text: \"b\\nc\\n\""},
		{"move a text that ends the file", "- text: b\n- text: | # c\n    a", `{"kind":"move_variation","number":2,"to":1}`, "- text: |- # c\n    a\n- text: b"},
		{"move a text to the end of the file", "- text: |\n    a\n- text: b", `{"kind":"move_variation"}`, "- text: b\n- text: |\n    a\n"},
		{"add a variation after blank lines", "- text: a\n\n- text: b\n", `{"kind":"add_variation","value":{"text":"m"}}`, "- text: a\n\n- text: b\n\n- text: m\n"},
		{"add a variation at the start", "# first\n- text: a\n", `{"kind":"add_variation","to":1,"value":{"text":"m"}}`, "- text: m\n# first\n- text: a\n"},
		{
			"add a variation with buttons", "- text: \"a\"\n", `{"kind":"add_variation","value":{"text":"m\nn","buttons":[{"title":"t","payload":"/p{\"a\": 1}"}],"metadata":{"rephrase":true,"a":null,"b":[]}}}`,
			"- text: \"a\"\n- text: |-\n    m\n    n\n  buttons:\n  - title: \"t\"\n    payload: '/p{\"a\": 1}'\n  metadata:\n    rephrase: true\n    a: null\n    b: []\n",
		},
		{"remove a variation", "- text: a\n\n# not above b\n\n# above b\n- text: b\n  id: x\n# above c\n- text: c\n", `{"kind":"remove_variation","number":2}`, "- text: a\n\n# not above b\n\n# above c\n- text: c\n"},
		{"remove the first variation", "# above\n- text: a\n- b\n", `{"kind":"remove_variation"}`, "- b\n"},
		{"move a variation", "# above a\n- text: a\n- b\n# above c\n- text: c\n", `{"kind":"move_variation","number":3,"to":1}`, "# above c\n- text: c\n# above a\n- text: a\n- b\n"},
		{"move an alias", "- &x {text: a}\n- text: b\n- *x\n", `{"kind":"move_variation","number":3,"to":2}`, "- &x {text: a}\n- *x\n- text: b\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			op := opOf(t, c.op)
			const head = "responses:\n  utter_a:\n"
			for _, eol := range []string{"\n", "\r\n"} {
				lines := func(text string) string { return strings.ReplaceAll(head+indented(text), "\n", eol) }
				got, err := applied(lines(c.text), op)
				if err != nil {
					t.Fatal(err)
				}
				if got != lines(c.want) {
					t.Errorf("got\n%s\nwant\n%s", got, lines(c.want))
				}
			}
		})
	}
}

// TestResponseOps: responses that are added, removed and renamed.
func TestResponseOps(t *testing.T) {
	const two = "version: \"3.1\"\n# top\nresponses:\n  utter_a: # c\n  - text: a\n\n  # above b\n  utter_b:\n  - text: b\n\nslots: {}\n"
	for _, c := range []struct{ name, text, op, want string }{
		{
			"add", two, `{"kind":"add_response","response":"utter_a2","value":[{"text":"n"}]}`,
			"version: \"3.1\"\n# top\nresponses:\n  utter_a: # c\n  - text: a\n\n  utter_a2:\n  - text: \"n\"\n\n  # above b\n  utter_b:\n  - text: b\n\nslots: {}\n",
		},
		{
			"add a retrieval response", two, `{"kind":"add_response","response":"utter_faq/x: y","value":{"text":"m"}}`,
			"version: \"3.1\"\n# top\nresponses:\n  utter_a: # c\n  - text: a\n\n  # above b\n  utter_b:\n  - text: b\n\n  \"utter_faq/x: y\":\n  - text: m\n\nslots: {}\n",
		},
		{"add to none", "slots: {}\n", `{"kind":"add_response","file":"r.yml","value":[{"text":"m"}]}`, "slots: {}\nresponses:\n  utter_a:\n    - text: \"m\"\n"},
		{"add to an empty map", "responses: {}\nslots: {}\n", `{"kind":"add_response","file":"r.yml","value":[{"text":"m"}]}`, "responses:\n  utter_a:\n    - text: \"m\"\nslots: {}\n"},
		{"add to an empty map with a comment", "responses: {} # c\nslots: {}\n", `{"kind":"add_response","file":"r.yml","value":[{"text":"m"}]}`, "responses: {utter_a: [{text: \"m\"}]} # c\nslots: {}\n"},
		{"add to nothing", "responses:\nslots: {}\n", `{"kind":"add_response","file":"r.yml","value":[{"text":"m"}]}`, "responses:\n  utter_a:\n    - text: \"m\"\nslots: {}\n"},
		{"add to comments", "# c", `{"kind":"add_response","file":"r.yml","value":[{"text":"m"}]}`, "# c\nresponses:\n  utter_a:\n    - text: \"m\"\n"},
		{"add to the old name", "templates:\n    utter_b:\n    - b\n", `{"kind":"add_response","value":[{"text":"m"}]}`, "templates:\n    utter_b:\n    - b\n    utter_a:\n    - text: m\n"},
		{"add in braces", "{responses: {utter_b: [{text: b}]}}\n", `{"kind":"add_response","value":[{"text":"m"}]}`, "{responses: {utter_b: [{text: b}], utter_a: [{text: m}]}}\n"},
		{"remove", two, `{"kind":"remove_response","response":"utter_b"}`, "version: \"3.1\"\n# top\nresponses:\n  utter_a: # c\n  - text: a\n\n\nslots: {}\n"},
		{"remove the only one", "responses:\n  utter_a:\n  - text: a\n", `{"kind":"remove_response"}`, "responses: {}\n"},
		{"rename", two, `{"kind":"rename_response","value":"utter_x"}`, strings.Replace(two, "utter_a", "utter_x", 1)},
		{"rename to a number", two, `{"kind":"rename_response","value":"5"}`, strings.Replace(two, "utter_a", `"5"`, 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := applied(c.text, opOf(t, c.op))
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestFiles: which file is edited, and which are created.
func TestFiles(t *testing.T) {
	file := func(name, text string) nlg.File {
		return nlg.File{Path: "domain/" + name, Name: name, Data: []byte(text)}
	}
	files := []nlg.File{
		file("a.yml", "responses:\n  utter_a:\n  - text: first\n"),
		file("b.yml", "responses:\n  utter_a:\n  - text: second\n  utter_faq/b:\n  - text: b\n"),
		file("nlu.yml", "nlu: []\nresponses:\n  utter_n:\n  - text: training\n"),
		file("z.yml", "responses:\n  utter_n:\n  - text: domain\n"),
		file("ignored.yml", "other: 1\n"),
	}
	for _, c := range []struct{ name, op, file, want, reason string }{
		{"the first file wins", `{"kind":"set","path":"text","value":"m"}`, "a.yml", "responses:\n  utter_a:\n  - text: m\n", ""},
		{"training data wins", `{"kind":"set","response":"utter_n","path":"text","value":"m"}`, "nlu.yml", "nlu: []\nresponses:\n  utter_n:\n  - text: m\n", ""},
		{"a file by name", `{"kind":"set","file":"domain/z.yml","response":"utter_n","path":"text","value":"m"}`, "z.yml", "responses:\n  utter_n:\n  - text: m\n", ""},
		{"the nearest name", `{"kind":"add_response","response":"utter_faq/a","value":[{"text":"m"}]}`, "b.yml", "responses:\n  utter_a:\n  - text: second\n  utter_faq/b:\n  - text: b\n  utter_faq/a:\n  - text: m\n", ""},
		{"a new file", `{"kind":"add_response","response":"utter_new","file":"domain/sub/new.yml","value":[{"text":"n","id":"x"}]}`, "sub/new.yml", "version: \"3.1\"\n\nresponses:\n  utter_new:\n    - text: \"n\"\n      id: \"x\"\n", ""},
		{"a file elsewhere", `{"kind":"add_response","response":"utter_new","file":"domain/../new.yml","value":[{"text":"n"}]}`, "", "", "is not in a directory of the content"},
		{"a file that is no YAML", `{"kind":"add_response","response":"utter_new","file":"domain/new.txt","value":[{"text":"n"}]}`, "", "", "is not the name of a YAML file"},
		{"a name that is taken", `{"kind":"add_response","value":[{"text":"n"}]}`, "", "", "already"},
		{"a new name that is taken", `{"kind":"rename_response","file":"domain/a.yml","value":"utter_n"}`, "", "", `there is a response "utter_n" in`},
		{"a definition behind it", `{"kind":"remove_response"}`, "", "", "domain/b.yml would be used then"},
		{"a definition behind it, renamed", `{"kind":"rename_response","value":"utter_x"}`, "", "", "domain/b.yml would be used then"},
		{"no such file", `{"kind":"set","file":"x.yml","path":"text","value":"m"}`, "", "", "there is no file"},
		{"a slip", `{"kind":"set","response":"utter_fag/b","path":"text","value":"m"}`, "", "", `there is no response "utter_fag/b"`},
		{"a kind", `{"kind":"sets"}`, "", "", "there is no kind of op"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Apply(files, []Op{opOf(t, c.op)}, Options{IgnoreWas: true})
			if c.reason != "" {
				e, ok := errors.AsType[*Error](err)
				if !ok || !strings.Contains(e.Reason, c.reason) {
					t.Fatalf("%v, want %s", err, c.reason)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range got {
				want := c.want
				if f.Name != c.file {
					want = string(files[i].Data)
				}
				if string(f.Data) != want {
					t.Errorf("%s is\n%s\nwant\n%s", f.Name, f.Data, want)
				}
			}
			if len(got) < len(files) || c.file == "sub/new.yml" && len(got) != len(files)+1 {
				t.Errorf("%d files", len(got))
			}
		})
	}
}

// TestRestructureRefused: what would break a response is refused.
func TestRestructureRefused(t *testing.T) {
	const text = "responses:\n  utter_a:\n  - text: a\n    id: x\n    buttons: &b\n    - title: T\n    - title: U\n  - text: b\n    buttons: *b\n  - bare\n  utter_b:\n  - text: b\n"
	for op, want := range map[string]string{
		`{"kind":"unset","path":"text"}`:                                   "needs a text or a custom payload",
		`{"kind":"unset","number":3,"path":"text"}`:                        "needs a text",
		`{"kind":"remove_variation","response":"utter_b"}`:                 "only variation",
		`{"kind":"remove_item","number":2,"path":"buttons[0]"}`:            "alias",
		`{"kind":"remove_item","path":"buttons[0]"}`:                       "anchor",
		`{"kind":"move_item","path":"buttons[0]","to":3}`:                  "there is no place 3",
		`{"kind":"add_item","path":"id","value":"a"}`:                      "not a list",
		`{"kind":"add_item","path":"buttons","language":"de","value":"a"}`: "cannot be translated",
		`{"kind":"add_variation","value":"a"}`:                             "must be a map",
		`{"kind":"add_variation","value":{"text":`:                         "",
		`{"kind":"add_response","response":"utter_c","value":[]}`:          "at least one variation",
		`{"kind":"add_response","response":" ","value":[{"text":"a"}]}`:    "no name",
		`{"kind":"rename_response","value":5}`:                             "not a string",
		`{"kind":"remove_variation","number":1,"was":{"text":"a"}}`:        "conflict",
	} {
		if want == "" {
			continue
		}
		op := opOf(t, op)
		_, err := Apply([]nlg.File{{Path: "r.yml", Data: []byte(text), Direct: true}}, []Op{op}, Options{})
		if _, isConflict := errors.AsType[*Conflict](err); want == "conflict" && isConflict {
			continue
		}
		if e, ok := errors.AsType[*Error](err); !ok || !strings.Contains(e.Reason, want) {
			t.Errorf("%s: %v, want %s", op, err, want)
		}
	}
}
