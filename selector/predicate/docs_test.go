package predicate_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

// TestPage runs the examples of docs/predicates.md: every row of a table that
// begins with a predicate, with the slots of the page's JSON block.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/predicates.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```json\n")
	json, rest, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("no slots on the page")
	}
	given := slots(t, json)
	// A pipe inside a cell is written \|.
	cells := regexp.MustCompile(`(?m)^\| ` + "`(.+?)`" + ` \| ((?:[^|\\]|\\.)*?) ?\| ((?:[^|\\]|\\.)*?) ?\|$`)
	examples := 0
	for _, row := range cells.FindAllStringSubmatch(rest, -1) {
		source, second, third := unescape(row[1]), unescape(row[2]), row[3]
		rendered, want := "", second
		if strings.Contains(source, "{{") || strings.Contains(source, "{%") {
			rendered, want = strings.Trim(second, "`"), third
		}
		examples++
		if got := outcome(source, rendered, given); got != want {
			t.Errorf("%s: %s, but the page says %s", source, got, want)
		}
	}
	if examples < 60 {
		t.Errorf("only %d examples found", examples)
	}
}

func unescape(cell string) string { return strings.ReplaceAll(cell, `\|`, "|") }

// outcome evaluates a predicate and returns the page's word for the result.
func outcome(source, rendered string, given *python.Dict) string {
	p, _ := predicate.Compile(source, always(rendered, nil))
	switch trace := p.Explain(given, nil); {
	case strings.HasPrefix(trace.Error, "invalid"):
		return "invalid"
	case trace.Error != "":
		return "error"
	case p.Eval(given, nil):
		return "true"
	default:
		return "false"
	}
}
