package interpolate

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
)

func TestFixed(t *testing.T) {
	for _, c := range []struct {
		text, fixed string
		open        bool
	}{
		{"", "", false},
		{"Hi there", "Hi there", false},
		{"Hi {name}!", "Hi !", true},
		{"{a}{b}", "", true},
		{"}}{{{{ {name}", "}{{ ", true},
		{"{{braces}} and {name}", "{{braces}} and {name}", false}, // Rasa takes it for a mistake
		{"{{braces}}", "{braces}", false},
		{"a { b", "a { b", false},             // sent as written
		{"Hi {name} }", "Hi {name} }", false}, // never filled
		{"{a:>5} b", " b", true},
		{"x {a]b} y", "x  y", true},
		{"{1} x", "{1} x", false},
		{"{{a}}{}", "{a}{}", false},           // filled with nothing
		{"{{a}} {b]c}", "{{a}} {b]c}", false}, // Rasa takes it for a mistake
		{"0{a}[1] {b]c}", "0[1] ", true},
		{"", "", false},
	} {
		fixed, open := Compile(c.text).Fixed()
		if fixed != c.fixed || open != c.open {
			t.Errorf("%q: %q, %v, want %q, %v", c.text, fixed, open, c.fixed, c.open)
		}
	}
}

// TestFixedIsPrinted: what is fixed is printed with empty variables too, unless
// the text goes out as written, and that is longer.
func TestFixedIsPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("{}ab 0[]:\n"))).Draw(t, "text")
		tpl := Compile(text)
		vars := python.NewDict(0)
		for _, name := range tpl.Variables() {
			vars.Set(name, python.Str(""))
		}
		fixed, open := tpl.Fixed()
		printed, problem := tpl.Append(nil, vars, nil)
		if problem == nil && !strings.Contains(string(printed), fixed) && len(printed) < len(fixed) || len(text) < len(fixed) {
			t.Fatalf("%q is fixed of %q (open %v), but printed is %q", fixed, text, open, printed)
		}
		if !open && problem == nil && string(printed) != fixed {
			t.Fatalf("%q is fixed of %q, but printed is %q", fixed, text, printed)
		}
	})
}
