package responses

import (
	"testing"

	"nlgserver/interpolate"
	"nlgserver/interpolate/jinja"
)

func TestIsVariableName(t *testing.T) {
	for _, c := range []struct {
		name           string
		isName, isJSON bool
	}{
		{"name", true, false},
		{"größe", true, false},
		{"first name", true, false},
		{"a-1", true, false},
		{" name", false, false},
		{"name ", false, false},
		{"n:>5", false, false},
		{"a.b", false, false},
		{"a[0]", false, false},
		{"a!r", false, false},
		{"f(x)", false, false},
		{"a=b", false, false},
		{"a,b", false, false},
		{`"amount": 5`, false, true},
		{`'a': 'b'`, false, true},
	} {
		if IsVariableName(c.name) != c.isName || IsJSONInBraces(c.name) != c.isJSON {
			t.Errorf("%q: IsVariableName %t, IsJSONInBraces %t", c.name, IsVariableName(c.name), IsJSONInBraces(c.name))
		}
	}
}

func TestHasWords(t *testing.T) {
	for _, c := range []struct {
		text   string
		engine Engine
		want   bool
	}{
		{"Hello", Format, true},
		{"{name}", Format, false},
		{"{name}!", Format, false},
		{"{a} {b}: 1", Format, false},
		{"{a} and {b}", Format, true},
		{"👍", Format, false},
		{"12 %", Format, false},
		{"", Format, false},
		{"你好 {name}", Format, true},
		{"broken {name", Format, true},
		{"/pay{\"amount\": 5}", Format, true},
		{"/{\"amount\": 5}", Format, true},
		{"{{ slots.name }}", Jinja, false},
		{"{% if slots.a %}{{ slots.b }}{% endif %}!", Jinja, false},
		{"{% if slots.a %}yes{% endif %}", Jinja, true},
		{"{name}", Jinja, true},
		{"{% raw %}{{ a }}{% endraw %}", Jinja, true},
		{"{name}", NoEngine, true},
	} {
		text := &Text{Source: c.text, Engine: c.engine}
		switch c.engine {
		case Format:
			text.Format = interpolate.Compile(c.text)
		case Jinja:
			text.Jinja, _ = jinja.Compile(c.text)
		}
		if got := text.HasWords(); got != c.want {
			t.Errorf("%q: %t", c.text, got)
		}
	}
}
