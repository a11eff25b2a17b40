package jinja

import (
	"strings"
	"testing"
)

// TestSlips checks that the usual slips are recognized: the error is where the
// mistake is, and the hint, pasted there, mends it.
func TestSlips(t *testing.T) {
	for _, c := range []struct {
		source  string
		at      string // what the error points at
		message string
		hint    string
		mended  string
	}{
		{"{% if a && b %}x{% endif %}", "&& b", "unexpected '&&'", "write `and`", "{% if a and b %}x{% endif %}"},
		{"{% if a&&b %}x{% endif %}", "&&b", "unexpected '&&'", "write `and`", "{% if a and b %}x{% endif %}"},
		{"{{ a & b }}", "& b", "unexpected '&'", "write `and`", "{{ a and b }}"},
		{"{% if a || b %}x{% endif %}", "|| b", "unexpected '||'", "write `or`", "{% if a or b %}x{% endif %}"},
		{"{% if !a.b %}x{% endif %}", "!a.b", "unexpected '!'", "write `not a.b`", "{% if not a.b %}x{% endif %}"},
		{"{% if !(a) %}x{% endif %}", "!(a)", "unexpected '!'", "write `not`", "{% if not (a) %}x{% endif %}"},
		{"{% if a %}x{% elseif b %}y{% endif %}", "elseif", "unknown tag 'elseif'", "write `elif`", "{% if a %}x{% elif b %}y{% endif %}"},
		{"{% if a %}x{% elsif b %}y{% endif %}", "elsif", "unknown tag 'elsif'", "write `elif`", "{% if a %}x{% elif b %}y{% endif %}"},
		{"é\r\n{% if a %}x{%- else if b %}y{% endif %}", "else if", "unexpected 'else if'", "write `elif`", "{% if a %}x{% elif b %}y{% endif %}"},
		{"{{ a ? 'x' : 'y' }}", "? 'x'", "unexpected '?'", "write `'x' if a else 'y'`", "{{ 'x' if a else 'y' }}"},
		{"{% set z = a ? b : c %}", "? b", "unexpected '?'", "write `b if a else c`", "{% set z = b if a else c %}"},
		{"{{ 'Hi ' + (a ? b : c) }}", "? b", "unexpected '?'", "write `b if a else c`", "{{ 'Hi ' + (b if a else c) }}"},
		{"{{ x|default(a == ')' ? 1 : 2) }}", "? 1", "unexpected '?'", "write `1 if a == ')' else 2`", "{{ x|default(1 if a == ')' else 2) }}"},
		{"{{ f(1, x=g(a)[0] ? [1, 2] : (3), y=2) }}", "? [1", "unexpected '?'", "write `[1, 2] if g(a)[0] else (3)`", "{{ f(1, x=[1, 2] if g(a)[0] else (3), y=2) }}"},
		{"{{ (a ? b : c) ~ d }}", "? b", "unexpected '?'", "write `b if a else c`", "{{ (b if a else c) ~ d }}"},
		{"{% if !a == b %}x{% endif %}", "!a", "unexpected '!'", "write `(not a)`", "{% if (not a) == b %}x{% endif %}"},
		{"{{ a == !b }}", "!b", "unexpected '!'", "write `(not b)`", "{{ a == (not b) }}"},
		{"{{ a ! = b }}", "! =", "unexpected '!'", "write `!=`", "{{ a != b }}"},
		{"{{ a ?: 'x' }}", "?:", "unexpected '?:'", "write `a or 'x'`", "{{ a or 'x' }}"},
		{"{{ a ?? 'x' -}}", "??", "unexpected '??'", "write `a or 'x'`", "{{ a or 'x' -}}"},
		{"{{ a?.b }}", "?.b", "unexpected '?.'", "write `.`", "{{ a.b }}"},
		{"{% if a === b %}x{% endif %}", "===", "unexpected '==='", "write `==`", "{% if a == b %}x{% endif %}"},
		{"{% if a !== b %}x{% endif %}", "!==", "unexpected '!=='", "write `!=`", "{% if a != b %}x{% endif %}"},
		{"{% if a <> b %}x{% endif %}", "<>", "unexpected '<>'", "write `!=`", "{% if a != b %}x{% endif %}"},
		{"{% if a => 1 %}x{% endif %}", "=>", "unexpected '=>'", "write `>=`", "{% if a >= 1 %}x{% endif %}"},
		{"{% if a =< 1 %}x{% endif %}", "=<", "unexpected '=<'", "write `<=`", "{% if a <= 1 %}x{% endif %}"},
		{"{% if a = 1 %}x{% endif %}", "= 1", "expected '%}', got '='", "to compare, write `==`", "{% if a == 1 %}x{% endif %}"},
		{"{{ a = 1 }}", "= 1", "expected '}}', got '='", "to compare, write `==`", "{{ a == 1 }}"},
		{"{% set a == 1 %}", "== 1", "expected '%}', got '=='", "write `=`", "{% set a = 1 %}"},
		{"{% for x in a %}x{% endif %}", "endif", "unexpected 'endif': 'for' is still open", "write `{% endfor %}`", "{% for x in a %}x{% endfor %}"},
		{"{% if a %}{% for x in a %}x{% endif %}", "endif", "unexpected 'endif': 'for' is still open", "add `{% endfor %}` before it", "{% if a %}{% for x in a %}x{% endfor %}{% endif %}"},
		{"{% if a %}x{% end %}", "end %}", "unknown tag 'end'", "write `{% endif %}`", "{% if a %}x{% endif %}"},
		{"{% for a in b %}x{% end for %}", "end for", "unknown tag 'end'", "write `{% endfor %}`", "{% for a in b %}x{% endfor %}"},
		{"{% if a %}x{% ednif %}", "ednif", "unknown tag 'ednif'", "write `endif`", "{% if a %}x{% endif %}"},
		{"{% if a %}x{% esl %}y{% endif %}", "esl", "unknown tag 'esl'", "write `else`", "{% if a %}x{% else %}y{% endif %}"},
		{"{% fro a in b %}x{% endfor %}", "fro", "unknown tag 'fro'", "write `for`", "{% for a in b %}x{% endfor %}"},
		{"{% for x of a %}x{% endfor %}", "of a", "expected 'in', got 'of'", "write `in`", "{% for x in a %}x{% endfor %}"},
		{"{% name %}", "name", "unknown tag 'name'", "to print it, write `{{ name }}`", "{{ name }}"},
		{"x {% if a %}y", "if a", "'if' is never closed", "add `{% endif %}`", "x {% if a %}y{% endif %}"},
		{"Hi {{ name, you", "{{ name", "'{{' is never closed", "write `{{ name }}`", "Hi {{ name }}, you"},
		{"Hi {{ a.b and {{ c }}", "{{ a.b", "'{{' is never closed", "write `{{ a.b }}`", "Hi {{ a.b }} and {{ c }}"},
		{"Hi {{ name } you", "} you", "'{{' is not closed with '}}'", "write `{{ name }}`", "Hi {{ name }} you"},
		{"Hi {{ a|upper %}", "}", "'{{' is not closed with '}}'", "write `{{ a|upper }}`", "Hi {{ a|upper }}"},
		{"{% if a }x{% endif %}", "}x", "'{%' is not closed with '%}'", "write `{% if a %}`", "{% if a %}x{% endif %}"},
		{"{% if a }}x{% endif %}", "}}x", "'{%' is not closed with '%}'", "write `{% if a %}`", "{% if a %}x{% endif %}"},
		{"{{ {name} }}", "{name", "unexpected '{': names in a tag have no braces", "write `{{ name }}`", "{{ name }}"},
		{"{{ f(a }}", "}}", "unexpected '}', expected ')'", "add `)` before it", "{{ f(a) }}"},
		{"{{ “x y” }}", "“x", "unexpected character '“'", "write `'x y'`", "{{ 'x y' }}"},
		{"{{ $a }}", "$a", "unexpected character '$'", "write `a`", "{{ a }}"},
		{"{% if a AND b %}x{% endif %}", "AND", "expected '%}', got 'AND'", "write `and`", "{% if a and b %}x{% endif %}"},
		{"{{ a|default:'x'|upper }}", ":'x'", "expected '}}', got ':'", "write `default('x')`", "{{ a|default('x')|upper }}"},
		{"{{ a is null }}", "null", "unknown test 'null'", "write `none`", "{{ a is none }}"},
		{"{{ a is not Null }}", "Null", "unknown test 'Null'", "write `none`", "{{ a is not none }}"},
		{"{{ a|toUpperCase }}", "toUpperCase", "unknown filter 'toUpperCase'", "write `upper`", "{{ a|upper }}"},
		{"{{ a.b| }}", "}}", "expected a name, got '}}'", "", "{{ a.b }}"},
		{"{# {{ a", "{#", "the comment is never closed: '#}' is missing", "", "{# {{ a #}"},
	} {
		_, err := Compile(c.source)
		e, ok := err.(*SyntaxError) //nolint:errorlint // never wrapped
		if !ok {
			t.Errorf("%q compiles", c.source)
			continue
		}
		if !strings.HasPrefix(c.source[e.Offset:], c.at) || e.Message != c.message || e.Hint != c.hint {
			t.Errorf("%q:\n  %q: %s [%s]\n  %q: %s [%s], want", c.source, c.source[e.Offset:], e.Message, e.Hint, c.at, c.message, c.hint)
		}
		if line := 1 + strings.Count(c.source[:e.Offset], "\n"); e.Line != line {
			t.Errorf("%q: line %d, want %d", c.source, e.Line, line)
		}
		if _, err := Compile(c.mended); err != nil {
			t.Errorf("%q: %v", c.mended, err)
		}
		if _, code, found := strings.Cut(c.hint, "`"); found && !strings.Contains(c.mended, strings.Split(code, "`")[0]) {
			t.Errorf("%q: the hint is not in %q", c.source, c.mended)
		}
	}
}

