package hostile

import "strings"

var (
	manyFindings     = strings.Repeat("a: [{b: c}], ", 400)
	megabyte         = strings.Repeat("  - text: a\n", 1<<20/12)
	megabyteOfValues = strings.Repeat("b,", 1<<19)
)

// conditions are conditions and predicates.
func conditions() []Shape {
	const one = "responses:\n  u:\n  - text: a\n  - text: b\n    condition:\n"
	const predicate = "responses:\n  u:\n  - text: a\n  - text: b\n    condition: \""
	return []Shape{
		repeated("conditions", one, "    - {type: slot, name: s, value: v}\n", ""),
		counted("conditions on distinct slots", one, "    - {type: slot, name: s#, value: v}\n", ""),
		counted("conditions on distinct values", one, "    - {type: slot, name: s, value: v#}\n", ""),
		repeated("broken conditions", one, "    - {typ: slot, nam: s, valu: v}\n", ""),
		repeated("empty conditions", one, "    - {}\n", ""),
		counted("variations with conditions", "responses:\n  u:\n", "  - {text: a#, condition: [{type: slot, name: s, value: v#}]}\n", ""),
		repeated("variations with equal conditions", "responses:\n  u:\n", "  - {text: a, condition: [{type: slot, name: s, value: v}]}\n", ""),
		counted("variations with channels and conditions", "responses:\n  u:\n", "  - {text: a#, channel: c, condition: [{type: slot, name: s#, value: v}]}\n", ""),
		repeated("a condition on a large list", one+"    - {type: slot, name: s, value: [", "v,", "]}\n"),
		repeated("a long slot", one+"    - {type: slot, name: \"", "s", "\", value: v}\n"),
		repeated("a long value", one+"    - {type: slot, name: s, value: \"", "v", "\"}\n"),
		repeated("a predicate of and", predicate+"slots.a == 1", " and slots.a == 1", "\"\n"),
		counted("a predicate of slots", predicate+"slots.a == 1", " or slots.a# == #", "\"\n"),
		repeated("a predicate of not", predicate, "not ", "slots.a\"\n"),
		repeated("a predicate of parentheses", predicate, "(", "\"\n"),
		repeated("a predicate of signs", predicate, "= ", "\"\n"),
		repeated("a predicate of letters", predicate, "a", "\"\n"),
		repeated("a predicate with a set", predicate+"slots.a in {", "1, ", "2}\"\n"),
		counted("a predicate with a set of texts", predicate+"slots.a in {", "'a#', ", "'b'}\"\n"),
		repeated("a predicate with a long text", predicate+"slots.a == '", "b", "'\"\n"),
		repeated("a predicate with a long number", predicate+"slots.a == ", "7", "\"\n"),
		repeated("a predicate with an expression", predicate+"slots.a matches '", "(a|b)*", "'\"\n"),
		repeated("a predicate with a deep expression", predicate+"slots.a matches '", "(", "'\"\n"),
		repeated("a predicate with counts", predicate+"slots.a matches '", "(a{9}){9}", "'\"\n"),
		counted("variations with predicates", "responses:\n  u:\n", "  - {text: a#, condition: 'slots.a == #'}\n", ""),
		repeated("variations with one predicate", "responses:\n  u:\n", "  - {text: a, condition: \"slots.a matches '(a|b)*c'\"}\n", ""),
		repeated("variations with broken predicates", "responses:\n  u:\n", "  - {text: a, condition: \"slots.a ==\"}\n", ""),
	}
}

// jinja are templates of the other engine.
func jinja() []Shape {
	const head, tail = "responses: {u: [{metadata: {template: jinja}, text: \"", "\"}]}\n"
	return []Shape{
		repeated("Jinja variables", head, "{{a}}", tail),
		counted("distinct Jinja variables", head, "{{a#}}", tail),
		repeated("Jinja tags", head, "{% if a %}b{% endif %}", tail),
		repeated("open Jinja tags", head, "{% if a %}", tail),
		repeated("Jinja loops", head, "{% for a in b %}", tail),
		repeated("Jinja blocks", head, "{% set a = 1 %}", tail),
		counted("Jinja macros", head, "{% macro m#() %}{% endmacro %}", tail),
		repeated("Jinja comments", head, "{# a #}", tail),
		repeated("open Jinja comments", head, "{# ", tail),
		repeated("Jinja parentheses", head+"{{ ", "(", " }}"+tail),
		repeated("Jinja brackets", head+"{{ ", "[", " }}"+tail),
		repeated("Jinja filters", head+"{{ a", "|upper", " }}"+tail),
		repeated("Jinja attributes", head+"{{ a", ".b", " }}"+tail),
		repeated("Jinja operators", head+"{{ a", " + a", " }}"+tail),
		repeated("Jinja powers", head+"{{ 2", " ** 2", " }}"+tail),
		repeated("Jinja not", head+"{{ ", "not ", "a }}"+tail),
		repeated("Jinja minus", head+"{{ ", "-", "1 }}"+tail),
		repeated("Jinja comparisons", head+"{{ a", " < a", " }}"+tail),
		repeated("Jinja conditions", head+"{{ a", " if a else a", " }}"+tail),
		repeated("Jinja strings", head+"{{ ", "'a' ", " }}"+tail),
		repeated("a long Jinja string", head+"{{ '", "a", "' }}"+tail),
		repeated("a long Jinja number", head+"{{ ", "7", " }}"+tail),
		repeated("Jinja lists", head+"{{ [", "1,", "] }}"+tail),
		repeated("Jinja maps", head+"{{ {", "1:1,", "} }}"+tail),
		repeated("Jinja calls", head+"{{ a(", "1,", ") }}"+tail),
		repeated("Jinja braces", head, "{", tail),
		repeated("Jinja percent signs", head, "{%", tail),
		repeated("Jinja raw", head, "{% raw %}", tail),
		repeated("Jinja text", head, "a b ", tail),
		repeated("Jinja minus signs", head, "{{- a -}} ", tail),
		repeated("Jinja lines", "responses:\n  u:\n  - metadata: {template: jinja}\n    text: |\n", "      {{ a }}\n", ""),
		repeated("unmarked Jinja", text, "{% if a %}b{% endif %}", endText),
		repeated("variations with Jinja", "responses:\n  u:\n", "  - {metadata: {template: jinja}, text: '{{ a }}'}\n", ""),
	}
}
