package responses

import (
	"iter"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
)

// Value is a value in a file, with its position. The zero Value is a missing
// value: it has no fields, no items and no text.
type Value struct {
	doc  *yamlsrc.Document
	node *yamlsrc.Node
}

// Field is one entry of a map.
type Field struct{ Key, Value Value }

// Exists reports whether there is a value.
func (v Value) Exists() bool { return v.node != nil }

// IsMap reports whether the value is a map.
func (v Value) IsMap() bool { return v.node != nil && v.node.Kind == yamlsrc.Mapping }

// IsList reports whether the value is a list.
func (v Value) IsList() bool { return v.node != nil && v.node.Kind == yamlsrc.Sequence }

// IsScalar reports whether the value is neither a map nor a list.
func (v Value) IsScalar() bool { return v.node != nil && v.node.Kind == yamlsrc.Scalar }

// IsNull reports whether the value is written and is null.
func (v Value) IsNull() bool { return v.node != nil && yamlsrc.IsNull(v.node) }

// Text returns the value if it is a string.
func (v Value) Text() (text string, ok bool) {
	if !v.IsScalar() {
		return "", false
	}
	return v.node.Value.Text()
}

// String returns the value if it is a string, and otherwise "".
func (v Value) String() string {
	text, _ := v.Text()
	return text
}

// Python returns the value as Rasa sees it, or None if it is missing.
func (v Value) Python() python.Value {
	if v.node == nil {
		return python.None()
	}
	return v.node.ToValue()
}

// Get returns the value of a key of a map.
func (v Value) Get(key string) Value { return Value{v.doc, v.node.Get(key)} }

// Len returns how many items a list or entries a map has.
func (v Value) Len() int {
	if v.node == nil {
		return 0
	}
	return len(v.node.Items) + len(v.node.Pairs)
}

// Items yields the items of a list.
func (v Value) Items() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		if v.node == nil {
			return
		}
		for i, item := range v.node.Items {
			if !yield(i, Value{v.doc, item}) {
				return
			}
		}
	}
}

// Fields yields the entries of a map in Rasa's order: entries of merge keys
// come first.
func (v Value) Fields() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		if v.node == nil {
			return
		}
		for _, p := range v.node.Pairs {
			if !yield(Field{Value{v.doc, p.Key}, Value{v.doc, p.Value}}) {
				return
			}
		}
	}
}

// At returns the value at a path such as buttons[3].title, or the closest one
// above it.
func (v Value) At(path string) Value {
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		next := v.Get(part)
		if v.IsList() {
			if i, ok := index(part); ok && i < len(v.node.Items) {
				next = Value{v.doc, v.node.Items[i]}
			}
		}
		if !next.Exists() {
			break
		}
		v = next
	}
	return v
}

func index(part string) (int, bool) {
	n := 0
	for _, c := range part {
		if c < '0' || c > '9' || n > 1<<20 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, part != ""
}

// Position returns where the value is.
func (v Value) Position() diag.Position { return v.doc.Position(v.node) }

// Extent returns the offsets of the value in the file: of its first byte, and
// of the byte after its last. An alias has the extent of its anchor's value.
func (v Value) Extent() (start, end int) { return v.doc.Start(v.node), v.doc.End(v.node) }

// Describe names the type of the value for a message: "a list", "a number".
func (v Value) Describe() string { return yamlsrc.Describe(v.node) }

// Diagnose returns a diagnostic at the value.
func (v Value) Diagnose(s diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	return v.doc.Diagnose(v.node.Line, v.node.Column, s, code, message, hint)
}

// DiagnoseAt returns a diagnostic at a byte offset in the value's string.
func (v Value) DiagnoseAt(offset int, s diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	line, column := v.doc.Locate(v.node, max(offset, 0))
	return v.doc.Diagnose(line, column, s, code, message, hint)
}
