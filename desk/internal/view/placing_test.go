package view_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/internal/golden"
	"nlgserver/lint"
	"nlgserver/nlg"
)

const hintsDir = "../../../testdata/hints"

// TestPlaces places the findings of every example of testdata/hints that loads: a line
// for each, with the field that it is at.
func TestPlaces(t *testing.T) {
	dirs, err := os.ReadDir(hintsDir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, d := range dirs {
		dir := filepath.Join(hintsDir, d.Name())
		var s view.Sources
		if info, err := os.Stat(filepath.Join(dir, "bad")); err == nil && info.IsDir() {
			s = readTree(t, filepath.Join(dir, "bad"))
		} else {
			data, err := os.ReadFile(filepath.Join(dir, "bad.yml"))
			if err != nil {
				continue
			}
			s.Files = []nlg.File{{Path: "bad.yml", Data: data, Direct: true}}
		}
		c, _ := view.Open(t.Context(), s, view.Options{Lint: lint.Options{Enabled: lint.Optional()}})
		if c == nil {
			continue
		}
		code, _, _ := strings.Cut(d.Name(), "-")
		for _, f := range allFindings(c) {
			if f.Code == code {
				fmt.Fprintf(&b, "%s: %s\n", d.Name(), placeOf(f))
			}
		}
	}
	golden.File(t, filepath.Join("testdata", "placed.txt"), b.String())
}

// allFindings returns the findings of the content and of all its responses.
func allFindings(c *view.Content) []view.Finding {
	all := c.Summary().Findings
	for _, row := range c.List(view.Query{Limit: view.MaxLimit}).Rows {
		r, _ := c.Response(row.Name)
		all = append(all, r.Findings...)
		for _, v := range r.Variations {
			all = append(all, v.Findings...)
		}
	}
	return all
}

// placeOf writes where a finding is, and the text of the line from there.
func placeOf(f view.Finding) string {
	where := "the content"
	if f.Response != "" {
		where = f.Response
	}
	if f.Number > 0 {
		where += fmt.Sprintf(", variation %d", f.Number)
	}
	if f.Path != "" {
		where += ", " + f.Path
	}
	if f.Language != "" {
		where += " in " + f.Language
	}
	source := f.Source
	if runes := []rune(source); f.Position.Column > 0 && f.Position.Column <= len(runes) {
		source = string(runes[f.Position.Column-1:])
	}
	return fmt.Sprintf("%s   « %s", where, strings.TrimSpace(source))
}
