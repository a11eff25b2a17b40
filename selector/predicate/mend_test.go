package predicate_test

import (
	"testing"

	"pgregory.net/rapid"

	"nlgserver/selector/predicate"
)

func TestMend(t *testing.T) {
	for source, want := range map[string]string{
		"slots.a is 1 && slots.b":                  "slots.a is 1 and slots.b",
		"slots.a && slots.b||slots.c":              "",
		"slots.a || slots.b":                       "slots.a or slots.b",
		"!slots.a":                                 "not slots.a",
		"slots.a and !slots.b":                     "slots.a and not slots.b",
		"slots.a not contains 'x'":                 "not slots.a contains 'x'",
		"slots.a in ['x', 'y']":                    "{'x' 'y'} contains slots.a",
		"slots.a in ('x', 'y')":                    "{'x' 'y'} contains slots.a",
		"slots.a in {'x' 'y'} and slots.b":         "{'x' 'y'} contains slots.a and slots.b",
		"slots.a in slots.l":                       "slots.l contains slots.a",
		"{'x', 'y'} contains slots.a":              "{'x' 'y'} contains slots.a",
		"['x' 'y'] contains slots.a":               "{'x' 'y'} contains slots.a",
		"slots['a'] is 'x'":                        "slots.a is 'x'",
		"slots.a ≥ 2":                              "slots.a >= 2",
		"slots.a is ‘x’":                           "slots.a is 'x'",
		"slots.a is “x y”":                         "slots.a is 'x y'",
		"slots.a is `x`":                           "slots.a is 'x'",
		"$a is 'x'":                                "slots.a is 'x'",
		"@slots.a is 'x'":                          "slots.a is 'x'",
		"slots.a is 'x":                            "slots.a is 'x'",
		"slots.a is 'x and slots.b":                "",
		"slots.a is":                               "",
		"slots.a => 1":                             "slots.a >= 1",
		"slots.a =< 1":                             "slots.a <= 1",
		"slots.a <> 1":                             "slots.a != 1",
		"slots.a === 1":                            "slots.a == 1",
		"slots.a !== 1":                            "slots.a != 1",
		"1 < slots.a < 5":                          "1 < slots.a and slots.a < 5",
		"len(slots.l) > 1":                         "",
		"slots.a is 1)":                            "slots.a is 1",
		"(slots.a is 1":                            "(slots.a is 1)",
		"{'a' 'b' contains slots.a":                "",
		"slots.a equals 1":                         "slots.a is 1",
		"slots.a isnot 1":                          "slots.a is not 1",
		"slots.a isn't 1":                          "slots.a is not 1",
		"slots.a - 1 > 0":                          "",
		`slots.a is 'it\'s'`:                       `slots.a is "it's"`,
		"slots.a is 'it''s'":                       `slots.a is "it's"`,
		"slots.a is 5kg":                           "slots.a is '5kg'",
		"slots.a is very good":                     "slots.a is 'very good'",
		"slots.a is very good and slots.b is bad":  "slots.a is 'very good' and slots.b is 'bad'",
		"slots.a is gold":                          "slots.a is 'gold'",
		"slots.a is not gold":                      "slots.a is not 'gold'",
		"slots.a > ten":                            "slots.a > 'ten'",
		"slots.a is None":                          "slots.a is null",
		"a is 'gold'":                              "slots.a is 'gold'",
		"slot.a is 'gold'":                         "slots.a is 'gold'",
		"Slots.a is 'gold'":                        "slots.a is 'gold'",
		"Slots contains 'x'":                       "slots contains 'x'",
		"context.a is 'gold'":                      "",
		"undefined":                                "",
		"slots.l contains {'a'}":                   "slots.l contains 'a'",
		"slots.l contains {'a' 'b'}":               "slots.l contains 'a' or slots.l contains 'b'",
		"slots.b and slots.l contains ['a', 'b']":  "slots.b and (slots.l contains 'a' or slots.l contains 'b')",
		"{'a' {'b'}} contains slots.a":             "{'a' 'b'} contains slots.a",
		"{'a' gold} contains slots.a":              "{'a' 'gold'} contains slots.a",
		"slots.a is /x/":                           "slots.a matches /x/",
		"slots.a exists":                           "slots.a is not null",
		"slots.l has 'x'":                          "slots.l contains 'x'",
		"slots.a is 'x',":                          "slots.a is 'x'",
		"slots.a is 'x';":                          "slots.a is 'x'",
		"and slots.a is 1":                         "slots.a is 1",
		"slots.a matches 5":                        "slots.a matches '5'",
		"slots.a is 'x'":                           "",
		"slots.a matches '['":                      "",
		"slots.a is 1 and slots.l is 2 or slots.b": "",
		"{{ slots.a }} && slots.b":                 "",
	} {
		mended, ok := predicate.Mend(source)
		if ok != (mended != "") || mended != want {
			t.Errorf("%q is mended to %q, want %q", source, mended, want)
		}
	}
}

// TestMendedIsFine: what is mended has no problem, and mending never fails.
func TestMendedIsFine(t *testing.T) {
	word := rapid.SampledFrom([]string{
		"slots.a", "slots", "a", "gold", "'x'", `"y"`, "'", "\\", "1", "-1", "5kg", "&&", "|", "!", "=>", "==", "=", "<", "in", "is", "not", "isn't", "contains", "matches",
		"and", "or", "(", ")", "{", "}", "[", "]", ",", ";", "≥", "“", "”", "$a", "/x/", "none", "é", "\xff", "null", "exists",
	})
	rapid.Check(t, func(t *rapid.T) {
		source := ""
		for _, w := range rapid.SliceOfN(word, 1, 9).Draw(t, "words") {
			source += w
			if rapid.Bool().Draw(t, "space") {
				source += " "
			}
		}
		mended, ok := predicate.Mend(source)
		if !ok {
			return
		}
		for _, p := range problemsOf(mended) {
			if p.Kind != predicate.SlowRegex {
				t.Fatalf("%q is mended to %q: %s", source, mended, p.Message)
			}
		}
	})
}

func problemsOf(source string) []predicate.Problem {
	_, problems := predicate.Compile(source, nil)
	return problems
}
