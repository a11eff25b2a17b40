package predicate_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

// paste renders by pasting the slot x in the place of {{x}}.
type paste string

func (p paste) Render(slots python.Mapping, _ *budget.Budget) (string, error) {
	v, _ := slots.Get("x")
	return strings.ReplaceAll(string(p), "{{x}}", v.Str()), nil
}

func pasting(source string) (predicate.Template, error) { return paste(source), nil }

func x(text string) *python.Dict { return python.DictOf("x", python.Str(text)) }

func TestJinjaNeedsAnEngine(t *testing.T) {
	for _, source := range []string{"{{x}}", "{% if x %}true{% endif %}", "true {# x #}"} {
		p, problems := predicate.Compile(source, nil)
		if p.Eval(nil, nil) || len(problems) != 1 || problems[0].Kind != predicate.Jinja || problems[0].Warning {
			t.Errorf("%q: %+v", source, problems)
		}
	}
	broken := func(string) (predicate.Template, error) { return nil, errors.New("unexpected end of template") }
	p, problems := predicate.Compile("{{", broken)
	if p.Eval(nil, nil) || len(problems) != 1 || problems[0].Message != "unexpected end of template" {
		t.Errorf("%+v", problems)
	}
}

// TestValuesArePastedRaw: a slot may bring quotes and operators, as in Rasa.
func TestValuesArePastedRaw(t *testing.T) {
	p, _ := predicate.Compile("'{{x}}' is 'a'", pasting)
	for value, want := range map[string]bool{"a": true, "b": false, "it's": false, "b' is 'b' or '": true} {
		if got := p.Eval(x(value), nil); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

// TestNoPatternFromASlot: only what the author wrote is compiled.
func TestNoPatternFromASlot(t *testing.T) {
	given := func(value string) *python.Dict {
		d := x(value)
		d.Set("s", python.Str("aaab"))
		return d
	}
	for _, c := range []struct {
		source, x string
		want      bool
	}{
		{"slots.s matches '{{x}}'", "a", false},
		{"slots.s matches /{{x}}/", "(?=(a+)+$)", false},
		{"slots.s matches '^a' and '{{x}}' is 'y'", "y", true},
		{"slots.s matches {{x}}", "'^a'", false},
		{"'{{x}}' is 'y' or slots.s matches '^a'", "n", true},
		{"'{{x}}' is 'y'", "y' and slots.s matches 'a", false},
	} {
		p, _ := predicate.Compile(c.source, pasting)
		trace := p.Explain(given(c.x), nil)
		if trace.Holds != c.want {
			t.Errorf("%q with %q: %+v, want %v", c.source, c.x, trace, c.want)
		}
		if !c.want && !strings.Contains(trace.Error, "from a Jinja expression") {
			t.Errorf("%q with %q: error %q", c.source, c.x, trace.Error)
		}
	}
}

func TestRenderedTextHasALimit(t *testing.T) {
	p, _ := predicate.Compile("'{{x}}' is ''", pasting)
	if trace := p.Explain(x(strings.Repeat("a", 1<<16)), nil); trace.Holds || !strings.Contains(trace.Error, "too long") {
		t.Errorf("%+v", trace)
	}
}

// TestManyRenderings passes more texts than a predicate remembers, from
// several sides at once.
func TestManyRenderings(t *testing.T) {
	p, _ := predicate.Compile("{{x}} >= 100", pasting)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for n := range 400 {
				if got := p.Eval(x(fmt.Sprint(n%200)), nil); got != (n%200 >= 100) {
					t.Errorf("%d: %v", n%200, got)
				}
			}
		})
	}
	group.Wait()
}
