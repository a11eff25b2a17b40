package predicate_test

import (
	"testing"

	"nlgserver/internal/python"
)

const threeComparisons = "slots.tier is 'gold' and slots.age >= 18 and slots.country != 'US'"

func customer() *python.Dict {
	return python.DictOf(
		"name", python.Str("Ann"), "tier", python.Str("gold"), "age", python.Int(42),
		"tags", python.List(python.Str("a"), python.Str("b")), "country", python.Str("DE"),
	)
}

func BenchmarkEval(b *testing.B) {
	p := compile(b, threeComparisons)
	given := customer()
	b.ReportAllocs()
	for b.Loop() {
		if !p.Eval(given, nil) {
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
		if n := testing.AllocsPerRun(100, func() { p.Eval(given, nil) }); n > 0 {
			t.Errorf("%q: %v allocations", source, n)
		}
	}
}
