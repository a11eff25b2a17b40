package view_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/desk/internal/view"
	"nlgserver/internal/diag"
	"nlgserver/internal/laws"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// doneAfter is a context that is done once it was asked that often.
type doneAfter struct {
	context.Context
	left int
}

func (d *doneAfter) Err() error {
	if d.left--; d.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestOpenCanceled checks that opening ends with its context, wherever it is, and then
// tells nothing.
func TestOpenCanceled(t *testing.T) {
	s := readTree(t, "testdata/bank")
	s.Recordings = []view.Recording{{ID: "r", Body: []byte(`{"response": "utter_balance", "tracker": {}}`)}}
	whole := &doneAfter{Context: t.Context(), left: 1 << 20}
	if c, _ := view.Open(whole, s, view.Options{}); c == nil {
		t.Fatal("no content")
	}
	for left := range 1<<20 - whole.left - 1 {
		if c, found := view.Open(&doneAfter{Context: t.Context(), left: left}, s, view.Options{}); c != nil || found != nil {
			t.Errorf("done after %d: %v, %v", left, c, found)
		}
	}
}

// TestOpenRejected tells everything that is wrong, with content that is rejected.
func TestOpenRejected(t *testing.T) {
	s := view.Sources{
		Files: []nlg.File{{Path: "a.yml", Data: []byte("responses:\n  utter_a:\n  - txt: a\n  utter_b: 5\n"), Direct: true}},
		Found: nlg.Diagnostics{{Position: nlg.Position{File: "b.yml"}, Severity: nlg.Error, Code: nlg.CodeUnreadable, Message: "cannot read it"}},
	}
	c, found := view.Open(t.Context(), s, view.Options{})
	var got []string
	for _, f := range found {
		got = append(got, f.Severity+" "+f.Code+" "+f.Position.String())
	}
	if want := []string{"error NLG024 a.yml:3:5", "error NLG022 a.yml:4:12", "error NLG001 b.yml"}; c != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %q; want %q", c, got, want)
	}
}

// TestSettings applies the severities of the settings, and keeps what reading the files
// found.
func TestSettings(t *testing.T) {
	s := view.Sources{
		Files: []nlg.File{{Path: "a.yml", Data: []byte("responses:\n  utter_a:\n  - text: a\n    chanel: x\n    channel: slak\n"), Direct: true}},
		Found: nlg.Diagnostics{{Position: nlg.Position{File: "c.yml"}, Code: nlg.CodeSkippedFile, Message: "it is no domain"}},
	}
	o := view.Options{Settings: lint.Settings{Severities: map[diag.Code]lint.Severity{nlg.CodeUnknownKey: lint.Off, nlg.CodeUnknownChannel: lint.Error}}}
	c, _ := view.Open(t.Context(), s, o)
	sum, row := c.Summary(), c.List(view.Query{}).Rows[0]
	if len(sum.Findings) != 1 || sum.Findings[0].Code != "NLG037" || row.Errors != 1 || sum.Errors != 1 || sum.Warnings != 1+row.Warnings {
		t.Errorf("%+v\n%+v", sum, row)
	}
	for _, f := range allFindings(c) {
		if f.Code == "NLG024" || f.Code == "NLG063" && f.Severity != "error" {
			t.Errorf("%+v", f)
		}
	}
}

