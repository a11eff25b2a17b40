package yamlsrc

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestWriteLaw: what is written reads back as the same string, in every style and
// place.
func TestWriteLaw(t *testing.T) {
	check := func(t *rapid.T, source, want string, at func(*Node) *Node) {
		t.Helper()
		doc, found := Parse("f.yml", []byte(source), Options{Env: func(string) (string, bool) { return "value", true }})
		if len(found) > 0 {
			t.Fatalf("%q: %v", source, found)
		}
		if got, ok := at(doc.Root).Value.Text(); !ok || got != want {
			t.Fatalf("%q: read %q, want %q", source, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune(" ab\n\r\t:#-'\"\\{}[],&*!|>%@`~?=<$0123456789.eé😀\u00a0\u0085\u200b\u2028\ufeff\x01\x7f"))).Draw(t, "text")
		text = rapid.SampledFrom([]string{text, "${" + text + "}", strings.TrimSpace(text), "1:30", "yes", "2001-01-01", "<<"}).Draw(t, "as")
		style := rapid.SampledFrom([]Style{Plain, SingleQuoted, DoubleQuoted}).Draw(t, "style")
		check(t, "a: "+WriteText(text, style, false)+" # c\n", text, func(n *Node) *Node { return n.Get("a") })
		check(t, "- "+WriteText(text, style, false)+"\n", text, func(n *Node) *Node { return n.Items[0] })
		check(t, "a: [x, {b: "+WriteText(text, style, true)+"}]\n", text, func(n *Node) *Node { return n.Get("a").Items[1].Get("b") })
		folded := rapid.Bool().Draw(t, "folded")
		newline := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "newline")
		if lines, end, ok := WriteBlock(text, folded, 4, rapid.IntRange(0, 20).Draw(t, "width"), newline); ok {
			bar := map[bool]string{false: "|", true: ">"}[folded]
			check(t, "a:"+newline+"  b: "+bar+end+newline+lines+newline+"c: d"+newline, text, func(n *Node) *Node { return n.Get("a").Get("b") })
		}
	})
}

// TestWriteText: what stays as it is, and what is quoted.
func TestWriteText(t *testing.T) {
	for text, want := range map[string]string{
		"Hello {name}, you": "Hello {name}, you", "a: b": `"a: b"`, `a: "b"`: `'a: "b"'`, "it's": "it's", "yes": `"yes"`, "0o7": `"0o7"`, "12 apples": "12 apples",
		"": `""`, "a\nb": `"a\nb"`, "a\tb": `"a\tb"`, "\ufeff": `"\ufeff"`, "a \"\n": `"a \"\n"`,
	} {
		if got := WriteText(text, Plain, false); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if got := WriteText("a, b", Plain, true); got != `"a, b"` {
		t.Error(got)
	}
}
