package document_test

import (
	"slices"
	"testing"

	"nlgserver/internal/document"
)

// TestComment reads the comments beside the value of the key x, and beside the key.
func TestComment(t *testing.T) {
	for name, tt := range map[string]struct {
		text              string
		above             []string
		behind, behindKey string
	}{
		"none":               {"x: 1\n", nil, "", ""},
		"above":              {"# one\n#two\nx: 1\n", []string{"# one", "#two"}, "", ""},
		"behind":             {"x: 1  # one\n", nil, "# one", ""},
		"behind the key":     {"x: # one\n  - 1\n", nil, "", "# one"},
		"an empty line":      {"# one\n\n# two\nx: 1\n", []string{"# two"}, "", ""},
		"indented further":   {"a:\n  b\n  # one\nx: 1\n", nil, "", ""},
		"a block":            {"x: >- # one\n  a # b\ny: 1\n", nil, "# one", ""},
		"in a flow map":      {"{a: 1, x: 2} # one\n", nil, "# one", ""},
		"not first":          {"# one\n{a: 1, x: 2}\n", nil, "", ""},
		"no space before it": {"x: 1#one\n", nil, "", ""},
		"carriage returns":   {"# one\r\nx: 1 # two\r\n", []string{"# one"}, "# two", ""},
		"old line ends":      {"# one\rx: 1 # two\r", []string{"# one"}, "# two", ""},
		"at the end":         {"x: 'a' # one", nil, "# one", ""},
	} {
		doc, found := document.Parse("x.yml", []byte(tt.text), document.Options{})
		if len(found) > 0 {
			t.Errorf("%s: %v", name, found)
			continue
		}
		e := doc.Root().Entry("x")
		if got := e.Key.CommentAbove(); !slices.Equal(got, tt.above) {
			t.Errorf("%s: above %q, want %q", name, got, tt.above)
		}
		if got := e.Value.CommentBehind(); got != tt.behind {
			t.Errorf("%s: behind %q, want %q", name, got, tt.behind)
		}
		if got := e.Key.CommentBehind(); got != tt.behindKey {
			t.Errorf("%s: behind the key %q, want %q", name, got, tt.behindKey)
		}
	}
}

// TestEndPosition checks positions after a value.
func TestEndPosition(t *testing.T) {
	doc, _ := document.Parse("x.yml", []byte("x: größe\ny: |\n  a\n  b\n"), document.Options{})
	if p := doc.Root().Get("x").EndPosition(); p.Line != 1 || p.Column != 9 {
		t.Errorf("x ends at %v", p)
	}
	if p := doc.Root().Get("y").EndPosition(); p.Line != 4 || p.Column != 4 {
		t.Errorf("y ends at %v", p)
	}
}
