package diag_test

import (
	"strings"
	"testing"

	"nlgserver/internal/diag"
)

// TestCaret checks that the caret is below the column, whatever the characters
// before it.
func TestCaret(t *testing.T) {
	long := strings.Repeat("a", 200)
	tests := []struct {
		name, source string
		column       int
		want         string
	}{
		{"at the start", "text", 1, "    7 | text\n      | ^\n"},
		{"after ASCII", "  text", 3, "    7 |   text\n      |   ^\n"},
		{"at the end", "text", 5, "    7 | text\n      |     ^\n"},
		{"after wide characters", "你好 x", 4, "    7 | 你好 x\n      |      ^\n"},
		{"after an accent of its own", "e\u0301x", 3, "    7 | e\u0301x\n      |  ^\n"},
		{"after an emoji of several characters", "👩‍👩‍👧x", 6, "    7 | 👩‍👩‍👧x\n      |   ^\n"},
		{"after a tab", "a\tx", 3, "    7 | a\tx\n      |  \t^\n"},
		{"no column", "text", 0, "    7 | text\n"},
		{"the start of a long line", long, 1, "    7 | " + long[:100] + "…\n      | ^\n"},
		{"the end of a long line", long, 200, "    7 | …" + long[:100] + "\n      | " + strings.Repeat(" ", 100) + "^\n"},
		{"the middle of a long line", long, 101, "    7 | …" + long[:100] + "…\n      | " + strings.Repeat(" ", 51) + "^\n"},
		{"a long line of wide characters", strings.Repeat("你", 99), 50, "    7 | …" + strings.Repeat("你", 50) + "…\n      | " + strings.Repeat(" ", 51) + "^\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := diag.Diagnostic{Position: diag.Position{File: "a.yml", Line: 7, Column: tt.column}, Source: tt.source}
			_, got, _ := strings.Cut(d.Text(), "\n")
			if got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}
