package jinja

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/python"
)

func mustCompile(t testing.TB, source string) *Template {
	t.Helper()
	tpl, err := Compile(source)
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return tpl
}

func TestStatic(t *testing.T) {
	for _, c := range []struct {
		source, want string
		ok           bool
	}{
		{"", "", true},
		{"Hi {name}", "Hi {name}", true},
		{"a\n", "a", true},
		{"a\n\n", "a\n", true},
		{"a\r\nb\r\n", "a\nb", true},
		{"a{# c #}b", "ab", true},
		{"{% raw %}{{ x }}{% endraw %}", "{{ x }}", true},
		{"{{ 'a' }}", "", false},
		{"{% if x %}{% endif %}", "", false},
	} {
		if got, ok := mustCompile(t, c.source).Static(); got != c.want || ok != c.ok {
			t.Errorf("%q: got %q, %v, want %q, %v", c.source, got, ok, c.want, c.ok)
		}
	}
}

func TestVariables(t *testing.T) {
	for _, c := range [][2]string{
		{"text", ""},
		{"{{ b }}{{ a.c }}{{ a }}", "a b"},
		{"{% for x in l %}{{ x }}{{ loop.index }}{% endfor %}{{ x }}", "l x"},
		{"{% set a = b %}{{ a }}", "b"},
		{"{{ a }}{% set a = 1 %}", "a"},
		{"{% if c %}{% set a = 1 %}{% endif %}{{ a }}", "a c"},
		{"{% macro m(p, q=d) %}{{ p }}{{ o }}{{ varargs }}{% endmacro %}{{ m(1) }}", "d o"},
		{"{% with a = b %}{{ a }}{% endwith %}", "b"},
		{"{{ range(n)|map('upper')|join(s) }}", "n s"},
		{"{% set ns = namespace(x=y) %}{% set ns.x = z %}", "y z"},
		{"{% set ns.x = 1 %}", "ns"},
		{"{% for a in b if a > c %}{% else %}{{ d }}{% endfor %}", "b c d"},
		{"{% filter replace(a, b) %}{{ c }}{% endfilter %}", "a b c"},
		{"{% set x | replace(a, b) %}{{ c }}{% endset %}", "a b c"},
		{"{% autoescape a %}{{ b }}{% endautoescape %}", "a b"},
		{"{% call(x) m(a) %}{{ x }}{{ y }}{% endcall %}", "a m y"},
	} {
		source, want := c[0], c[1]
		if got := strings.Join(mustCompile(t, source).Variables(), " "); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct {
		source       string
		offset, line int
		message      string
		hint         string
	}{
		{"{{ name", 0, 1, "'{{' is never closed", "write `{{ name }}`"},
		{"a\r\nb {{ x | }}", 12, 2, "expected a name, got '}}'", ""},
		{"{{ x|nofilter }}", 5, 1, "unknown filter 'nofilter'", ""},
		{"{{ x|uper }}", 5, 1, "unknown filter 'uper'", "write `upper`"},
		{"{{ x is defind }}", 8, 1, "unknown test 'defind'", "write `defined`"},
		{"{{ x:y }}", 4, 1, "expected '}}', got ':'", ""},
		{"{{ a b }}", 5, 1, "expected '}}', got 'b'", ""},
		{"{{{ x }}", 2, 1, "unexpected '{': names in a tag have no braces", "write `{{ x }}`"},
		{"{{ ) }}", 3, 1, "unexpected ')'", ""},
		{"{{ (1] }}", 5, 1, "unexpected ']', expected ')'", "add `)` before it"},
		{"{{ 'a }}", 3, 1, "the string is never closed", ""},
		{"{{ x ? y }}", 5, 1, "unexpected '?'", "write `value if condition else other`"},
		{"x {# y", 2, 1, "the comment is never closed: '#}' is missing", ""},
		{"{% raw %}{{", 0, 1, "the raw block is never closed: no '{% endraw %}' follows", ""},
		{"\n\n{% if x %}\ny", 5, 3, "'if' is never closed", "add `{% endif %}`"},
		{"{% endif %}", 3, 1, "'endif' without a matching 'if'", "remove it"},
		{"{% for x in l %}{% endif %}", 19, 1, "unexpected 'endif': 'for' is still open", "write `{% endfor %}`"},
		{"{% foo %}", 3, 1, "unknown tag 'foo'", "write `{{ foo }}`"},
		{"{% do x %}", 3, 1, "unknown tag 'do'", "extension"},
		{"{% if x = 1 %}{% endif %}", 8, 1, "expected '%}', got '='", "to compare, write `==`"},
		{"{% for x l %}{% endfor %}", 9, 1, "expected 'in', got 'l'", ""},
		{"{% set 1 = 2 %}", 7, 1, "expected a name to assign to, got a number", "assign only to names"},
		{"{% include 'x' %}", 3, 1, "'include' is not available: a response is a single template", "macro"},
		{"{% extends 'x' %}", 3, 1, "'extends' is not available: a response is a single template", "macro"},
		{"é{% import 'x' as y %}", 5, 1, "'import' is not available: a response is a single template", "macro"},
		{"{% from 'x' import y %}", 3, 1, "'from' is not available: a response is a single template", "macro"},
		{"{% block x %}{% endblock %}{% block x %}{% endblock %}", 30, 1, "block 'x' is defined twice", "{{ self.x() }}"},
		{"{% block a-b %}{% endblock %}", 10, 1, "a block name cannot contain a hyphen", "underscore"},
		{"{% block a %}{% endblock b %}", 25, 1, "expected '%}', got 'b'", ""},
		{"{% block a required %}x{% endblock %}", 3, 1, "a required block can contain only whitespace and comments", ""},
		{"{% block a %}", 3, 1, "'block' is never closed", "add `{% endblock %}`"},
		{`{{ '\x4' }}`, 3, 1, `the escape \x needs 2 hexadecimal digits`, ""},
		{`{{ '\N{DASH}' }}`, 3, 1, `the escape \N{…} is not supported: write the character itself`, ""},
	} {
		_, err := Compile(c.source)
		e, ok := err.(*SyntaxError) //nolint:errorlint // never wrapped
		if !ok {
			t.Errorf("%q compiles", c.source)
			continue
		}
		got := SyntaxError{Offset: e.Offset, Line: e.Line, Message: e.Message}
		want := SyntaxError{Offset: c.offset, Line: c.line, Message: c.message}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q:\n%s", c.source, diff)
		}
		if !strings.Contains(e.Hint, c.hint) || c.hint == "" && e.Hint != "" {
			t.Errorf("%q: the hint is %q, want %q in it", c.source, e.Hint, c.hint)
		}
		if want := strings.HasSuffix(c.message, "a single template"); e.Refused != want {
			t.Errorf("%q: refused is %v", c.source, e.Refused)
		}
	}
}

