package nlgserver_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// compiled returns what loading reports about a file.
func compiled(text string) diag.List {
	_, found := nlg.Compile([]nlg.File{{Path: "f.yml", Data: []byte(text), Direct: true}}, nlg.Options{})
	return found
}

// unlawful are the diagnostics whose hint cannot hold the law of TestHintsMend
// alone, by file, with the reason.
var unlawful = map[string]string{
	"condition-odd-key":              "nothing is left of the condition when the key is removed",
	"name-twice-as-number":           "a number quoted is a name that is there already",
	"text_block_indented_too_little": "only the author knows whether the line is a key or text",
	"unknown_alias":                  "the text in quotes still lacks its key",
	"unknown-key":                    "the example has a value that the key cannot have",
}

// inText are the codes whose hints replace a part of a template, which paste cannot
// find.
var inText = map[diag.Code]bool{diag.JinjaSyntax: true, diag.JinjaRefused: true, diag.UnmarkedJinja: true}

// TestHintsMend pastes the hint of every diagnostic of the examples that says what
// to write: the diagnostic is gone, and no other has come.
func TestHintsMend(t *testing.T) {
	pasted, not := map[diag.Code]int{}, map[diag.Code]int{}
	for name, text := range badFiles(t) {
		t.Run(name, func(t *testing.T) {
			before := compiled(text)
			for _, d := range before {
				if inText[d.Code] {
					continue
				}
				fixed, ok := paste(text, d)
				if !ok {
					not[d.Code]++
					continue
				}
				pasted[d.Code]++
				after := compiled(fixed)
				left := kinds(before)
				for _, kind := range kinds(after) {
					i := slices.Index(left, kind)
					if i < 0 {
						t.Errorf("%s\nhint: %s\nbrings: %s\n%s", d, d.Hint, kind, fixed)
						break
					}
					left = slices.Delete(left, i, i+1)
				}
				if !slices.Contains(left, kindOf(d)) {
					t.Errorf("%s\nhint: %s\nis still there in\n%s", d, d.Hint, fixed)
				}
			}
		})
	}
	for code, n := range not {
		if pasted[code] == 0 {
			t.Logf("%s: no hint of %d can be pasted", code, n)
		}
	}
}

// badFiles are the examples of faults that loading finds, by name.
func badFiles(t *testing.T) map[string]string {
	t.Helper()
	bad := map[string]string{}
	for _, pattern := range []string{"nlg/testdata/diagnostics/*.yml", "internal/yamlsrc/testdata/faults/*.yml", "testdata/hints/*/bad.yml"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			short := strings.TrimSuffix(filepath.Base(name), ".yml")
			if short == "bad" {
				short = filepath.Base(filepath.Dir(name))
			}
			if unlawful[short] == "" {
				bad[short] = string(data)
			}
		}
	}
	return bad
}

// kindOf is what stays the same of a diagnostic while lines move.
func kindOf(d diag.Diagnostic) string { return string(d.Code) + " " + d.Message }

func kinds(l diag.List) []string {
	out := make([]string, len(l))
	for i, d := range l {
		out[i] = kindOf(d)
	}
	return out
}
