package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"nlgserver/internal/diag"
)

// TestExplain checks that every code is explained by its section of the page, in
// Markdown word for word, and in plain text without marks.
func TestExplain(t *testing.T) {
	data, err := os.ReadFile("../../docs/diagnostics.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, d := range diag.Descriptions() {
		section := output(t, "explain", string(d.Code), "--format", "markdown")
		if !strings.Contains(page, strings.TrimSpace(section)) || strings.Count(section, "\n## NLG") > 0 || len(section) < 50 {
			t.Errorf("%s: the page does not have\n%s", d.Code, section)
		}
		plain := output(t, "explain", string(d.Code))
		link := regexp.MustCompile(`(?m)^\S.*\]\(`) // not in an example
		if strings.Contains(plain, "```") || link.MatchString(plain) || strings.HasPrefix(strings.SplitN(plain, "\n", 3)[2], "*") {
			t.Errorf("%s has marks:\n%s", d.Code, plain)
		}
		if !strings.HasPrefix(plain, string(d.Code)+": "+d.Summary+"\n\n") {
			t.Errorf("%s: %s", d.Code, plain)
		}
	}
}
