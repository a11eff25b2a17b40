package jinja_test

import (
	"slices"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/interpolate/jinja"
)

// TestPrinted checks which values a text got.
func TestPrinted(t *testing.T) {
	vars := &python.Dict{}
	vars.Set("name", python.Str("Ann"))
	items, err := python.ParseJSON(`["tea", "rice"]`)
	if err != nil {
		t.Fatal(err)
	}
	vars.Set("items", items)
	vars.Set("n", python.Int(3))
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"Hello {{ name }}!", []string{"Ann"}},
		{"Nothing.", nil},
		{"{{ n }} items: {% for i in items %}{{ i }}, {% endfor %}", []string{"3", "tea", "rice"}},
		{"{{ items | join(' and ') }}", []string{"tea and rice"}},
		{"{% if n > 5 %}{{ n }}{% else %}few for {{ name }}{% endif %}", []string{"Ann"}},
		{"{{ missing }}{{ '' }}{{ name | upper }}", []string{"ANN"}},
		{"{% macro bold(x) %}*{{ x }}*{% endmacro %}{{ bold(name) }} has {{ n }}", []string{"Ann", "3"}},
		{"{% filter upper %}for {{ name }}{% endfilter %}", []string{"Ann"}},
		{"{% set who %}dear {{ name }}{% endset %}{{ who }}", []string{"Ann", "dear Ann"}},
	} {
		template, err := jinja.Compile(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		got, fault := template.Printed(vars, nil)
		if fault != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, %v, want %q", tt.text, got, fault, tt.want)
		}
	}
	failing, _ := jinja.Compile("{{ name }}{{ 1 / 0 }}")
	if got, fault := failing.Printed(vars, nil); fault == nil {
		t.Errorf("a template that fails: %q", got)
	}
}
