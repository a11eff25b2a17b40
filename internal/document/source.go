package document

import (
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
)

// Source returns a value as the file has it, and reports whether it is on one
// line.
func (v Value) Source() (string, bool) {
	if v.node == nil {
		return "", false
	}
	start, end := v.Start(), v.End()
	text := v.doc.Text()
	if start >= end || end > len(text) || strings.ContainsAny(text[start:end], "\r\n") {
		return "", false
	}
	return text[start:end], true
}

// Quoted returns the source of a value in quotes, for a hint: what the author
// wrote, as text. It is the one place that turns 0123 into "0123", and not into
// "123".
func (v Value) Quoted() string {
	source, ok := v.Source()
	switch {
	case !ok && v.IsScalar():
		return yamlsrc.Quote(v.Printed())
	case !ok:
		return `"…"`
	case v.IsScalar() && v.node.Style != yamlsrc.Plain:
		return source // its type comes from a tag
	default:
		return yamlsrc.Quote(source)
	}
}

// longestLine bounds the text that [Value.Line] returns: a file of one line may have
// a million values.
const longestLine = 4 << 10

// Line returns the file's text from the value's first character to the end of the
// line, without a comment. The end of a very long line is missing.
func (v Value) Line() string {
	text := v.doc.Text()[v.Start():]
	if end := longestLine; len(text) > end {
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		text = text[:i]
	}
	if i := strings.Index(text, " # "); i > 0 {
		text = text[:i]
	}
	return strings.TrimRight(text, " \t")
}

// IsInFlow reports whether the scalar is an item of a list in [], or the last value
// of a map in {}: a comma or a bracket follows it on its line.
func (v Value) IsInFlow() bool {
	text := v.doc.Text()[v.End():]
	rest := strings.TrimLeft(text[:min(len(text), longestLine)], " ")
	return rest != "" && strings.IndexByte(",]}", rest[0]) >= 0
}

// EmptyBlock reports whether the value is | or > without text, and says how to mend
// it.
func (v Value) EmptyBlock() (hint string, ok bool) { return v.doc.EmptyBlock(v.node) }

// Before returns the file's text from the start of the line to the value.
func (v Value) Before() string {
	return v.doc.StartOfLine(v.Start())
}

// QuoteText returns text of a file in quotes, as the value of a key.
func QuoteText(text string) string { return yamlsrc.Quote(text) }

// Write returns the hint to write text of the file in place of what is there.
func Write(text string) string { return "write " + diag.InBackticks(text) }

// Slip is a usual mistake in a line of a file.
type Slip = yamlsrc.Slip

// KeySlip looks for the mistake in a line that was meant as a key and its value,
// such as text:Hello.
func KeySlip(line string) (Slip, bool) { return yamlsrc.KeySlip(line, false) }

// DashSlip looks for the mistake in a line that was meant as an item of a list,
// such as -text: Hello.
func DashSlip(line string) (Slip, bool) { return yamlsrc.DashSlip(line) }

// InvisibleHint returns the hint for an invisible character in a name or a key.
func InvisibleHint(r rune, first bool) string { return yamlsrc.HintInvisible(r, first) }
