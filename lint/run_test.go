package lint_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"nlgserver/domain"
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

// TestRunContext checks that checking ends with its context, wherever it is.
func TestRunContext(t *testing.T) {
	files := split("responses:\n  utter_a: [{text: a}]\n  utter_b: [{text: b}]\n")
	whole := &doneAfter{Context: t.Context(), left: 1 << 20}
	r, err := lint.RunContext(whole, files, nil, nlg.Options{}, lint.Options{})
	if err != nil || r.Catalog.Len() != 2 || r.Domain == nil {
		t.Fatalf("%v, %v", r, err)
	}
	for left := range 1<<20 - whole.left - 1 {
		if _, err := lint.RunContext(&doneAfter{Context: t.Context(), left: left}, files, nil, nlg.Options{}, lint.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("done after %d: %v", left, err)
		}
	}
}

// TestUnused tells what is unused from what is unknown.
func TestUnused(t *testing.T) {
	const content = "responses: {utter_a: [{text: a}], utter_b: [{text: b}], utter_ask_x: [{text: x}], utter_faq/y: [{text: y}]}\n"
	for text, want := range map[string][]string{
		content: nil,
		content + "stories: [{story: s, steps: [{action: utter_a}]}]\n":                                            {"utter_ask_x", "utter_b", "utter_faq/y"},
		content + "rules: []\nforms: {f: {required_slots: [x]}}\nactions: [utter_faq]\n":                           {"utter_a", "utter_b"},
		content + "flows: {f: {steps: [{collect: x}, {action: utter_b}, {action: utter_a}, {action: utter_faq}]}}": {},
	} {
		files := split(text)
		c, found := nlg.Compile(files, nlg.Options{KeepWritten: true})
		if c == nil {
			t.Fatal(found)
		}
		d, _ := domain.Read(files)
		unused, known := lint.Unused(c, d)
		var names []string
		for _, w := range unused {
			names = append(names, w.Name)
		}
		if known != (want != nil) || !slices.Equal(names, want) && len(names)+len(want) > 0 {
			t.Errorf("%s: got %q, known %v; want %q", text, names, known, want)
		}
	}
	c, _ := nlg.Compile(nil, nlg.Options{KeepWritten: true})
	if _, known := lint.Unused(c, nil); known {
		t.Error("without a domain, it is known what is used")
	}
}
