package yamlsrc

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestMarks checks which marks count: only those outside of quotes, if it is certain
// which these are.
func TestMarks(t *testing.T) {
	for line, want := range map[string]int{
		`- text: "a, b: {c}"`:    2,
		`- text: 'it''s, b'`:     2,
		`- "a, \", b"`:           1,
		`- - "a, b"`:             2,
		`a: ["b, c", 'd, e', f]`: 6,
		`a: {b: "c, d"}`:         3,
		`a: b # "c`:              1,
		`a: don't, do`:           3,
		`? a`:                    2,
		`a: "b" "c, d"`:          -1,
		`a: say "b, c"`:          -1,
		`a: &x "b, c"`:           -1,
		`"a, b": c`:              -1,
		`  'a, b'`:               -1,
		`{"a":"b, c"}`:           -1,
		`[a - "b, 1, 1"]`:        -1,
		`a: "b`:                  -1,
		`a: 'b''`:                -1,
		`a: "b\"`:                -1,
		`a: "`:                   -1,
	} {
		n, ok := marksInLine(line)
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%s: %d, want %d", line, n, want)
		}
	}
}

// TestMarksBoundValues is the law of the marks: whatever is certain, there are no
// more values than marks, and a few at the start.
func TestMarksBoundValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{
			`"`, `'`, `\`, "\n", "\n  ", " ", ", ", ",", ": ", ":", "- ", "? ", "[", "]", "{", "}", "a", "1", "#", " #", "&x ", "!t ", "|\n", `"a, b"`, `'a, b'`,
		}), 1, 40).Draw(t, "parts")
		text := strings.Join(parts, "")
		n, ok := marksOutsideQuotes(text, 1<<30)
		if !ok {
			return
		}
		if doc, _ := Parse("x", []byte(text), Options{Lenient: true}); doc != nil && doc.Root != nil && doc.Root.size > n+3 {
			t.Fatalf("%q: %d values, %d marks", text, doc.Root.size, n)
		}
	})
}
