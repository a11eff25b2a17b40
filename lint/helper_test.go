package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// split reads the files in a text: a line "# file: NAME" starts another file.
func split(text string) []nlg.File {
	var files []nlg.File
	name := "domain.yml"
	for line := range strings.Lines(text) {
		if next, ok := strings.CutPrefix(line, "# file: "); ok {
			name = strings.TrimSpace(next)
			continue
		}
		i := slices.IndexFunc(files, func(f nlg.File) bool { return f.Path == name })
		if i < 0 {
			files, i = append(files, nlg.File{Path: name, Direct: true}), len(files)
		}
		files[i].Data = append(files[i].Data, line...)
	}
	return files
}

// find checks content and returns the diagnostics, sorted by line.
func find(t testing.TB, text string, opts lint.Options) diag.List {
	t.Helper()
	return findWith(t, text, nlg.Options{}, opts)
}

// findIn checks content in an environment.
func findIn(t testing.TB, text string, env func(name string) (string, bool)) diag.List {
	t.Helper()
	return findWith(t, text, nlg.Options{Env: env}, lint.Options{})
}

func findWith(t testing.TB, text string, compile nlg.Options, opts lint.Options) diag.List {
	t.Helper()
	r := lint.Run(split(text), nil, compile, opts)
	if r.Catalog == nil {
		t.Fatalf("content rejected: %v", r.Found)
	}
	return r.Found
}

// brief formats diagnostics as "LINE:COLUMN CODE".
func brief(found diag.List) string {
	var out []string
	for _, d := range found {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Code[3:]))
	}
	return strings.Join(out, ", ")
}

// findCase is content and the diagnostics to find in it.
type findCase struct {
	name, text string
	opts       lint.Options
	// want is the output of brief; says is part of the first message or hint.
	want, says string
}

func runCases(t *testing.T, cases []findCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			found := find(t, tt.text, tt.opts)
			if got := brief(found); got != tt.want {
				t.Errorf("found %q, want %q: %v", got, tt.want, found)
			}
			if tt.says != "" && !says(found, tt.says) {
				t.Errorf("%q is missing: %v", tt.says, found)
			}
		})
	}
}

// says reports whether the first message or its hint has a text.
func says(found diag.List, text string) bool {
	return len(found) > 0 && strings.Contains(found[0].Message+"\n"+found[0].Hint, text)
}

// response writes a response with the given variations, one per line, starting
// at line 3.
func response(variations ...string) string {
	text := "responses:\n  utter_x:\n"
	for _, v := range variations {
		text += "  - {" + v + "}\n"
	}
	return text
}
