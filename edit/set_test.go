package edit

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// applied returns a file after ops whose Was is not compared.
func applied(text string, ops ...Op) (string, error) {
	files, err := Apply([]nlg.File{{Path: "r.yml", Data: []byte(text), Direct: true}}, ops, Options{IgnoreWas: true})
	if err != nil {
		return "", err
	}
	return string(files[0].Data), nil
}

// opOf reads an op as a draft keeps it.
func opOf(t *testing.T, text string) Op {
	t.Helper()
	var op Op
	if err := json.Unmarshal([]byte(text), &op); err != nil {
		t.Fatal(err)
	}
	if op.Response == "" {
		op.Response = "utter_a"
	}
	if op.Number == 0 && !strings.Contains(string(op.Kind), "response") && op.Kind != AddVariation {
		op.Number = 1
	}
	return op
}

// setOf returns the op that sets the text of the first variation of utter_a.
func setOf(text string) Op {
	return Op{Kind: Set, Response: "utter_a", Number: 1, Path: "text", Value: jsonText(text)}
}

// TestSetText: a new text keeps the style of the one that was there if it can hold
// it.
func TestSetText(t *testing.T) {
	const before, after = "# top\nresponses:\n  utter_a:\n    # above\n    - text: ", "      id: x # end\n\n    # more\n    - text: other\n"
	for _, c := range []struct{ style, was, text, want string }{
		{"plain", "Hello", "Hi there", "Hi there"},
		{"plain with a comment", "Hello   # why", "Hi", "Hi   # why"},
		{"plain, a colon", "Hello", "Hi: you", `"Hi: you"`},
		{"plain, a quote", "Hello", `Say "hi": now`, `'Say "hi": now'`},
		{"plain, a hash", "Hello", "a #b", `"a #b"`},
		{"plain, yes", "Hello", "yes", `"yes"`},
		{"plain, a number", "Hello", "12", `"12"`},
		{"plain, an exponent", "Hello", "1e3", `"1e3"`},
		{"plain, an octal", "Hello", "0o7", `"0o7"`},
		{"plain, null", "Hello", "~", `"~"`},
		{"plain, Null", "Hello", "Null", `"Null"`},
		{"plain, a date", "Hello", "2001-12-14", `"2001-12-14"`},
		{"plain, a time", "Hello", "1:30", `"1:30"`},
		{"plain, a variable", "Hello", "{name}!", `"{name}!"`},
		{"plain, empty", "Hello", "", `""`},
		{"plain, blanks", "Hello", " a ", `" a "`},
		{"plain, a tab", "Hello", "a\tb", `"a\tb"`},
		{"plain, emoji", "Hello", "Hi 👩‍👩‍👧 𝒳", "Hi 👩‍👩‍👧 𝒳"},
		{"plain, zero width", "Hello", "a\u200bb", "a\u200bb"},
		{"plain, a byte order mark", "Hello", "a\ufeffb", `"a\ufeffb"`},
		{"plain, a control", "Hello", "a\x01b", `"a\u0001b"`},
		{"plain, a break of YAML 1.1", "Hello", "a\u2028b\u0085", `"a\u2028b\u0085"`},
		{"plain, a dash", "Hello", "- a", `"- a"`},
		{"plain, an anchor", "Hello", "&a", `"&a"`},
		{"plain, a tag", "Hello", "!a", `"!a"`},
		{"plain, ends with a colon", "Hello", "a:", `"a:"`},
		{"plain, merge key", "Hello", "<<", `"<<"`},
		{"plain, an environment variable", "Hello", "a ${X}", `"a ${X}"`},
		{"plain, lines", "Hello", "a\nb", "|-\n        a\n        b"},
		{"plain, lines and a comment", "Hello # why", "a\nb", `"a\nb" # why`},
		{"plain of lines", "Hello\n        you", "Hi", "Hi"},
		{"a variable stays", "Hello ${X}", "Hi ${X}", "Hi ${X}"},
		{"double", `"Hello"`, "Hi \"you\"\\", `"Hi \"you\"\\"`},
		{"double of lines", "\"Hello\n        you\"", "Hi", `"Hi"`},
		{"double with an escape", `"a\nb"`, "c\nd", `"c\nd"`},
		{"single", "'Hello'", "it's", "'it''s'"},
		{"single, lines", "'Hello'", "a\nb\n", "|\n        a\n        b"},
		{"single, a control", "'Hello'", "a\x01", `"a\u0001"`},
		{"literal", "|\n        a\n        b", "x\n  y\n\nz\n", "|\n        x\n          y\n\n        z"},
		{"literal, no break at the end", "|\n          a\n          b", "x", "|-\n          x"},
		{"literal, a break at the end", "|-\n          a\n          b", "x\n", "|\n          x"},
		{"literal with a comment", "|- # why\n          a", "x", "|- # why\n          x"},
		{"literal, cannot", "|- # why\n          a", " x", `" x" # why`},
		{"literal, empty", "|\n          a", "", `""`},
		{"literal, with an indentation", "|2-\n          a", "x", "|2-\n        x"},
		{"folded", ">-\n        a\n        b", "x y\nz", ">-\n        x y\n\n        z"},
		{"folded, two breaks", ">-\n        a", "x\n\nz", ">-\n        x\n\n\n        z"},
		{"folded, long", ">\n        a", strings.Repeat("word ", 20) + "end\n", ">\n        " + strings.TrimSpace(strings.Repeat("word ", 12)) + "\n        " + strings.Repeat("word ", 8) + "end"},
		{"folded, cannot", ">-\n          a", "x\n  y", `"x\n  y"`},
		{"not a text", "5", "Hi", `Hi`},
		{"null", "~", "Hi", `Hi`},
		{"nothing", "", "Hi", `Hi`},
		{"a tag", "!!str 5", "Hi", `!!str Hi`},
		{"an anchor that nobody uses", "&a Hello", "Hi", "&a Hi"},
	} {
		t.Run(c.style, func(t *testing.T) {
			text := before + c.was + "\n" + after
			want := before + c.want + "\n" + after
			for _, eol := range []string{"\n", "\r\n"} {
				got, err := applied("\ufeff"+strings.ReplaceAll(text, "\n", eol), setOf(c.text))
				if err != nil {
					t.Fatal(err)
				}
				if want := "\ufeff" + strings.ReplaceAll(want, "\n", eol); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			}
		})
	}
}

