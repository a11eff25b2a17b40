package jinja

import "testing"

func TestFixed(t *testing.T) {
	for _, c := range []struct {
		template, fixed string
		open            bool
	}{
		{"", "", false},
		{"Hi there", "Hi there", false},
		{"Hi {{ name }}!", "Hi !", true},
		{"a{# a comment #}b", "ab", false},
		{"{% raw %}{{ x }}{% endraw %}", "{{ x }}", false},
		{"Hi {{- name -}} !", "Hi!", true},
		{"{{ '}}' }}x{{ '{% if %}' }}y", "xy", true}, // a tag ends where its string does not
		{"{% if x %}a{% elif y %}b{% else %}c{% endif %}d", "abcd", true},
		{"{% for i in l %}[{{ i }}]{% else %}none{% endfor %}", "[]none", true},
		{"{% set x %}a{% endset %}{% with y = 1 %}b{% endwith %}{% filter upper %}c{% endfilter %}", "abc", true},
		{"{% macro m() %}a{% endmacro %}{% call m() %}b{% endcall %}{% autoescape true %}c{% endautoescape %}", "abc", true},
		{"{% block a %}a{% endblock %}", "a", true},
		{"{% set x = 1 %}a\n", "a", true},
	} {
		tpl, err := Compile(c.template)
		if err != nil {
			t.Fatalf("%s: %v", c.template, err)
		}
		if fixed, open := tpl.Fixed(); fixed != c.fixed || open != c.open {
			t.Errorf("%s: %q, %v, want %q, %v", c.template, fixed, open, c.fixed, c.open)
		}
	}
}
