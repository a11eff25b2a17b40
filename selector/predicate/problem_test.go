package predicate_test

import (
	"strings"
	"testing"

	"nlgserver/selector/predicate"
)

// TestProblems: in each predicate ‸ marks the place that the problem names.
func TestProblems(t *testing.T) {
	for _, c := range []struct {
		source        string
		kind          predicate.Kind
		warning       bool
		message, hint string
	}{
		{`slots.a is 1 ‸&& slots.b`, predicate.Syntax, false, "unexpected &", "write `and`"},
		{`slots.a ‸|| slots.b`, predicate.Syntax, false, "unexpected |", "write `or`"},
		{`‸!slots.a`, predicate.Syntax, false, "unexpected !", "write `not`"},
		{`slots.a =‸> 1`, predicate.Syntax, false, "unexpected >", "write `>=`"},
		{`slots.a =‸< 1`, predicate.Syntax, false, "unexpected <", "write `<=`"},
		{`slots.a <‸> 1`, predicate.Syntax, false, "unexpected >", "write `!=`"},
		{`slots.a ==‸= 1`, predicate.Syntax, false, "unexpected =", "write `==`"},
		{`slots.a ‸≥ 1`, predicate.Syntax, false, "unexpected ≥", "write `>=`"},
		{`slots.s ‸in {'a' 'b'}`, predicate.Syntax, false, "unexpected in", "{'a' 'b'} contains slots.x"},
		{`slots.s ‸equals 'a'`, predicate.Syntax, false, "unexpected equals", "write `is`"},
		{`slots.s ‸not contains 'x'`, predicate.Syntax, false, "unexpected not", "put not first"},
		{`1 < slots.a ‸< 3`, predicate.Syntax, false, "unexpected <", "chained"},
		{`slots.s is hello ‸world`, predicate.Syntax, false, "unexpected world", "'hello world'"},
		{`slots.s is 'it\'‸s'`, predicate.Syntax, false, "unexpected s", "does not escape"},
		{`slots.a ‸+ 1 = 2`, predicate.Syntax, false, "unexpected +", "arithmetic is not"},
		{`slots.a ‸- 1 = 2`, predicate.Syntax, false, "unexpected -", "arithmetic is not"},
		{`slots.a ‸-1 = 2`, predicate.Syntax, false, "unexpected -1", "arithmetic is not"},
		{`slots‸['s'] is 'x'`, predicate.Syntax, false, "unexpected [", "slots.NAME"},
		{`slots.l contains ‸['x']`, predicate.Syntax, false, "unexpected [", "slots.NAME"},
		{`{1‸, 2} contains slots.a`, predicate.Syntax, false, "unexpected ,", "not commas"},
		{`len‸(slots.a) > 1`, predicate.Syntax, false, "unexpected (", "functions are not"},
		{`slots.s is ‸'gold`, predicate.Syntax, false, "this ' is never closed", ""},
		{`slots.s is ‸“gold”`, predicate.Syntax, false, "unexpected “", "straight quotes"},
		{`slots.s is‸`, predicate.Syntax, false, "ends where a value", "after `is`"},
		{`‸`, predicate.Syntax, false, "is empty", ""},
		{`  # nothing‸`, predicate.Syntax, false, "is empty", ""},
		{`‸(slots.a is 1`, predicate.Syntax, false, "this ( is never closed", ""},
		{`slots.a is 1‸)`, predicate.Syntax, false, "unexpected )", "it closes nothing"},
		{`‸{1 2`, predicate.Syntax, false, "this { is never closed", ""},
		{`{1 ‸{2}} contains slots.a`, predicate.Syntax, false, "a set cannot be in a set", "one set"},
		{`slots.s contains ‸{'g'}`, predicate.Syntax, false, "on its right", "{'a' 'b'} contains slots.x"},
		{`slots.s contains ‸empty`, predicate.Syntax, false, "on its right", "single value"},
		{`slots.s matches ‸5`, predicate.Syntax, false, "regular expression on its right", "/^a/i"},
		{`‸undefined`, predicate.Syntax, false, "only undefined", "slots.x is undefined"},
		{`‸empty`, predicate.Syntax, false, "only empty", "slots.x is empty"},
		{`‸{}`, predicate.Syntax, false, "empty set", ""},
		{`slots.a is 1 and‸`, predicate.Syntax, false, "ends where", "after `and`"},
		{`slots.s matches 'ab‸('`, predicate.Regex, false, "this ( is never closed", ""},
		{`slots.s matches /é*+‸*/`, predicate.Regex, false, "two repeats", ""},
		{`slots.s matches /‸a/l`, predicate.Regex, false, "for bytes", ""},
		{`slots.s matches ‸/(?=(a|b)*c){2}/`, predicate.SlowRegex, true, "look-around", "10 ms"},
		{`slots.s is ‸gold`, predicate.Suspicious, true, "gold is not quoted", "write `'gold'`"},
		{`slots.n is ‸None`, predicate.Suspicious, true, "None is not a slot", "write `null`"},
		{`‸tier is 'gold'`, predicate.Suspicious, true, "tier is not a slot", "slots.tier"},
		{`‸SLOTS.n is 5`, predicate.Suspicious, true, "is not a slot", "write `slots.n`"},
		{`‸context.flow_id is 'x'`, predicate.Suspicious, true, "can use only slots", ""},
		{`slots.s is ‸/gold/`, predicate.Suspicious, true, "only after matches", ""},
		{`slots.a is 1 and slots.b is 2 ‸or slots.c is 3`, predicate.Suspicious, true, "group from the right", "slots.a is 1 and (slots.b is 2 or slots.c is 3)"},
		{`{1 ‸(slots.a is 2)} contains 1`, predicate.Suspicious, true, "a set can contain only", "predicate false"},
	} {
		before, after, _ := strings.Cut(c.source, "‸")
		source, offset := before+after, len(before)
		_, problems := predicate.Compile(source, nil)
		if len(problems) != 1 {
			t.Errorf("%q: problems %+v, want one", source, problems)
			continue
		}
		p := problems[0]
		if p.Kind != c.kind || p.Warning != c.warning || p.Offset != offset {
			t.Errorf("%q: %v, warning %v, at %d; want %v, %v, %d", source, p.Kind, p.Warning, p.Offset, c.kind, c.warning, offset)
		}
		if !strings.Contains(p.Message, c.message) || !strings.Contains(p.Hint, c.hint) {
			t.Errorf("%q: %q, hint %q; want %q, %q", source, p.Message, p.Hint, c.message, c.hint)
		}
	}
}

func TestNoProblems(t *testing.T) {
	for _, source := range []string{
		`slots.tier is 'gold'`,
		`slots.a == 1 and slots.b != 2 and not slots.c`,
		`slots.a or slots.b and slots.c`,
		`{'a' 'b'} contains slots.x`,
		`slots contains 'x'`,
		`slots.name matches /^\w+$/i`,
		`slots.name matches Ann`,
		"slots.a # the first\n or slots.b",
	} {
		if _, problems := predicate.Compile(source, nil); len(problems) > 0 {
			t.Errorf("%q: %+v", source, problems)
		}
	}
}

// TestOffsetsAreOfTheSource: Jinja normalises line breaks before upstream's
// parser sees the text.
func TestOffsetsAreOfTheSource(t *testing.T) {
	for source, want := range map[string]int{
		"\r\n\r\n&":              4,
		"slots.a\r\n\ris 1\r\n&": 16,
		"slots.a is\r\n &\r\n":   13,
		"slots.a is 'x\r\ny' &":  18,
	} {
		_, problems := predicate.Compile(source, nil)
		if len(problems) != 1 || problems[0].Offset != want {
			t.Errorf("%q: %+v, want offset %d", source, problems, want)
		}
	}
}
