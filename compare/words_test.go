package compare

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
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

// TestWordsSpellBoth: the pieces that stayed and were removed make the old
// text, those that stayed and were added the new one; and equal texts have
// nothing to tell.
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

// TestWordsBounded: two long texts take no more than a bounded time.
func TestWordsBounded(t *testing.T) {
	x, y := strings.Repeat("a b ", 50_000), strings.Repeat("c d ", 50_000)
	w := words("same "+x+"end", "same "+y+"end")
	want := []Word{{"", "same "}, {Removed, x[:len(x)-1]}, {Added, y[:len(y)-1]}, {"", " end"}}
	if !slices.Equal(w, want) {
		t.Errorf("%d pieces", len(w))
	}
}

func TestNormalPredicate(t *testing.T) {
	for source, want := range map[string]string{
		"slots.a  is 'x  y'":          "slots.a is'x  y'",
		"slots.a IS NOT Null":         "slots.a is not null",
		"( a > 1 )and b":              "(a>1)and b",
		"a # why\n and b":             "a and b",
		"a > = 1":                     "a> =1",
		"a >= 1":                      "a>=1",
		"a matches /x y/ i":           "a matches/x y/ i",
		"a matches /x y/i":            "a matches/x y/i",
		"a in {1 -1}":                 "a in{1 -1}",
		"a is {{ slots.b }} and  c":   "a is {{ slots.b }} and  c",
		"a is 'open":                  "a is'open",
		"Slots.A":                     "Slots.A",
		"größe is \"Ä b\"and\tx":      "größe is\"Ä b\"and x",
		"a & b":                       "a&b",
		"  a\n":                       "a",
		"a is '# no comment' # but x": "a is'# no comment'",
	} {
		if got := normalPredicate(source); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

// TestNormalPredicateMeansTheSame: a predicate and its normal form are both
// valid or both not, and hold for the same slots.
func TestNormalPredicateMeansTheSame(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"slots.a", "slots.b", "is", "IS", "not", "and", "or", "==", "!=", "<", "=", "1", "-1", "2.5", "'x'", `"X y"`, "/x/", "i",
		"matches", "contains", "(", ")", "{", "}", "null", "True", "empty", "# no\n", "&", "é",
	})
	gap := rapid.SampledFrom([]string{"", " ", "  ", "\t", "\n", " # aside\n"})
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 8).Draw(t, "pieces") {
			b.WriteString(piece.Draw(t, "piece") + gap.Draw(t, "gap"))
		}
		source := b.String()
		normal := normalPredicate(source)
		if again := normalPredicate(normal); again != normal {
			t.Fatalf("%q: %q, then %q", source, normal, again)
		}
		p, problems := predicate.Compile(source, nil)
		q, problems2 := predicate.Compile(normal, nil)
		if (len(problems) == 0) != (len(problems2) == 0) {
			t.Fatalf("%q: %v, %q: %v", source, problems, normal, problems2)
		}
		for _, v := range []python.Value{python.None(), python.Int(1), python.Str("x"), python.Str("X y")} {
			slots := python.DictOf("a", v, "b", python.Int(1))
			if p.Eval(slots) != q.Eval(slots) {
				t.Fatalf("%q and %q differ for %s", source, normal, v.Repr())
			}
		}
	})
}

// FuzzNormalPredicate: the normal form of any text is found, and is its own.
func FuzzNormalPredicate(f *testing.F) {
	for _, source := range []string{"slots.a is 'x' # y", "a > = /b/ i", "{{ x }}", "a matches /x", "'", "\xff \xfe", "# only\r\n a"} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		normal := normalPredicate(source)
		if again := normalPredicate(normal); again != normal {
			t.Errorf("%q: %q, then %q", source, normal, again)
		}
		if len(normal) > len(source) {
			t.Errorf("%q became longer: %q", source, normal)
		}
	})
}
