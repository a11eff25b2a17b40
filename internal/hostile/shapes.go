package hostile

import "slices"

// Shapes returns all shapes.
func Shapes() []Shape {
	return slices.Concat(texts(), numbers(), lines(), structure(), models(), conditions(), jinja(), many())
}

const (
	text    = "responses: {u: [{text: \""
	endText = "\"}]}\n"
)

// texts are large texts with variables.
func texts() []Shape {
	return []Shape{
		counted("variables", text, "{a#}", endText),
		repeated("one variable", text, "{a}", endText),
		repeated("open braces", text, "{", endText),
		repeated("closing braces", text, "}", endText),
		repeated("doubled braces", text, "{{}}", endText),
		repeated("doubled braces and a variable", text, "{{", "{a}"+endText),
		repeated("variables in doubled braces", text, "{{a}}", endText),
		repeated("conversions", text, "{a!r:{", endText),
		repeated("specifications", text, "{a:>{b}}", endText),
		repeated("indexes", text, "{a[0]}", endText),
		repeated("attributes", text, "{a.b}", endText),
		repeated("stray braces", text, "} ", endText),
		counted("stray braces and variables", text, "{a#} { ", endText),
		repeated("brackets in braces", text, "{0[", endText),
		repeated("digits in braces", text, "{1}", endText),
		repeated("enclosed variables", text, `{'a': '{a}'} `, endText),
		repeated("a long name", text+"{", "a", "}"+endText),
		repeated("a deep name", text+"{", "a.", "a}"+endText),
		repeated("a deep specification", text, "{a:", endText),
		repeated("plain text", text, "a b c ", endText),
		repeated("escapes", text, `\u00e9`, endText),
		repeated("surrogate pairs", text, `\ud83d\ude42`, endText),
		repeated("line breaks in quotes", text, "a\n   \n  ", endText),
		repeated("markup", text, "<b>*a* [b](c) &amp; ", endText),
		repeated("invisible characters", text, "a\u200b", endText),
		repeated("odd breaks in a text", text, "a\u2028", endText),
		repeated("a text block", "responses:\n  u:\n  - text: |\n", "      a {b} c\n", ""),
		repeated("a folded block", "responses:\n  u:\n  - text: >\n", "      a {b} c\n", ""),
		repeated("an indented block", "responses:\n  u:\n  - text: >\n      a\n", "        a\n\n", ""),
		repeated("an empty block", "responses:\n  u:\n  - text: |\n", "      \n", ""),
		repeated("unquoted text", "responses:\n  u:\n  - text: a", " b", "\n"),
		repeated("unquoted text in lines", "responses:\n  u:\n  - text: a\n", "      b\n", "\n"),
		repeated("environment variables", "responses:\n  u:\n  - text: a", " ${A}", "\n"),
		counted("distinct environment variables", "responses:\n  u:\n  - text: a", " $A# ${B#}", "\n"),
	}
}

// numbers are scalars that look like numbers.
func numbers() []Shape {
	const head, tail = "responses: {u: [{text: a, custom: {n: ", "}}]}\n"
	return []Shape{
		repeated("decimal digits", head, "7", tail),
		repeated("hexadecimal digits", head+"0x", "f", tail),
		repeated("octal digits", head+"0o", "7", tail),
		repeated("binary digits", head+"0b", "1", tail),
		repeated("underscores", head+"1", "_", tail),
		repeated("underscores after 0x", head+"0x", "_", tail),
		repeated("a float", head+"1.", "7", tail),
		repeated("an exponent", head+"1e", "7", tail),
		repeated("sexagesimal digits", head+"1", ":59", tail),
		repeated("a timestamp", head+"2001-12-14t21:59:43.", "1", tail),
		repeated("tagged digits", head+"!!int \"0o", "7", "\""+tail),
		repeated("a tagged float", head+"!!float \"0.", "7", "\""+tail),
		repeated("a tagged bool", head+"!!bool \"", "y", "\""+tail),
		repeated("binary data", head+"!!binary \"", "QUFB", "\""+tail),
		counted("many long numbers", "responses: {u: [{text: a, custom: {n: [", "0x"+digits+"#,", "]}}]}\n"),
		counted("numbers as keys", "responses: {u: [{text: a, custom: {", "0x"+digits+"#: 1,", "}}]}\n"),
	}
}

var digits = string(slices.Repeat([]byte("f"), 3000))

// lines are files of odd lines.
func lines() []Shape {
	const good = "responses:\n  u:\n  - text: a\n"
	return []Shape{
		repeated("a comment", good+"#", "x", "\n"),
		repeated("a comment before all", "#", "x", "\n"+good),
		repeated("a comment after a value", "responses:\n  u:\n  - text: a #", "x", "\n"),
		repeated("a comment in brackets", "responses: [ #", "x", "\n]\n"),
		repeated("comments", good, "# x\n", ""),
		repeated("comments before all", "", "#\n", good),
		repeated("indented comments", good, "      # x\n \n", ""),
		repeated("comments after items", "responses:\n  u:\n", "  - text: a # x\n  # y\n\n", ""),
		repeated("comments in brackets", "responses: {u: [", "{text: a}, # x\n", "]}\n"),
		repeated("signs of comments", good, "#", "\n"),
		repeated("tabs", good, "\t", "\n"),
		repeated("tabs before all", "", "\t", "\n"+good),
		repeated("tabs in lines", good, "\t\n", ""),
		repeated("tabs after a value", "responses:\n  u:\n  - text: a", "\t", "\n"),
		repeated("tabs in text", "responses:\n  u:\n  - text: a", "\tb", "\n"),
		repeated("tabs in quotes", text, "\t", endText),
		repeated("tabs before comments", good, "\t#\n", ""),
		repeated("spaces", good, " ", "\n"),
		repeated("spaces in lines", good, "  \n", ""),
		repeated("spaces in text", "responses:\n  u:\n  - text: a", " ", "b\n"),
		repeated("blank lines", good, "\n", ""),
		repeated("blank lines before all", "", "\n", good),
		repeated("carriage returns", good, "\r", ""),
		repeated("blank lines of CR LF", good, "\r\n", ""),
		repeated("odd breaks before a key", "", "\u2028", "responses: {}\n"),
		repeated("odd breaks after a value", "responses:\n  u:\n  - text: a", "\u2028", "\n"),
		repeated("odd breaks in brackets", "responses: [", "\u0085", "a]\n"),
		repeated("byte order marks", "", "\ufeff", good),
		repeated("byte order marks in lines", good, "\ufeff\n", ""),
		repeated("NUL", good, "\x00", ""),
		repeated("bytes that are no UTF-8", good, "\xff", ""),
		repeated("marks of merges", good, "=======\n", ""),
		repeated("directives", "", "%TAG !a! b\n", "---\n"+good),
		counted("distinct directives", "", "%TAG !a#! b\n", "---\n"+good),
		repeated("unknown directives", "", "%a b\n", "---\n"+good),
		repeated("a directive", "%", "a", "\n---\n"+good),
		repeated("a long tag prefix", "%TAG !a! ", "b", "\n---\n"+good),
		repeated("documents", good, "---\n", ""),
		repeated("documents with values", "", "--- a\n", ""),
		repeated("ends of documents", good, "...\n", ""),
		repeated("percent signs", good, "%", ""),
		repeated("lines that are no keys", good, "x\n", ""),
		repeated("lines with an invisible character", good, "\u00a0x: y\n", ""),
		after("comments between tabs", good, "#\n", "", "\t\n", ""),
		after("tabs between comments", good, "\t\n", "#\n", "\t\n", "#\n"),
	}
}
