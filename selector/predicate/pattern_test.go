package predicate_test

import (
	"strings"
	"testing"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// TestPatternKeepsToTheBudget checks that one search is stopped before it takes the
// work of the request, and many are stopped with it.
func TestPatternKeepsToTheBudget(t *testing.T) {
	p := compile(t, `slots.s matches /^((a|aa)\2?)+$|!$/`)
	given := python.DictOf("s", python.Str(strings.Repeat("a", 60)+"!"))
	work := budget.New(budget.Limits{}, nil, nil, nil)
	if trace := p.Explain(given, work); trace.Holds || !strings.Contains(trace.Error, "too many steps") || !work.WasCut() || work.Reason() != budget.Within {
		t.Errorf("one search: %+v, %v", trace, work.Reason())
	}
	for range 3 {
		if p.Eval(given, work) {
			t.Error("it holds")
		}
	}
	if trace := p.Explain(given, work); work.Reason() != budget.Work || trace.Holds || !strings.Contains(trace.Error, "one request") {
		t.Errorf("many searches: %+v, %v", trace, work.Reason())
	}
}