// TestDoubts checks that what Jinja2 minds only when it is reached is found.
func TestDoubts(t *testing.T) {
	for source, want := range map[string]string{
		"{% if a is null %}x{% endif %}":                 "unknown test 'null' [write `none`]",
		"{% if a %}{{ b|uper }}{% endif %}":              "unknown filter 'uper' [write `upper`]",
		"{{ a|size if a else b is exists }}":             "unknown filter 'size' [write `length`]; unknown test 'exists' [write `defined`]",
		"{% if a is empty %}x{% endif %}":                "unknown test 'empty' [write `not` before the value instead: an empty text or list is false]",
		"{% if a is none and b is defined %}{% endif %}": "",
	} {
		template, err := Compile(source)
		if err != nil {
			t.Errorf("%q: %v", source, err)
			continue
		}
		var got []string
		for _, d := range template.Doubts() {
			got = append(got, d.Message+" ["+d.Hint+"]")
		}
		if got := strings.Join(got, "; "); got != want {
			t.Errorf("%q: %s, want %s", source, got, want)
		}
	}
}

// TestSlipsWithoutAHint checks that an expression with more slips in it gets no hint
// that would not compile.
func TestSlipsWithoutAHint(t *testing.T) {
	for _, source := range []string{"{{ a ? b ? 1 : 2 : 3 }}", "{{ a ? b || c : d }}", "{{ a ? !b : c }}", "{{ (a) ? b }}", "{{ f(, ? b : c) }}"} {
		_, err := Compile(source)
		if e, ok := err.(*SyntaxError); ok && strings.Contains(e.Message, "'?'") && e.Hint != "write `value if condition else other`" { //nolint:errorlint // never wrapped
			t.Errorf("%q: %s", source, e.Hint)
		}
	}
}
