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