// TestLanguageStates counts translations as validate --coverage does.
func TestLanguageStates(t *testing.T) {
	s := view.Sources{Files: []nlg.File{{Path: "a.yml", Direct: true, Data: []byte(`
responses:
  utter_full: [{text: a, translation: {de: b}}, {text: "{x}"}]
  utter_part: [{text: a, translation: {de: b, de-AT: " "}}, {text: c}]
  utter_button: [{text: a, translation: {de: b}, buttons: [{title: x, payload: /x, translation: {pt-BR: {title: y}}}]}]
  utter_none: [{text: a}]
`)}}}
	c, found := view.Open(t.Context(), s, view.Options{Lint: lint.Options{Languages: []string{"sr-Latn"}}})
	if c == nil {
		t.Fatal(found)
	}
	var got []string
	for _, l := range c.Summary().Languages {
		if l.All != 4 {
			t.Errorf("%+v", l)
		}
		got = append(got, l.Code+" "+l.Name+" "+string(rune('0'+l.Have)))
	}
	if want := []string{"de German 1", "de-AT German (AT) 0", "pt-BR Portuguese (BR) 0", "sr-Latn Serbian (Latn) 0"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for name, want := range map[string]string{
		"utter_full":   "full missing missing missing",
		"utter_part":   "part missing missing missing",
		"utter_button": "part missing part missing",
		"utter_none":   "missing missing missing missing",
	} {
		r, _ := c.Response(name)
		var states []string
		for _, l := range r.Languages {
			states = append(states, l.State)
		}
		if strings.Join(states, " ") != want {
			t.Errorf("%s: got %q, want %q", name, states, want)
		}
	}
}

// TestTests runs the expectation files beside the content.
func TestTests(t *testing.T) {
	s := view.Sources{
		Files: []nlg.File{{Path: "a.yml", Data: []byte("responses: {utter_a: [{text: a}, {text: b}], utter_b: [{text: b}]}"), Direct: true}},
		Tests: []nlg.File{
			{Path: "a.nlgtest.yml", Data: []byte("tests:\n- {response: utter_a, name: two, expect: {text: c}}\n- {response: utter_a, expect: {contains: x}}\n- {response: utter_a, name: open}\n- {request: r.json, expect: {text: b}}\n- {response: utter_gone, expect: {text: b}}\n")},
			{Path: "b.nlgtest.yml", Data: []byte("tests: 5\n")},
		},
	}
	o := view.Options{Request: func(from, name string) ([]byte, error) {
		if from != "a.nlgtest.yml" || name != "r.json" {
			return nil, errors.New("no such file")
		}
		return []byte(`{"response": "utter_b", "tracker": {}}`), nil
	}}
	c, found := view.Open(t.Context(), s, o)
	if c == nil {
		t.Fatal(found)
	}
	a, _ := c.Response("utter_a")
	var got []string
	for _, one := range a.Tests {
		got = append(got, one.Name+": "+strings.Join(one.Differences, "; "))
	}
	want := []string{
		`two: text, variation 1: want "c", got "a"; text, variation 2: want "c", got "b"`,
		`utter_a: text, which must contain, variation 1: want "x", got "a"; text, which must contain, variation 2: want "x", got "b"`,
		`open: no expectation yet; the reply is "a"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	b, _ := c.Response("utter_b")
	if len(b.Tests) != 1 || !b.Tests[0].Passed {
		t.Errorf("%+v", b.Tests)
	}
	if got := c.Summary().Tests; got != (view.TestSummary{Cases: 5, Failed: 4}) {
		t.Errorf("%+v", got)
	}
	rows := c.List(view.Query{}).Rows
	if rows[0].Tests != 3 || rows[0].Failed != 3 || rows[1].Tests != 1 || rows[1].Failed != 0 {
		t.Errorf("%+v", rows)
	}
	if f := c.Summary().Findings; len(f) == 0 || f[0].Position.File != "b.nlgtest.yml" {
		t.Errorf("%+v", f)
	}
}

// TestInputs tells slots from arguments, and offers the values that are compared.
func TestInputs(t *testing.T) {
	const slots = `
slots:
  b: {type: bool}
  c: {type: categorical, values: [x, Y], initial_value: x}
  f: {type: float, mappings: [{type: from_intent, intent: i, value: 7}]}
  t: {type: text}
  l: {type: list}
  o: {type: my.Slot}
`
	for _, tt := range []struct{ name, domain, variations, slots, arguments string }{
		{"conditions", slots, "[{text: a, condition: [{type: slot, name: b, value: true}, {type: slot, name: c, value: y}]}]", `b bool [true false] cond, c categorical ["x" "Y" "y"] cond`, ""},
		{"a predicate", slots, `[{text: a, condition: "slots.f > 2 and slots.t is 'z' and slots.o"}]`, `f float [2.0 7] cond, t text ["z"] cond, o custom [] cond`, ""},
		{"texts", slots, `[{text: "{t} {u} {l}", buttons: [{title: "{v}", payload: '/p{"x": 1}'}]}]`, "t text [] text, l list [] text", "u any? [] text, v any? [] text"},
		{"both", slots, `[{text: "{t}", condition: [{type: slot, name: t, value: null}]}]`, "t text [null] cond text", ""},
		{"unknown slots", "", `[{text: "{t} {p}", condition: [{type: slot, name: c, value: 1.0}]}]`, "c any? [1.0] cond, t any? [] text", "p any? [] text"},
		{"a slot that is not declared", slots, `[{text: "{z}", condition: "slots.z is 1"}]`, "z any? [1.0] cond text", ""},
		{"an environment variable", slots, `[{text: "call ${LINE} {t}"}]`, "t text [] text", ""},
		{"money", slots, `[{text: "pay ${t}"}]`, "t text [] text", ""},
		{"Jinja", slots, `[{text: "{{ t }} {{ slots.f }} {{ w }}", metadata: {template: jinja}}]`, "t text [] text", "w any? [] text"},
		{"no variable", slots, `[{text: "{{t}} { t }"}]`, "", ""},
	} {
		s := view.Sources{
			Files:   []nlg.File{{Path: "a.yml", Data: []byte("responses:\n  utter_a: " + tt.variations + "\n"), Direct: true}},
			Domains: []nlg.File{{Path: "domain.yml", Data: []byte(tt.domain)}},
		}
		c, found := view.Open(t.Context(), s, view.Options{Lint: lint.Options{Arguments: []string{"p"}}})
		if c == nil {
			t.Errorf("%s: %v", tt.name, found)
			continue
		}
		r, _ := c.Response("utter_a")
		if got := inputWords(r.Inputs.Slots); got != tt.slots {
			t.Errorf("%s: slots %q, want %q", tt.name, got, tt.slots)
		}
		if got := inputWords(r.Inputs.Arguments); got != tt.arguments {
			t.Errorf("%s: arguments %q, want %q", tt.name, got, tt.arguments)
		}
		if r.Inputs.Context {
			t.Errorf("%s: reads the context", tt.name)
		}
	}
	r, _ := content(t, "responses: {utter_a: [{text: '{{ context.x }}', metadata: {template: jinja}}]}").Response("utter_a")
	if !r.Inputs.Context || len(r.Inputs.Slots)+len(r.Inputs.Arguments) != 0 {
		t.Errorf("%+v", r.Inputs)
	}
}

func inputWords(inputs []view.Input) string {
	var out []string
	for _, in := range inputs {
		words := in.Name + " " + in.Type
		if !in.Declared {
			words += "?"
		}
		var all []string
		for _, v := range in.Values {
			all = append(all, string(v))
		}
		words += " [" + strings.Join(all, " ") + "]"
		if in.InCondition {
			words += " cond"
		}
		if in.InText {
			words += " text"
		}
		out = append(out, words)
	}
	return strings.Join(out, ", ")
}

// TestOrder shows variations in the order in which they win.
func TestOrder(t *testing.T) {
	r, _ := content(t, `responses: {utter_a: [
  {text: a}, {text: b, condition: "slots.x is 1"}, {text: c, channel: slack}, {text: d, channel: slack, condition: []},
  {text: e, channel: sms}, {text: f}, {text: g, condition: [{type: slot, name: x, value: 1}]}]}`).Response("utter_a")
	var got []string
	for _, v := range r.Variations {
		got = append(got, v.Group+" "+string(rune('0'+v.Number)))
	}
	if want := "condition_and_channel 4, channel 3, channel 5, condition 2, condition 7, default 1, default 6"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if v := r.Variations[0]; v.Condition.Never == "" || v.Condition.Words != "never" || v.Condition.Source != "[]" {
		t.Errorf("%+v", v.Condition)
	}
}

// TestUses adds the uses of a retrieval intent to those of its responses.
func TestUses(t *testing.T) {
	r, _ := content(t, "responses: {utter_faq/a: [{text: a}]}\nactions: [utter_faq]\nrules: [{rule: ask, steps: [{action: utter_faq}]}]\n").Response("utter_faq/a")
	if len(r.Uses) != 2 || r.Uses[0].Words != "rule ask" || r.Uses[1].Words != "actions of the domain" {
		t.Errorf("%+v", r.Uses)
	}
}

// TestPiecesLaw checks that the pieces of a text are the text, whatever its engine.
func TestPiecesLaw(t *testing.T) {
	laws.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{
			"{a}", "{{ a }}", "{% if a %}", "{% endif %}", "{# c #}", "{", "}", "{{", "}}", "${A}", "ö", "\n", "\r\n", " ", "x", `{"a": 1}`, "{0}", "\u0301",
		})).Draw(t, "pieces"), "")
		quoted, _ := json.Marshal(text)
		engine := rapid.SampledFrom([]string{"format", "jinja", "other"}).Draw(t, "engine")
		file := "responses:\n  utter_a:\n  - text: " + string(quoted) + "\n    metadata: {template: " + engine + "}\n"
		c, found := view.Open(t.Context(), view.Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(file), Direct: true}}}, view.Options{})
		if c == nil {
			t.Fatalf("%s: %v", file, found)
		}
		r, _ := c.Response("utter_a")
		var b strings.Builder
		for _, one := range r.Variations[0].Texts {
			for _, p := range one.Pieces {
				if p.Text == "" || p.Kind != "" && p.Kind != "variable" && p.Kind != "code" {
					t.Fatalf("%q: piece %+v", text, p)
				}
				b.WriteString(p.Text)
			}
		}
		if b.String() != text {
			t.Fatalf("got %q, want %q", b.String(), text)
		}
	})
}
