package predicate_test

import (
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

func TestSlots(t *testing.T) {
	for source, want := range map[string][]string{
		"slots.b is 'x' and not (slots.a > 1 or slots.b)": {"b", "a"},
		"{slots.c 1} contains slots.d.k.z":                {"c", "d"},
		"slots.e matches /x/":                             {"e"},
		"slots is empty or gold is 'x'":                   nil,
		"slots.a &":                                       nil,
	} {
		p, _ := predicate.Compile(source, nil)
		if got := p.Slots(); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
		if p.Source() != source {
			t.Errorf("source %q, want %q", p.Source(), source)
		}
	}
	p, _ := predicate.Compile("{{x}} is 1", pasting)
	if got := p.Slots(); got != nil {
		t.Errorf("with Jinja: %q, want none", got)
	}
}

func TestNoSlots(t *testing.T) {
	for source, want := range map[string]bool{"slots.a is undefined": true, "slots is empty": true, "slots": false, "slots.a.b": false} {
		if got := compile(t, source).Eval(nil, nil); got != want {
			t.Errorf("%q: %v, want %v", source, got, want)
		}
	}
}

// TestPatternLiterals: what upstream's own regular expression makes of them.
func TestPatternLiterals(t *testing.T) {
	given := python.DictOf("s", python.Str("say 'hi'\nto /x/"))
	for source, want := range map[string]bool{
		`slots.s matches "'hi'$"`:        false,
		`slots.s matches /'hi'$/m`:       true,
		`slots.s matches /'HI'$/MI`:      true,
		`slots.s matches "'hi'"`:         true,
		"slots.s matches \"''hi'\nto\"":  true,
		"slots.s matches \"'hi'\nto\"":   true,
		"slots.s matches '\"hi.\nto\"'":  true,
		"slots.s matches /hi'\nto/":      false,
		"slots.s matches say":            true,
		`slots.s matches '/x/'`:          true,
		`slots.s matches ''`:             true,
		`slots.s matches (('hi'))`:       true,
		`slots.s matches /hi'.to/s`:      true,
		`slots.s matches 'hi'.to`:        false,
		`slots.gone matches ''`:          false,
		`slots.s matches slots.s`:        false,
		`not slots.s matches slots.gone`: true,
	} {
		p, _ := predicate.Compile(source, nil)
		if got := p.Eval(given, nil); got != want {
			t.Errorf("%q: %v, want %v", source, got, want)
		}
	}
}

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		want   bool
	}{
		"parentheses":         {strings.Repeat("(", 150) + "true" + strings.Repeat(")", 150), true},
		"too many":            {strings.Repeat("(", 201) + "true" + strings.Repeat(")", 201), false},
		"nots":                {strings.Repeat("not ", 200) + "true", true},
		"too many nots":       {strings.Repeat("not ", 202) + "true", false},
		"too many braces":     {strings.Repeat("{ ", 1000), false},
		"a long and":          {strings.Repeat("true and ", 5000) + "true", true},
		"and or and":          {strings.Repeat("true and false or ", 90) + "true", true},
		"too many and or and": {strings.Repeat("true and false or ", 110) + "true", false},
		"too long":            {"true" + strings.Repeat(" ", 1<<16), false},
		"a long pattern":      {"'a' matches /a|" + strings.Repeat("b", 4080) + "/", true},
		"too long a pattern":  {"'a' matches /a|" + strings.Repeat("b", 4100) + "/", false},
	} {
		p, problems := predicate.Compile(c.source, nil)
		if got := p.Eval(nil, nil); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if !c.want && (len(problems) != 1 || problems[0].Kind != predicate.Limit) {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}

func TestSlowPatternIsAnError(t *testing.T) {
	p := compile(t, "not slots.s matches /^((a|aa)\\2?)+$/ or true")
	given := python.DictOf("s", python.Str(strings.Repeat("a", 60)+"!"))
	if trace := p.Explain(given, nil); trace.Holds || !strings.Contains(trace.Error, "too many steps") {
		t.Errorf("%+v", trace)
	}
}
