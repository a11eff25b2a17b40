package predicate_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

// values generates what a slot may hold.
func values() *rapid.Generator[python.Value] {
	return rapid.OneOf(
		rapid.Just(python.None()),
		rapid.Map(rapid.Bool(), python.Bool),
		rapid.Map(rapid.Int64Range(-3, 3), python.Int),
		rapid.Map(rapid.SampledFrom([]float64{-1, 0, 0.5, 1, 2}), python.Float),
		rapid.Map(rapid.SampledFrom([]string{"", "a", "b", "ab", "1"}), python.Str),
		rapid.Just(python.List()),
		rapid.Just(python.List(python.Str("a"), python.Int(1))),
		rapid.Just(python.OfDict(python.DictOf("a", python.Int(1)))),
	)
}

func someSlots() *rapid.Generator[*python.Dict] {
	return rapid.Custom(func(t *rapid.T) *python.Dict {
		d := python.NewDict(2)
		for _, name := range []string{"p", "q"} {
			if rapid.Bool().Draw(t, "has "+name) {
				d.Set(name, values().Draw(t, name))
			}
		}
		return d
	})
}

func factors() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"slots.p", "slots.q", "slots.p.a", "'a'", "''", "1", "-0.5", "true", "null", "{'a' 1}", "{slots.p}", "(undefined)", "empty", "word"})
}

func expressions() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(1, 3).Draw(t, "terms") {
			if b.Len() > 0 {
				b.WriteString(rapid.SampledFrom([]string{" and ", " or "}).Draw(t, "link"))
			}
			b.WriteString(rapid.SampledFrom([]string{"", "not "}).Draw(t, "not"))
			b.WriteString(factors().Draw(t, "left"))
			op := rapid.SampledFrom([]string{" is ", " is not ", " < ", " >= ", " contains "}).Draw(t, "op")
			b.WriteString(op + factors().Draw(t, "right"))
		}
		return b.String()
	})
}

func TestExplainAgreesWithEval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _ := predicate.Compile(expressions().Draw(t, "source"), nil)
		given := someSlots().Draw(t, "slots")
		if trace := p.Explain(given, nil); trace.Holds != p.Eval(given, nil) {
			t.Fatalf("%q: %+v", p.Source(), trace)
		}
	})
}

// TestNotNegatesOrErrs: a predicate and its negation differ, unless an error
// makes both false.
func TestNotNegatesOrErrs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := expressions().Draw(t, "source")
		given := someSlots().Draw(t, "slots")
		p, _ := predicate.Compile("("+source+")", nil)
		q, _ := predicate.Compile("not ("+source+")", nil)
		trace, negated := p.Explain(given, nil), q.Explain(given, nil)
		if wrong := trace.Error != ""; wrong != (negated.Error != "") || trace.Holds == negated.Holds != wrong {
			t.Fatalf("%q: %+v\nnegated: %+v", source, trace, negated)
		}
	})
}

// TestGroupsFromTheRight: a op b op c is a op (b op c).
func TestGroupsFromTheRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		head, tail := factors().Draw(t, "head"), expressions().Draw(t, "tail")
		link := rapid.SampledFrom([]string{" and ", " or "}).Draw(t, "link")
		given := someSlots().Draw(t, "slots")
		p, _ := predicate.Compile(head+link+tail, nil)
		q, _ := predicate.Compile(head+link+"("+tail+")", nil)
		if p.Eval(given, nil) != q.Eval(given, nil) {
			t.Fatalf("%q differs with parentheses: %+v", p.Source(), p.Explain(given, nil))
		}
	})
}

// TestEqualityIsSymmetric, but inequality is not: to the left of it undefined
// differs from empty.
func TestEqualityIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := factors().Draw(t, "a"), factors().Draw(t, "b")
		given := someSlots().Draw(t, "slots")
		p, _ := predicate.Compile(a+" is "+b, nil)
		q, _ := predicate.Compile(b+" is "+a, nil)
		if p.Eval(given, nil) != q.Eval(given, nil) {
			t.Fatalf("%q is not symmetric: %+v", p.Source(), p.Explain(given, nil))
		}
	})
	for source, want := range map[string]bool{"slots.gone is not empty": true, "empty is not slots.gone": false} {
		if got := compile(t, source).Eval(nil, nil); got != want {
			t.Errorf("%q: %v, want %v", source, got, want)
		}
	}
}
