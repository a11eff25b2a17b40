package predicate_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

func slots(t *testing.T, json string) *python.Dict {
	t.Helper()
	v, err := python.ParseJSON(json)
	if err != nil {
		t.Fatal(err)
	}
	return v.Dict()
}

func compile(t testing.TB, source string) *predicate.Predicate {
	t.Helper()
	p, problems := predicate.Compile(source, nil)
	if isInvalid(problems) {
		t.Fatalf("%q: %+v", source, problems)
	}
	return p
}

func TestExplain(t *testing.T) {
	given := slots(t, `{"tier": "gold", "age": 17, "tags": ["a"], "n": null}`)
	for _, c := range []struct {
		source string
		want   predicate.Trace
	}{
		{
			"slots.tier is 'gold' and slots.age >= 18",
			predicate.Trace{Steps: []predicate.Step{
				{Text: "slots.tier is 'gold' and slots.age >= 18", Value: "False"},
				{Text: "slots.tier is 'gold'", Value: "True", Depth: 1},
				{Text: "slots.tier", Value: "'gold'", Depth: 2},
				{Text: "slots.age >= 18", Value: "False", Offset: 25, Depth: 1},
				{Text: "slots.age", Value: "17", Offset: 25, Depth: 2},
			}},
		},
		{
			"slots.tags or (slots.age > 1 and slots.n)",
			predicate.Trace{Holds: true, Steps: []predicate.Step{
				{Text: "slots.tags or (slots.age > 1 and slots.n)", Value: "True"},
				{Text: "slots.tags", Value: "['a']", Depth: 1},
				{Text: "(slots.age > 1 and slots.n)", Offset: 14, Depth: 1, Skipped: true},
			}},
		},
		{
			"not slots.n > 1 or slots.gone",
			predicate.Trace{
				Error: "these two have no order: compare numbers with numbers, and strings with strings",
				Steps: []predicate.Step{
					{Text: "not slots.n > 1 or slots.gone", Value: "error"},
					{Text: "not slots.n > 1", Value: "error", Depth: 1},
					{Text: "slots.n > 1", Value: "error", Offset: 4, Depth: 2},
					{Text: "slots.n", Value: "None", Offset: 4, Depth: 3},
					{Text: "slots.gone", Offset: 19, Depth: 1, Skipped: true},
				},
			},
		},
		{
			"{'x' slots.tier 1} contains slots.gone",
			predicate.Trace{Steps: []predicate.Step{
				{Text: "{'x' slots.tier 1} contains slots.gone", Value: "False"},
				{Text: "{'x' slots.tier 1}", Value: "{'x', 'gold', 1.0}", Depth: 1},
				{Text: "slots.tier", Value: "'gold'", Offset: 5, Depth: 2},
				{Text: "slots.gone", Value: "undefined", Offset: 28, Depth: 1},
			}},
		},
		{
			"slots.age contains slots.tier",
			predicate.Trace{Steps: []predicate.Step{
				{Text: "slots.age contains slots.tier", Value: "False"},
				{Text: "slots.age", Value: "17", Depth: 1},
				{Text: "slots.tier", Offset: 19, Depth: 1, Skipped: true},
			}},
		},
	} {
		if diff := cmp.Diff(c.want, compile(t, c.source).Explain(given, nil)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.source, diff)
		}
	}
}

func TestExplainInvalid(t *testing.T) {
	p, _ := predicate.Compile("slots.a &", nil)
	want := predicate.Trace{Error: "invalid: unexpected &"}
	if diff := cmp.Diff(want, p.Explain(nil, nil)); diff != "" {
		t.Error(diff)
	}
}

// always renders to the same text.
func always(text string, err error) predicate.Engine {
	return func(string) (predicate.Template, error) { return rendering{text, err}, nil }
}

func TestExplainJinja(t *testing.T) {
	p, problems := predicate.Compile("{{ 1 + 1 }} > 1", always("2 > 1", nil))
	want := predicate.Trace{Holds: true, Rendered: "2 > 1", Steps: []predicate.Step{{Text: "2 > 1", Value: "True"}}}
	if diff := cmp.Diff(want, p.Explain(nil, nil)); diff != "" || len(problems) > 0 {
		t.Error(diff, problems)
	}
	p, _ = predicate.Compile("{{ slots.a.b.c }}", always("", errors.New("'dict object' has no attribute 'b'")))
	if got := p.Explain(nil, nil); got.Holds || !strings.HasPrefix(got.Error, "jinja: 'dict object'") {
		t.Errorf("%+v", got)
	}
	p, _ = predicate.Compile("{{ slots.a }}", always("slots.b is", nil))
	if got := p.Explain(nil, nil); got.Holds || got.Error != "invalid: the predicate ends where a value is expected" || got.Rendered != "slots.b is" {
		t.Errorf("%+v", got)
	}
}