func TestErrors(t *testing.T) {
	vars := oracleVars(t)
	for _, c := range []struct {
		source string
		want   Error
	}{
		{"a\n{{ slots.name }}", Error{Undefined, "'slots' is undefined", 10, 2}},
		{"{{ d.zzz.y }}", Error{Undefined, "'dict object' has no attribute 'zzz'", 8, 1}},
		{"{{ l[9].y }}", Error{Undefined, "list object has no element 9", 7, 1}},
		{"{{ nil.x.y }}", Error{Undefined, "'None' has no attribute 'x'", 8, 1}},
		{"{{ foo(1) }}", Error{Undefined, "'foo' is undefined", 6, 1}},
		{"{{ 1 / 0 }}", Error{Raised, "ZeroDivisionError: division by zero", 5, 1}},
		{"\r\n\r\n{{ name + n }}", Error{Raised, `TypeError: can only concatenate str (not "int") to str`, 12, 3}},
		{"{% for x in n %}{% endfor %}", Error{Raised, "TypeError: 'int' object is not iterable", 3, 1}},
		{"{% if t %}{{ n|foo }}{% endif %}", Error{Raised, "TemplateRuntimeError: No filter named 'foo' found.", 15, 1}},
		{"{{ lipsum() }}", Error{Raised, "not supported: lipsum: its text is random", 9, 1}},
		{"{{ range(99999999)|list }}", Error{Limit, "step limit: the template takes more than 30000 steps", 19, 1}},
		{"{{ 'a' * 999999999 }}", Error{Limit, "output limit: a repetition is longer than 262144", 7, 1}},
		{"{{ 2 ** 99999 }}", Error{Limit, "number limit: an int has more than 32768 bits", 5, 1}},
	} {
		dst := []byte("kept")
		out, err := mustCompile(t, c.source).Append(dst, vars, nil)
		if err == nil {
			t.Errorf("%q renders %q", c.source, out)
			continue
		}
		if diff := cmp.Diff(c.want, *err); diff != "" {
			t.Errorf("%q:\n%s", c.source, diff)
		}
		if string(out) != "kept" {
			t.Errorf("%q: the destination is %q", c.source, out)
		}
	}
}

