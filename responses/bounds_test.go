package responses

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
)

// TestWithoutPieces compares with the regular expression that says what a piece is.
func TestWithoutPieces(t *testing.T) {
	piece := regexp.MustCompile(`(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"{", "}", "%", "#", "a", "\n", "{{", "}}", "{%", "%}", "{#", "#}"}), 0, 20).Draw(t, "parts"), "")
		if got, want := withoutPieces(text), piece.ReplaceAllString(text, " "); got != want {
			t.Fatalf("%q: %q, want %q", text, got, want)
		}
	})
}

// read reads a file to its end.
func read(text string) *File {
	f := Open(content.File{Path: "a.yml", Data: []byte(text), Direct: true}, Options{})
	for r := range f.Responses() {
		for range r.Read(false) {
		}
	}
	return f
}

// TestTooLong checks the bounds of what one variation has.
func TestTooLong(t *testing.T) {
	var languages strings.Builder
	for i := range maxLanguages + 1 {
		fmt.Fprintf(&languages, "x-%d: b, ", i)
	}
	predicate := "slots.a == '" + strings.Repeat("b", maxPredicate) + "'"
	for name, tt := range map[string]struct {
		text string
		line int
	}{
		"a predicate":                {"responses:\n  u:\n  - text: a\n    condition: \"" + predicate + "\"\n", 4},
		"languages":                  {"responses:\n  u:\n  - text: a\n    translation: {" + languages.String() + "}\n", 4},
		"languages of buttons":       {"responses:\n  u:\n  - text: a\n    buttons:\n    - {title: a, translation: {" + strings.ReplaceAll(languages.String(), ": b", ": {title: b}") + "}}\n", 5},
		"a short predicate":          {"responses:\n  u:\n  - text: a\n    condition: \"" + predicate[:100] + "'\"\n", 0},
		"as many languages as allow": {"responses:\n  u:\n  - text: a\n    translation: {" + strings.Replace(languages.String(), "x-0: b, ", "", 1) + "}\n", 0},
	} {
		found := read(tt.text).Diagnostics()
		line := 0
		for _, d := range found {
			if d.Code == diag.TooLong && d.Severity == diag.Error && d.Hint != "" {
				line = d.Line
			}
		}
		if line != tt.line {
			t.Errorf("%s: %.200v", name, found)
		}
	}
}

// TestFindings checks that the first findings are told, an error is always among
// them, and the last one says how many are left out.
func TestFindings(t *testing.T) {
	for name, tt := range map[string]struct {
		text   string
		found  int
		errors int
		last   string
	}{
		"few":                 {strings.Repeat("  - a\n", 1000), 1000, 0, "this variation is a plain string"},
		"many":                {strings.Repeat("  - a\n", 1500), 1001, 0, "this file has 500 more findings"},
		"an error at the end": {strings.Repeat("  - a\n", 1500) + "  - 1\n  - a\n", 1002, 1, "this file has more findings"},
		"errors":              {strings.Repeat("  - 1\n", 1500), 1001, 1000, "this file has more findings"},
	} {
		found := read("responses:\n  u:\n" + tt.text).Diagnostics()
		errors := 0
		for _, d := range found {
			if d.Severity == diag.Error {
				errors++
			}
		}
		last := found[len(found)-1]
		if len(found) != tt.found || errors != tt.errors || !strings.HasPrefix(last.Message, tt.last) || last.Hint == "" {
			t.Errorf("%s: %d, %d errors, the last is %v", name, len(found), errors, last)
		}
		if tt.found > maxFindings && (last.Code != diag.MoreFindings || last.Line == 0) {
			t.Errorf("%s: the last is %v", name, last)
		}
	}
}
