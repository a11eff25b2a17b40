package jinja

import (
	"strings"
	"testing"
)

// TestReach checks that a template reaches nothing but the values that it is given: the
// usual ways out of Jinja end in an error, or print nothing.
func TestReach(t *testing.T) {
	vars := oracleVars(t)
	for _, source := range []string{
		`{{ "".__class__.__mro__ }}`, `{{ "".__class__ }}`, `{{ [].__class__.__base__.__subclasses__() }}`, `{{ 1["__class__"] }}`,
		`{{ range.__globals__ }}`, `{{ cycler.__init__.__globals__.os.popen("id").read() }}`, `{{ joiner.__init__.__globals__ }}`,
		`{{ namespace.__init__ }}`, `{{ self._TemplateReference__context }}`, `{{ self.__dict__ }}`, `{{ "x"|attr("__class__") }}`,
		`{{ "{0.__class__}".format(1) }}`, `{{ "%(a)s".__mod__ }}`, `{{ config }}`, `{{ request }}`, `{{ lipsum.__globals__ }}`, `{{ dict.__init__ }}`,
		`{% include "/etc/passwd" %}`, `{% import "/etc/passwd" as x %}{{ x }}`, `{% extends "/etc/passwd" %}`, `{% from "os" import environ %}{{ environ }}`,
		`{{ environ }}`, `{{ env }}`, `{{ open("/etc/passwd") }}`, `{{ __import__("os") }}`, `{{ loop }}`, `{{ caller() }}`,
	} {
		text, kind, message := outcome(source, vars)
		// The name of a value's type is printed, as in Jinja, and leads nowhere.
		if kind == "" && strings.TrimSpace(text) != "" && !strings.HasPrefix(text, "<class '") {
			t.Errorf("%s printed %q", source, text)
		}
		for _, word := range []string{"root:", "PATH", "0x", "jinja."} {
			if strings.Contains(text+message, word) {
				t.Errorf("%s: %q, %s %s", source, text, kind, message)
			}
		}
	}
}
