package document

import (
	"strings"

	"nlgserver/internal/yamlsrc"
)

// IsPlain reports whether the value is a scalar without quotes, and not a block.
func (v Value) IsPlain() bool { return v.IsScalar() && v.node.Style == yamlsrc.Plain }

// IsDoubleQuoted reports whether the value is a string in double quotes, the only
// one in which escapes such as \n work.
func (v Value) IsDoubleQuoted() bool { return v.IsScalar() && v.node.Style == yamlsrc.DoubleQuoted }

// IsBlock reports whether the value is a string after | or >.
func (v Value) IsBlock() bool {
	return v.IsScalar() && (v.node.Style == yamlsrc.Literal || v.node.Style == yamlsrc.Folded)
}

// Written returns the bytes of the value in the file.
func (v Value) Written() string {
	if v.node == nil {
		return ""
	}
	text, start, end := v.doc.Text(), v.Start(), v.End()
	return text[min(start, end):end]
}

// InPlace returns a text as it is written in the place of the value's: as it is, or
// in quotes of its own if it cannot stand in the value's.
func (v Value) InPlace(text string) string {
	switch {
	case v.IsDoubleQuoted() && strings.ContainsAny(text, "\n\t"):
		return `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\n", `\n`, "\t", `\t`).Replace(text) + `"`
	case v.IsDoubleQuoted() && strings.ContainsAny(text, `"\`),
		v.IsScalar() && v.node.Style == yamlsrc.SingleQuoted && strings.Contains(text, "'"):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	default:
		return text
	}
}

// Behind returns the rest of the line behind the value: blanks, a comma or a
// bracket, a comment.
func (v Value) Behind() string {
	if v.node == nil {
		return ""
	}
	return v.doc.RestOfLine(v.End())
}

// IsSingleQuoted reports whether the value is a string in single quotes.
func (v Value) IsSingleQuoted() bool { return v.IsScalar() && v.node.Style == yamlsrc.SingleQuoted }

// IsFolded reports whether the value is a string after >.
func (v Value) IsFolded() bool { return v.IsScalar() && v.node.Style == yamlsrc.Folded }

// Style is how a value is written.
type Style = yamlsrc.Style

// The styles of [WriteText].
const (
	Plain        = yamlsrc.Plain
	SingleQuoted = yamlsrc.SingleQuoted
	DoubleQuoted = yamlsrc.DoubleQuoted
)

// Styles is one more than the largest [Style].
const Styles = yamlsrc.Flow + 1

// Style returns how the value is written.
func (v Value) Style() Style {
	if v.node == nil {
		return Plain
	}
	return v.node.Style
}

// WriteText returns a string as it is written on one line; see [yamlsrc.WriteText].
func WriteText(text string, want Style, inFlow bool) string {
	return yamlsrc.WriteText(text, want, inFlow)
}

// WriteBlock returns a string as lines below | or >; see [yamlsrc.WriteBlock].
func WriteBlock(text string, folded bool, indent, width int, newline string) (lines, end string, ok bool) {
	return yamlsrc.WriteBlock(text, folded, indent, width, newline)
}
