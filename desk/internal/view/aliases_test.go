package view_test

import (
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// content opens one file.
func content(t testing.TB, text string) *view.Content {
	t.Helper()
	return open(t, view.Sources{Files: []nlg.File{{Path: "domain.yml", Name: "domain.yml", Data: []byte(text), Direct: true}}})
}

// TestPlacesOdd places the findings of one code in files that are written in other ways
// than the examples of hints are.
func TestPlacesOdd(t *testing.T) {
	for _, tt := range []struct {
		name, text, code string
		want             []string
	}{
		{
			"a flow map", "responses: {utter_a: [{text: Hi}, {text: 'a } b', id: x}], utter_b: [{text: '}'}]}\n", "NLG050",
			[]string{"utter_a, variation 2, text", "utter_b, variation 1, text"},
		},
		{
			"carriage returns, letters beyond ASCII, a byte order mark", "\ufeffresponses:\r\n  utter_ä:\r\n  - {text: größe, id: \"日本\"}\r\n  - id: ß\r\n    text: é }\r\n", "NLG050",
			[]string{"utter_ä, variation 2, text"},
		},
		{
			"lists without indent", "responses:\n  utter_a:\n  - text: a\n    buttons:\n    - title: A\n      payload: /a\n    - title: 'x }'\n      payload: /b\nactions:\n- utter_b\n", "NLG050",
			[]string{"utter_a, variation 1, buttons[1].title"},
		},
		{
			"a section behind the last response", "responses:\n  utter_a:\n  - text: a\nslots: []\n", "NLG087",
			[]string{"the content"},
		},
		{
			"an anchor in another response", "responses:\n  utter_a:\n  - &one\n    text: '}'\n  utter_b:\n  - *one\n", "NLG050",
			[]string{"utter_a, variation 1, text"},
		},
		{
			"an anchor beside the responses", "x-one: &one {text: '}'}\nresponses:\n  utter_a:\n  - text: a\n  - *one\n  utter_b:\n  - text: b\n", "NLG050",
			[]string{"utter_a, variation 2, text"},
		},
		{
			"an aliased text", "x-text: &t '}'\nresponses:\n  utter_a:\n  - text: a\n  - id: b\n    text: *t\n    image: x\n", "NLG050",
			[]string{"utter_a, variation 2, text"},
		},
		{
			"a merge key", "x-one: &one\n  text: '}'\nresponses:\n  utter_a:\n  - text: a\n  - id: b\n    <<: *one\n    image: x\n", "NLG050",
			[]string{"utter_a, variation 2, text"},
		},
		{
			"many lines of text", "responses:\n  utter_a:\n  - text: >-\n      one\n\n      two }\n    id: x\n  - text: \"three\n      four\\\n      five }\"\n", "NLG050",
			[]string{"utter_a, variation 1, text", "utter_a, variation 2, text"},
		},
		{
			"quick replies and translated buttons", "responses:\n  utter_a:\n  - text: a\n    quick_replies: [{title: '}', payload: /a}]\n    buttons: [{title: a, payload: /a, translation: {de: {title: '}'}}}]\n", "NLG050",
			[]string{"utter_a, variation 1, quick_replies[0].title", "utter_a, variation 1, buttons[0].title in de"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range allFindings(content(t, tt.text)) {
				if f.Code == tt.code {
					place, _, _ := strings.Cut(placeOf(f), "   «")
					got = append(got, place)
				}
			}
			if strings.Join(got, "; ") != strings.Join(tt.want, "; ") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestComments shows which comments belong to a response, and which to its first
// variation.
func TestComments(t *testing.T) {
	for name, tt := range map[string]struct{ text, response, variation string }{
		"none":                {"responses:\n  utter_a:\n  - text: a\n", "", ""},
		"above":               {"# file\nresponses:\n  # one\n  #  two  \n  utter_a:\n  # three\n  - text: a\n", "one\n two", "three"},
		"an empty line":       {"responses:\n  # not this\n\n  # one\n  utter_a:\n  - text: a\n", "one", ""},
		"behind":              {"responses:\n  utter_a:  # one\n  - text: a # two\n    id: b # not this\n", "one", "two"},
		"behind a block":      {"responses:\n  utter_a:\n  - text: |- # one\n      a\n      # not this\n", "", "one"},
		"behind a flow map":   {"responses:\n  utter_a:\n  - {text: a, id: '#b'} # one\n", "", "one"},
		"behind a key":        {"responses:\n  utter_a:\n  - buttons: # one\n    - {title: a, payload: /a}\n    text: b\n", "", "one"},
		"no comment":          {"responses:\n  utter_a:\n  - text: a#b\n", "", ""},
		"in quotes":           {"responses:\n  utter_a:\n  - text: \"a # b\"\n", "", ""},
		"text before":         {"responses:\n  utter_0:\n  - text: |\n      x\n      # text\n  utter_a:\n  - text: a\n", "", ""},
		"text before it":      {"responses:\n  utter_a:\n  - text: |\n      x\n      # text\n  - text: a\n", "", ""},
		"for validate":        {"responses:\n  # nlg:ignore NLG070\n  # one\n  utter_a: # two # nlg:ignore NLG001\n  - text: a # nlg:ignore-file NLG001\n", "one\ntwo", ""},
		"carriage returns":    {"responses:\r\n  # one\r\n  utter_a:\r\n  # two\r\n  - text: a # three\r\n", "one", "two\nthree"},
		"signs":               {"responses:\n  ### one ###\n  #\n  #two\n  utter_a:\n  - text: a\n", "one ###\n\ntwo", ""},
		"of a plain string":   {"responses:\n  utter_a:\n  # one\n  - Hello # two\n", "", "one\ntwo"},
		"at the file's start": {"# one\nresponses: {utter_a: [{text: a}]}\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := content(t, tt.text).Response("utter_a")
			if r.Comment != tt.response {
				t.Errorf("response: got %q, want %q", r.Comment, tt.response)
			}
			for _, v := range r.Variations {
				if v.Number == 1 && v.Comment != tt.variation {
					t.Errorf("variation: got %q, want %q", v.Comment, tt.variation)
				}
			}
		})
	}
}
