package jinja

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/python"
)

// TestDocumentation runs every example of docs/jinja.md: the rows of its tables
// whose first cell is code with a tag in it.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "jinja.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, vars, _ := strings.Cut(string(text), "```json\n")
	vars, _, _ = strings.Cut(vars, "```")
	v, err := python.ParseJSON(vars)
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for number, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(strings.ReplaceAll(line, `\|`, "\x00"), " | ")
		if len(cells) < 2 || !strings.HasPrefix(cells[0], "| `") || !strings.Contains(cells[0], "{") {
			continue
		}
		code := func(cell string) (string, bool) {
			cell = strings.TrimSuffix(strings.TrimPrefix(cell, "| "), " |")
			cell = strings.ReplaceAll(cell, "\x00", "|")
			text := strings.TrimSuffix(strings.TrimPrefix(cell, "`"), "`")
			return text, text != cell
		}
		template, _ := code(cells[0])
		want, isText := code(cells[1])
		wantKind := ""
		if !isText {
			want, wantKind = "", want
		}
		got, kind, message := outcome(template, v.Dict())
		if got != want || kind != wantKind {
			t.Errorf("line %d: %s\n got %q %s %s\nwant %q %s", number+1, template, got, kind, message, want, wantKind)
		}
		examples++
	}
	if examples < 60 {
		t.Errorf("only %d examples were found", examples)
	}
}
