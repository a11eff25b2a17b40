package predicate_test

import (
	"testing"

	"nlgserver/internal/pyval"
)

const threeComparisons = "slots.tier is 'gold' and slots.age >= 18 and slots.country != 'US'"

func customer() *pyval.Dict {
	return pyval.DictOf(
		"name", pyval.Str("Ann"), "tier", pyval.Str("gold"), "age", pyval.Int(42),
		"tags", pyval.List(pyval.Str("a"), pyval.Str("b")), "country", pyval.Str("DE"),
	)
}

func BenchmarkEval(b *testing.B) {
	p := compile(b, threeComparisons)
	given := customer()
	b.ReportAllocs()
	for b.Loop() {
		if !p.Eval(given) {
			b.Fatal("does not hold")
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		compile(b, threeComparisons)
	}
}

func TestEvalAllocatesNothing(t *testing.T) {
	given := customer()
	for _, source := range []string{
		threeComparisons,
		"not slots.gone or slots.name contains 'x'",
		"slots.tags contains 'b' and slots.name matches /^A/",
		"slots.name > 1", // an error
	} {
		p := compile(t, source)
		if n := testing.AllocsPerRun(100, func() { p.Eval(given) }); n > 0 {
			t.Errorf("%q: %v allocations", source, n)
		}
	}
}