func TestLimits(t *testing.T) {
	vars := python.NewDict(0)
	for _, c := range []struct {
		source string
		limits Limits
		want   string
	}{
		{"{% for i in range(9) %}{% endfor %}", Limits{Steps: 10, Output: 10, Depth: 1}, "step limit"},
		{"{{ 'abcdef' }}{{ 'abcdef' }}", Limits{Steps: 100, Output: 10, Depth: 1}, "output limit"},
		{"{% macro m(n) %}{{ m(n - 1) if n }}{% endmacro %}{{ m(3) }}", Limits{Steps: 100, Output: 10, Depth: 3}, "depth limit"},
		{"{% macro m(n) %}{{ m(n - 1) if n }}{% endmacro %}{{ m(3) }}", Limits{Steps: 100, Output: 10, Depth: 4}, ""},
	} {
		_, err := mustCompile(t, c.source).AppendLimited(nil, vars, c.limits, nil)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q: %v", c.source, err)
		case c.want != "" && (err == nil || err.Kind != Limit || !strings.HasPrefix(err.Message, c.want)):
			t.Errorf("%q: got %v, want the %s", c.source, err, c.want)
		}
	}
}

// TestMutation: a template may change its lists and dicts, and sees it wherever it
// looks, but nobody else does.
func TestMutation(t *testing.T) {
	source := "{% macro m() %}{{ l }}{% endmacro %}" +
		"{% for x in [7, 8] %}{{ l.append(x) }}{{ d.update(k=x) }}{{ deep.a[0].b.pop() }}{% endfor %}{{ m() }}{{ d }}{{ deep }}"
	text := `{"l": [1], "d": {"k": 0}, "deep": {"a": [{"b": [1, 2, 3]}]}}`
	vars, err := python.ParseJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	tpl := mustCompile(t, source)
	for range 2 {
		out, err := tpl.Append(nil, vars.Dict(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := "NoneNone3NoneNone2[1, 7, 8]{'k': 8}{'a': [{'b': [1]}]}"; string(out) != want {
			t.Errorf("got %s, want %s", out, want)
		}
	}
	if want, _ := python.ParseJSON(text); !python.Equal(vars, want) {
		t.Errorf("the variables are now %s", vars.Repr())
	}
}

func TestConcurrentUse(t *testing.T) {
	tpl := mustCompile(t, "{% macro m(x) %}{{ x }}{% endmacro %}{% for x in l %}{{ l.append(x) if loop.first }}{{ m(x) }}{% endfor %}")
	vars := oracleVars(t)
	want, _ := tpl.Append(nil, vars, nil)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got, err := tpl.Append(nil, vars, nil); err != nil || string(got) != string(want) {
					t.Errorf("got %q, %v, want %q", got, err, want)
				}
			}
		})
	}
	wg.Wait()
}
