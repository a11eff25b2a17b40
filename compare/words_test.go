package compare

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"Hello {name}, hi":      "Hello| |{name}|,| |hi",
		"it's  5 o’clock_x":     "it's|  |5| |o’clock_x",
		"{a b} {{x}} {}":        "{a b}| |{|{x}|}| |{|}",
		"{un\nclosed":           "{|un|\n|closed",
		"你好 wereld":             "你|好| |wereld",
		"e\u0301té":             "e\u0301té",
		"a\xffb":                "a|\xff|b",
		"{name":                 "{|name",
		"\u00a0\t x":            "\u00a0\t |x",
		"https://a.example/x-y": "https|:|/|/|a|.|example|/|x|-|y",
	} {
		if got := strings.Join(tokens(text), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestWordsSpellBoth: the common and the removed pieces make up the old text, the
// common and the added ones the new text, and equal texts have no changes.
func TestWordsSpellBoth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"a", "b", " ", "{x}", "{", "\n", "你", "word"})
		x := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "x"), "")
		y := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "y"), "")
		checkWords(t, Change{Before: x, After: y, Words: words(x, y)})
		for _, w := range words(x, x) {
			if w.Kind != "" {
				t.Fatalf("%q: %+v", x, w)
			}
		}
	})
}

// TestWordsBounded: comparing two long texts takes a bounded time.
func TestWordsBounded(t *testing.T) {
	x, y := strings.Repeat("a b ", 50_000), strings.Repeat("c d ", 50_000)
	w := words("same "+x+"end", "same "+y+"end")
	want := []Word{{"", "same "}, {Removed, x[:len(x)-1]}, {Added, y[:len(y)-1]}, {"", " end"}}
	if !slices.Equal(w, want) {
		t.Errorf("%d pieces", len(w))
	}
}
