package yamlsrc

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestLocate locates an X in texts of every style.
func TestLocate(t *testing.T) {
	tests := []struct{ name, data string }{
		{"plain", "- abc X"},
		{"plain at once", "- X"},
		{"plain, wide characters", "- żółć 😀 X"},
		{"plain with properties", "- &anchor !!str   a X"},
		{"plain with properties on other lines", "- !!str # why\n\n  &anchor\n  a X"},
		{"plain over lines", "- a   b  \n    c\n\n\n   d X e"},
		{"plain key", "abcX: 1"},
		{"plain with a comment", "- a X # X"},
		{"plain with quotes", "- a'b\"c\\d X"},
		{"plain, CR LF", "- a\r\n  b\r\n\r\n  c X\r\n"},
		{"plain, CR", "- a\r  b X\r"},
		{"after a byte order mark", "\ufeff- a X"},
		{"single quotes", "- 'it''s X'"},
		{"single quotes over lines", "- 'it''s \n\n   a \"X\"\n '"},
		{"double quotes", `- "a X"`},
		{"double quotes with escapes", `- "\ta\"\\\x41\u00e9\U0001F600\N\_\L\0 X"`},
		{"double quotes over lines", "- \"a  \n   b\n\n\n c X\""},
		{"double quotes, escaped line break", "- \"a  \\\n   b\\\n\n\n \\  X\""},
		{"double quotes in a flow", `[a, {b: "\u00e9X"}]`},
		{"double quotes with a tag", `- !!str "X"`},
		{"literal", "- |\n  a\n\n    b X\n"},
		{"literal, deeper first line", "- |2\n     a\n   b X\n"},
		{"literal, strip", "a:\n  b: |- # why\n     a\n\n     b X"},
		{"literal, leading empty lines", "- |\n\n  \n   a X\n"},
		{"literal, tabs", "- |\n  a\n  \tb\tX\n"},
		{"literal, CR LF", "- |\r\n  a\r\n  b X\r\n"},
		{"folded", "- >\n  a\n  b\n\n  c X\n"},
		{"folded, deeper lines", "- >\n  a\n\n    b\n    c\n\n\n  d\n  e X\n"},
		{"folded, keep", "- >+\n  a\n\n   \n  b X\n\n\n- c"},
		{"folded with an anchor", "- &a\n  >\n  a\n  b X\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, problems := Parse("f.yml", []byte(tt.data), Options{})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			n, offset := findX(doc.Root)
			if n == nil {
				t.Fatal("no X")
			}
			before, _, _ := strings.Cut(strings.TrimPrefix(tt.data, "\ufeff"), "X")
			before = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(before)
			want := fmt.Sprintf("%d:%d", strings.Count(before, "\n")+1,
				utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:])+1)
			line, column := doc.Locate(n, offset)
			if got := fmt.Sprintf("%d:%d", line, column); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func findX(n *Node) (*Node, int) {
	if text, ok := n.Value.Text(); ok && strings.Contains(text, "X") {
		return n, strings.Index(text, "X")
	}
	for _, p := range n.Pairs {
		if m, offset := findX(p.Key); m != nil {
			return m, offset
		}
		if m, offset := findX(p.Value); m != nil {
			return m, offset
		}
	}
	for _, item := range n.Items {
		if m, offset := findX(item); m != nil {
			return m, offset
		}
	}
	return nil, 0
}

// TestLocateEnds checks offsets at and around the ends of a text, and texts that the
// file does not contain.
func TestLocateEnds(t *testing.T) {
	tests := []struct {
		data   string
		offset int
		want   string
	}{
		{"- abc", 0, "1:3"},
		{"- abc", 3, "1:6"},
		{"- abc", 4, "1:3"},
		{"- abc", -1, "1:3"},
		{"- 'abc'", 3, "1:7"},
		{"- ''", 0, "1:3"},
		{"- 5", 1, "1:3"},
		{"- [a]", 1, "1:3"},
		{"- |\n  a\n", 1, "2:4"},
		{"- |\n  a\n", 2, "2:4"},
		{"- |2\n   \n", 0, "1:3"},
		{"- x${FOO}", 0, "1:3"},
		{"- x${FOO}", 4, "1:3"},
		{`- "\té"`, 1, "1:6"},
		{`- "\té"`, 3, "1:7"},
	}
	for _, tt := range tests {
		doc, problems := Parse("f.yml", []byte(tt.data), Options{Env: testEnv})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		line, column := doc.Locate(doc.Root.Items[0], tt.offset)
		if got := fmt.Sprintf("%d:%d", line, column); got != tt.want {
			t.Errorf("%q, %d: got %s, want %s", tt.data, tt.offset, got, tt.want)
		}
	}
}

// TestPositions checks the positions of nodes.
func TestPositions(t *testing.T) {
	const data = `# é
é: &a !!str   text
  # comment
list:
- - x
  -   y: &m
        k: v
- *a
-
- |
  block
- {ż: "q", e: , f}
`
	doc, problems := Parse("f.yml", []byte(data), Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	list := doc.Root.Get("list")
	tests := []struct {
		name string
		n    *Node
		want string
	}{
		{"root", doc.Root, "2:1"},
		{"text after its properties", doc.Root.Get("é"), "2:15"},
		{"list", list, "5:1"},
		{"list in a list", list.Items[0], "5:3"},
		{"item", list.Items[0].Items[0], "5:5"},
		{"map", list.Items[0].Items[1], "6:7"},
		{"map with an anchor", list.Items[0].Items[1].Get("y"), "6:10"},
		{"value", list.Items[0].Items[1].Get("y").Get("k"), "7:12"},
		{"alias, at its anchor", list.Items[1], "2:15"},
		{"nothing, after its dash", list.Items[2], "9:2"},
		{"block", list.Items[3], "10:3"},
		{"flow", list.Items[4], "12:3"},
		{"quoted", list.Items[4].Get("ż"), "12:7"},
		{"nothing, before the comma", list.Items[4].Get("e"), "12:15"},
	}
	for _, tt := range tests {
		if got := fmt.Sprintf("%d:%d", tt.n.Line, tt.n.Column); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestPositionsAfterOddBreaks checks that lines are counted as in an editor, even if
// YAML 1.1 counts more.
func TestPositionsAfterOddBreaks(t *testing.T) {
	doc, problems := Parse("f.yml", []byte("a: \"x\u2028y\u0085z\u2029\"\nb: 1\rc: 2\r\nd: 3\n"), Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for i, key := range []string{"a", "b", "c", "d"} {
		if n := doc.Root.Get(key); n.Line != i+1 || n.Column != 4 {
			t.Errorf("%s: got %d:%d", key, n.Line, n.Column)
		}
	}
	if got := doc.Diagnose(3, 1, 0, "", "", "").Source; got != "c: 2" {
		t.Errorf("got %q", got)
	}
}
