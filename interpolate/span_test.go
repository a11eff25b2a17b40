package interpolate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/interpolate"
)

// TestSpans marks the variables of texts with « ».
func TestSpans(t *testing.T) {
	for _, marked := range []string{
		"", "no variable", "«{name}»", "Hi «{name}», «{greeting}»!", "größe «{größe}»", "«{a}»«{b}»«{a}»",
		"«{a}» {{b}}", "{{name}}", "{1}", "«{a}» } never", "} «»", "a { b",
		"«{a]b}» «{c}»", "{{}} «{c}»", "«{a b}»", "line\n«{a}»\n{b\nc}",
	} {
		text := strings.NewReplacer("«", "", "»", "").Replace(marked)
		want := strings.ReplaceAll(marked, "«»", "")
		var b strings.Builder
		at := 0
		for s := range interpolate.Compile(text).Spans() {
			if text[s.Start:s.End] != "{"+s.Name+"}" {
				t.Errorf("%q: span %+v", text, s)
			}
			fmt.Fprintf(&b, "%s«%s»", text[at:s.Start], text[s.Start:s.End])
			at = s.End
		}
		if got := b.String() + text[at:]; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestSpansLaw checks that spans are in order, and have the names that the text asks for.
func TestSpansLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{
			"{", "}", "{a}", "{b c}", "{0}", "{{", "}}", "x", "ö", "\n", "]", "{a]b}", "{a:{b}}", "{a!r}", "0[", "{}",
		})).Draw(t, "pieces"), "")
		c := interpolate.Compile(text)
		names, at := c.Variables(), 0
		for s := range c.Spans() {
			if s.Start < at || text[s.Start:s.End] != "{"+s.Name+"}" || !slices.Contains(names, s.Name) {
				t.Fatalf("%q: span %+v, variables %q", text, s, names)
			}
			at = s.End
		}
	})
}
