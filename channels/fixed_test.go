package channels

import (
	"testing"

	"nlgserver/internal/python"
	"nlgserver/interpolate"
	"nlgserver/interpolate/jinja"
)

// FuzzFormatFixed compares the fixed part of a text with what is left of it
// once its variables are filled with nothing.
func FuzzFormatFixed(f *testing.F) {
	for _, text := range []string{"", "a {b} c", "{{a}}", "{{{a}}}", "{a", "a}", "{}", "{a\nb}", "}}{{", "{a{b}}", "/i{{\"k\": \"{v}\"}}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fixed, open := formatFixed(text)
		if len(fixed) > len(text) {
			t.Fatalf("%q has a fixed part that is longer: %q", text, fixed)
		}
		template := interpolate.Compile(text)
		names := template.Variables()
		got, problem := template.Append(nil, named(names))
		if problem != nil {
			return // it goes out as written
		}
		if fixed != string(got) || open != (len(names) > 0) {
			t.Errorf("%q: %q, %v, but filling it with nothing gives %q, with %q", text, fixed, open, got, names)
		}
	})
}

// named gives each of the names the empty text.
func named(names []string) python.Mapping {
	d := python.NewDict(len(names))
	for _, name := range names {
		d.Set(name, python.Str(""))
	}
	// Without a single variable Rasa fills nothing at all.
	d.Set("another", python.Str(""))
	return d
}

// FuzzJinjaFixed holds the fixed part of a template to be no longer than the
// template, and all of it where there is no tag.
func FuzzJinjaFixed(f *testing.F) {
	for _, text := range []string{"", "a {{ b }} c", "{% if a %}b{% endif %}", "{# c #}d", "{{ a", "{", "{a}", "{{}}", "{%%}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fixed, open := jinjaFixed(text)
		if len(fixed) > len(text) || !open && fixed == "" && text != "" && text[0] != '{' {
			t.Fatalf("%q: %q, %v", text, fixed, open)
		}
		template, err := jinja.Compile(text)
		if err != nil || open {
			return
		}
		if out, static := template.Static(); static && len(out) > len(fixed) {
			t.Errorf("%q has no variables, and prints %q, more than %q", text, out, fixed)
		}
	})
}
