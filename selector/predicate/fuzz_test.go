package predicate_test

import (
	"testing"
	"time"

	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

// FuzzCompile: no text makes the compiler or the evaluation panic or hang, and
// what is invalid says why and where.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		"slots.s is 'gold' and not (slots.a > 1 or slots.l contains 'x')",
		"{'a' slots.s 1.5} contains slots.s",
		"slots.s matches /^(?=g)\\w+\\b/im",
		"slots.d.k.z != -3 # comment\n",
		"slots is empty or undefined is slots.gone",
		"not not null",
		"slots.s in [1, 2] && x",
		"'żółć' >= \"é\"",
	} {
		f.Add(seed)
	}
	given := python.DictOf(
		"s", python.Str("gold é\n"), "a", python.Int(1), "n", python.None(), "e", python.Str(""),
		"l", python.List(python.Str("x"), python.Int(1)), "d", python.OfDict(python.DictOf("k", python.OfDict(python.DictOf("z", python.Int(5))))),
	)
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 1000 {
			return
		}
		const limit = 50 * time.Millisecond
		var took time.Duration
		// A busy machine may take its time once, a slow program does always.
		for range 5 {
			start := time.Now()
			check(t, source, given)
			if took = time.Since(start); took <= limit {
				return
			}
		}
		t.Errorf("%q took %v", source, took)
	})
}

func check(t *testing.T, source string, given *python.Dict) {
	t.Helper()
	p, problems := predicate.Compile(source, pasting)
	for _, problem := range problems {
		if problem.Message == "" || problem.Offset < 0 || problem.Offset > len(source) {
			t.Errorf("%q: %+v", source, problem)
		}
	}
	holds := p.Eval(given, nil)
	trace := p.Explain(given, nil)
	if trace.Holds != holds && trace.Error == "" {
		t.Errorf("%q: %v, explained as %+v", source, holds, trace)
	}
	if isInvalid(problems) && (holds || trace.Error == "") {
		t.Errorf("%q: invalid, but %v, %+v", source, holds, trace)
	}
}