// TestSet: what else is set, and added.
func TestSet(t *testing.T) {
	for _, c := range []struct{ name, text, op, want string }{
		{
			"a translation", "- text: \"Hi\" # why\n  translation:\n    de: Hallo\n", `{"language":"de","path":"text","value":"Tag"}`,
			"- text: \"Hi\" # why\n  translation:\n    de: Tag\n",
		},
		{
			"another translation", "- text: \"Hi\"\n  translation:\n    de: Hallo # c\n  id: x\n", `{"language":"fr","path":"text","value":"Salut"}`,
			"- text: \"Hi\"\n  translation:\n    de: Hallo # c\n    fr: Salut\n  id: x\n",
		},
		{
			"the first translation", "- text: 'Hi' # why\n  # about the id\n  id: x\n", `{"language":"de","path":"text","value":"Tag"}`,
			"- text: 'Hi' # why\n  translation:\n    de: 'Tag'\n  # about the id\n  id: x\n",
		},
		{
			"another translation, beside quotes that a text needs", "- text: Hi\n  translation:\n    fr: \"a: b\"\n", `{"language":"de","path":"text","value":"Tag"}`,
			"- text: Hi\n  translation:\n    fr: \"a: b\"\n    de: Tag\n",
		},
		{
			"another translation, beside quotes that a text needs, below quotes by choice", "- text: 'Hi'\n  translation:\n    fr: \"a: b\"\n- text: a\n- text: b\n", `{"language":"de","path":"text","value":"Tag"}`,
			"- text: 'Hi'\n  translation:\n    fr: \"a: b\"\n    de: 'Tag'\n- text: a\n- text: b\n",
		},
		{
			"another translation of a title", "- text: a\n  buttons:\n  - title: 'Yes'\n    translation:\n      fr:\n        title: 'Oui'\n- text: a\n", `{"language":"de","path":"buttons[0].title","value":"Ja"}`,
			"- text: a\n  buttons:\n  - title: 'Yes'\n    translation:\n      fr:\n        title: 'Oui'\n      de:\n        title: 'Ja'\n- text: a\n",
		},
		{
			"another translation of a text that needs its quotes", "- {text: \"a, b\", translation: {fr: \"c, d\"}}\n- text: a\n- text: b\n", `{"language":"de","path":"text","value":"Tag"}`,
			"- {text: \"a, b\", translation: {fr: \"c, d\", de: \"Tag\"}}\n- text: a\n- text: b\n",
		},
		{
			"another translation in braces, beside one that needs its quotes there", "- {text: Hi, translation: {fr: \"c, d\"}}\n- text: \"a\"\n- text: \"b\"\n", `{"language":"de","path":"text","value":"Tag"}`,
			"- {text: Hi, translation: {fr: \"c, d\", de: Tag}}\n- text: \"a\"\n- text: \"b\"\n",
		},
		{
			"the first translation above a channel", "- text: Hi\n  buttons:\n  - title: a\n  channel: facebook\n", `{"language":"de","path":"text","value":"Tag"}`,
			"- text: Hi\n  translation:\n    de: Tag\n  buttons:\n  - title: a\n  channel: facebook\n",
		},
		{
			"the first translation of a bare text", "- Hi # why\n- other\n", `{"language":"de","path":"text","value":"Tag"}`,
			"- text: Hi # why\n  translation:\n    de: Tag\n- other\n",
		},
		{"a bare text", "- Hi # why\n- other\n", `{"path":"text","value":"Tag"}`, "- Tag # why\n- other\n"},
		{
			"a condition of a bare text", "- 'Hi' # why\n- other\n", `{"path":"condition","value":"slots.a"}`,
			"- condition: 'slots.a'\n  text: 'Hi' # why\n- other\n",
		},
		{"a bare text of lines", "- Hi\n  there\n- other\n", `{"path":"id","value":"x"}`, "- text: Hi there\n  id: x\n- other\n"},
		{
			"the translation of a button", "- text: Hi\n  buttons:\n  - title: Yes # c\n    payload: /yes\n  - title: No\n    payload: /no\n", `{"language":"de","path":"buttons[0].title","value":"Ja"}`,
			"- text: Hi\n  buttons:\n  - title: Yes # c\n    payload: /yes\n    translation:\n      de:\n        title: Ja\n  - title: No\n    payload: /no\n",
		},
		{
			"the translation of a button in braces", "- text: Hi\n  buttons: [{title: \"Yes\", payload: /yes}, {title: \"No\", payload: /no}]\n", `{"language":"de","path":"buttons[1].title","value":"Nein"}`,
			"- text: Hi\n  buttons: [{title: \"Yes\", payload: /yes}, {title: \"No\", payload: /no, translation: {de: {title: \"Nein\"}}}]\n",
		},
		{"a variation in braces", "- {text: Hi, id: x}\n", `{"path":"text","value":"a, b"}`, "- {text: \"a, b\", id: x}\n"},
		{"a translation in braces", "- {text: Hi, id: x}\n", `{"language":"de","path":"text","value":"Tag"}`, "- {text: Hi, translation: {de: Tag}, id: x}\n"},
		{"an empty translation", "- text: Hi\n  translation: {}\n", `{"language":"de","path":"text","value":"Tag"}`, "- text: Hi\n  translation: {de: Tag}\n"},
		{"no translation", "- text: Hi\n  translation:\n  id: x\n", `{"language":"de","path":"text","value":"Tag"}`, "- text: Hi\n  translation:\n    de: Tag\n  id: x\n"},
		{
			"a button's title", "- text: Hi\n  buttons:\n    - title: Yes # c\n      payload: /yes\n", `{"path":"buttons[0].title","value":"Sure"}`,
			"- text: Hi\n  buttons:\n    - title: Sure # c\n      payload: /yes\n",
		},
		{
			"a list of buttons", "- text: Hi\n  # c\n  id: x\n", `{"path":"buttons","value":[{"title":"Yes","payload":"/yes"},{"title":"No"}]}`,
			"- text: Hi\n  buttons:\n  - title: \"Yes\"\n    payload: /yes\n  - title: \"No\"\n  # c\n  id: x\n",
		},
		{
			"a whole button", "- text: Hi\n  buttons:\n  - title: Yes # c\n    payload: /yes\n", `{"path":"buttons[0]","value":{"title":"Sure","payload":"/yes","type":"x"}}`,
			"- text: Hi\n  buttons:\n  - title: Sure # c\n    payload: /yes\n    type: x\n",
		},
		{
			"a condition", "- text: Hi\n", `{"path":"condition","value":[{"type":"slot","name":"a","value":true}]}`,
			"- condition:\n  - type: slot\n    name: a\n    value: true\n  text: Hi\n",
		},
		{
			"a predicate", "- condition:\n  - type: slot\n    name: a\n    value: 1\n  text: \"Hi\"\n", `{"path":"condition","value":"slots.a == \"b\""}`,
			"- condition: 'slots.a == \"b\"'\n  text: \"Hi\"\n",
		},
		{"an alias", "- text: &x Hi\n- text: *x # c\n", `{"number":2,"path":"text","value":"Tag"}`, "- text: &x Hi\n- text: Tag # c\n"},
		{"over a merge key", "- &x\n  text: Hi\n  id: y\n- <<: *x\n  channel: a\n", `{"number":2,"path":"text","value":"Tag"}`, "- &x\n  text: Hi\n  id: y\n- <<: *x\n  channel: a\n  text: Tag\n"},
		{"at the end of a file", "- text: Hi", `{"path":"id","value":"x"}`, "- text: Hi\n  id: x"},
		{"below a text that keeps its lines", "- text: |+\n    a\n\n\n", `{"path":"id","value":"x"}`, "- text: |+\n    a\n\n\n  id: \"x\"\n"},
		{"deep in metadata", "- text: Hi\n  metadata:\n      rephrase: True\n", `{"path":"metadata.rephrase","value":false}`, "- text: Hi\n  metadata:\n      rephrase: false\n"},
		{"metadata", "- text: Hi\n", `{"path":"metadata.rephrase","value":true}`, "- text: Hi\n  metadata:\n    rephrase: true\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			op := opOf(t, c.op)
			op.Kind = Set
			const head = "responses:\n  utter_a:\n"
			indent := func(s string) string {
				s = strings.ReplaceAll("\n"+s, "\n", "\n  ")
				s = strings.ReplaceAll(s[1:], "\n  \n", "\n\n")
				if strings.HasSuffix(s, "\n  ") {
					s = s[:len(s)-2]
				}
				return strings.ReplaceAll(s, "\n  \n", "\n\n")
			}
			got, err := applied(head+indent(c.text), op)
			if err != nil {
				t.Fatal(err)
			}
			if want := head + indent(c.want); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			again, err := applied(got, op)
			if err != nil || again != got {
				t.Errorf("again: %v\n%s", err, again)
			}
		})
	}
}

