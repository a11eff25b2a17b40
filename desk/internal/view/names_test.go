package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nlgserver/lint"
	"nlgserver/nlg"
)

// TestManyLanguages checks that content with a language for each response does not
// make each of them as long as all: those that are required are shown, and of the
// others those with the most texts.
func TestManyLanguages(t *testing.T) {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range 3 * maxLanguages {
		fmt.Fprintf(&b, "  utter_%d:\n  - {text: a, translation: {l%03d: x, de: y}}\n", i, i)
	}
	c, found := Open(t.Context(), Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(b.String())}}}, Options{Lint: lint.Options{Languages: []string{"l299", "sw"}}})
	if c == nil {
		t.Fatal(found)
	}
	if len(c.languages) != maxLanguages || !slices.IsSorted(c.languages) {
		t.Error(len(c.languages), c.languages)
	}
	for code, want := range map[string]bool{"de": true, "l299": true, "sw": true, "l000": true, "l298": false} {
		if got := slices.Contains(c.languages, code); got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
	if got := c.Summary().Languages; len(got) != maxLanguages || got[0].Code != "de" || got[0].Have != 3*maxLanguages {
		t.Errorf("%+v", got[0])
	}
	for _, row := range c.List(Query{}).Rows {
		if len(row.Languages) != maxLanguages || row.Languages[0] != (LanguageState{"de", "full"}) {
			t.Fatalf("%+v", row.Languages)
		}
	}
}
