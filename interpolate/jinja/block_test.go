package jinja

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBlockVariables: what the template itself gives to a block is no variable
// that it asks for.
func TestBlockVariables(t *testing.T) {
	for _, c := range []struct{ template, want string }{
		{"{% block a %}{{ x }}{% endblock %}", "x"},
		{"{% set x = 1 %}{% block a %}{{ x }}{{ y }}{% endblock %}", "y"},
		{"{% block a %}{{ x }}{% endblock %}{% set x = 1 %}", "x"},
		{"{% for i in l %}{% block a %}{{ i }}{% endblock %}{% endfor %}", "i l"},
		{"{% for i in l %}{% block a scoped %}{{ i }}{{ loop.index }}{% endblock %}{% endfor %}", "l"},
		{"{% for i in l %}{% block a scoped %}{% block b %}{{ i }}{% endblock %}{% endblock %}{% endfor %}", "l"},
		{"{% macro m() %}{% endmacro %}{% block a %}{{ m() }}{{ self.a }}{{ super }}{% endblock %}", ""},
	} {
		tpl, err := Compile(c.template)
		if err != nil {
			t.Fatalf("%s: %v", c.template, err)
		}
		if diff := cmp.Diff(strings.Fields(c.want), append([]string{}, tpl.Variables()...)); diff != "" {
			t.Errorf("%s:\n%s", c.template, diff)
		}
	}
}

// TestBlockLimits: blocks that print themselves end at a limit.
func TestBlockLimits(t *testing.T) {
	for _, template := range []string{
		"{% block a %}{{ self.a() }}{% endblock %}",
		"{% block a %}x{{ self.b() }}{{ self.b() }}{% endblock %}{% block b %}{{ self.a() }}{{ self.a() }}{% endblock %}",
		"{% for i in range(1000) %}{% block a scoped %}{% for j in range(1000) %}{{ self.b() }}{% endfor %}{% endblock %}{% endfor %}" +
			"{% block b %}{% endblock %}",
	} {
		if _, kind, _ := outcome(template, nil); kind != "limit" {
			t.Errorf("%s: %q, want a limit", template, kind)
		}
	}
}