// TestSetRefused: what cannot be done is refused with a reason, and changes nothing.
func TestSetRefused(t *testing.T) {
	const text = "responses:\n  utter_a:\n  - text: &x Hi\n  - text: *x\n  - text: a ${X}\n    buttons: &b\n    - title: T\n  - text: b\n    buttons: *b\n"
	for op, want := range map[string]string{
		`{"response":"utter_b","path":"text","value":"a"}`:        `there is no response "utter_b"`,
		`{"number":9,"path":"text","value":"a"}`:                  "the response has 4 variations, so there is no variation 9",
		`{"path":"text","value":"a"}`:                             "anchor",
		`{"path":"buttons[1].title","value":"a"}`:                 "there is no buttons",
		`{"number":3,"path":"buttons[7].title","value":"a"}`:      "there is no buttons[7]: buttons has 1 item",
		`{"number":4,"path":"buttons[0].title","value":"a"}`:      "alias",
		`{"number":3,"path":"text","value":"b ${X} ${Y}"}`:        "${Y}",
		`{"number":3,"path":"text","value":": ${X}"}`:             "needs them",
		`{"number":3,"path":"text","value":"\ud800"}`:             "surrogate",
		`{"number":3,"path":"image","language":"de","value":"a"}`: "cannot be translated",
		`{"number":3,"path":"text[","value":"a"}`:                 "is not a path",
		`{"number":3,"path":"text.a","value":"a"}`:                "not a map",
	} {
		op := opOf(t, op)
		op.Kind = Set
		_, err := applied(text, Op{Kind: Set, Response: "utter_a", Number: 2, Path: "id", Value: jsonText("o")}, op)
		e, ok := errors.AsType[*Error](err)
		if !ok || !strings.Contains(e.Reason, want) || e.Index != 1 {
			t.Errorf("%s: %v, want %s", op, err, want)
		}
	}
}

