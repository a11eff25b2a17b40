package predicate_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

func normalOf(source string) string {
	p, _ := predicate.Compile(source, nil)
	return p.Normal()
}

func TestNormal(t *testing.T) {
	for source, want := range map[string]string{
		"slots.a  is 'x  y'":          "(slots.a is 'x  y')",
		"slots.a IS NOT Null":         "(slots.a is not null)",
		"(a > 1 )and b":               "((a > 1) and b)",
		"((a)) # why\n and b":         "(a and b)",
		"a>=1":                        "(a >= 1)",
		"a == 1":                      "(a is 1)",
		"a != 1":                      "(a is not 1)",
		"a matches /x y/i":            "(a matches /x y/i)",
		"a and b or not not c":        "(a and (b or (not (not c))))",
		"{1  -1 \"x\"} contains a":    "({1 -1 'x'} contains a)",
		"a is {{ slots.b }} and  c":   "a is {{ slots.b }} and  c",
		"a is 'open":                  "a is ' open",
		"Slots.A":                     "Slots.A",
		"slots.a + 1 > 2 AND  x # no": "slots.a + 1 > 2 and x",
		"größe is \"Ä 'b'\"and\tx":    "((größe is \"Ä 'b'\") and x)",
		"a & b":                       "a & b",
		"a is '# no comment' # but x": "(a is '# no comment')",
	} {
		if got := normalOf(source); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

// TestNormalMeansTheSame: a predicate and its normal form are both valid or
// both not, and hold for the same slots.
func TestNormalMeansTheSame(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"slots.a", "slots.b", "is", "IS", "not", "and", "or", "==", "!=", "<", "=", "1", "-1", "2.5", "'x'", `"X y"`, "/x/", "i",
		"matches", "contains", "(", ")", "{", "}", "null", "True", "empty", "# no\n", "&", "é",
	})
	gap := rapid.SampledFrom([]string{"", " ", "  ", "\t", "\n", " # aside\n"})
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 9).Draw(t, "pieces") {
			b.WriteString(piece.Draw(t, "piece") + gap.Draw(t, "gap"))
		}
		source := b.String()
		p, problems := predicate.Compile(source, nil)
		normal := p.Normal()
		if again := normalOf(normal); again != normal {
			t.Fatalf("%q: %q, then %q", source, normal, again)
		}
		q, problems2 := predicate.Compile(normal, nil)
		if isValid(problems) != isValid(problems2) {
			t.Fatalf("%q: %v, %q: %v", source, problems, normal, problems2)
		}
		for _, v := range []python.Value{python.None(), python.Int(1), python.Str("x"), python.Str("X y"), python.List(python.Int(1))} {
			slots := python.DictOf("a", v, "b", python.Int(1))
			if p.Eval(slots, nil) != q.Eval(slots, nil) {
				t.Fatalf("%q and %q differ for %s", source, normal, v.Repr())
			}
		}
	})
}

// isValid reports whether there are only warnings.
func isValid(problems []predicate.Problem) bool { return len(problems) == 0 || problems[0].Warning }

// FuzzNormal: any text has a normal form, which is its own.
func FuzzNormal(f *testing.F) {
	for _, source := range []string{"slots.a is 'x' # y", "a > = /b/ i", "{{ x }}", "a matches /x", "'", "\xff \xfe", "# only\r\n a", "not not (a or b and c)"} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		const deep = 50 // parentheses of its own may bring a predicate to the limit
		if strings.Count(source, "not")+strings.Count(source, "and")+strings.Count(source, "or")+strings.Count(source, "(") > deep {
			t.Skip("too deep")
		}
		normal := normalOf(source)
		if again := normalOf(normal); again != normal {
			t.Errorf("%q: %q, then %q", source, normal, again)
		}
	})
}