// TestConflict: an op whose author saw another value is a conflict.
func TestConflict(t *testing.T) {
	files := []nlg.File{{Path: "r.yml", Data: []byte("responses:\n  utter_a:\n  - text: Hi ${X}\n  - text: a\n  - bare\n"), Direct: true}}
	env := func(name string) (string, bool) { return "you", name == "X" }
	for _, c := range []struct{ op, present string }{
		{`{"number":2,"path":"text","value":"b","was":"a"}`, ""},
		{`{"number":2,"path":"text","value":"b","was":"c"}`, `"a"`},
		{`{"number":2,"path":"text","value":"b"}`, `"a"`},
		{`{"number":2,"path":"id","value":"b"}`, ""},
		{`{"number":2,"path":"id","value":"b","was":"c"}`, "null"},
		{`{"kind":"remove_variation","number":2,"was":{"text":"a"}}`, ""},
		{`{"kind":"remove_variation","number":2,"was":{"text":"b"}}`, `{"text":"a"}`},
		{`{"kind":"remove_variation","number":3,"was":{"text":"bare"}}`, ""},
		{`{"kind":"remove_variation","number":3,"was":{"text":"other"}}`, `"bare"`},
		{`{"kind":"unset","number":2,"path":"text","language":"de","was":"b"}`, "null"},
		{`{"path":"text","value":"b","was":"Hi ${X}"}`, ""},
		{`{"path":"text","value":"b","was":"Hi you"}`, ""},
	} {
		op := opOf(t, c.op)
		if op.Kind == "" {
			op.Kind = Set
		}
		_, err := Apply(files, []Op{op}, Options{Env: env})
		conflict, ok := errors.AsType[*Conflict](err)
		if ok != (c.present != "") || ok && string(conflict.Present) != strings.TrimSuffix(c.present, "null") {
			t.Errorf("%s: %v", c.op, err)
		}
	}
}
