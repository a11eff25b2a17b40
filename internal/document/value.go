package document

import (
	"iter"
	"strconv"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
)

// Value is a value in a document.
type Value struct {
	node *yamlsrc.Node
	doc  *yamlsrc.Document
	// via is the alias, or the map with a merge key, through which the value was
	// reached; nil if there is none.
	via *yamlsrc.Node
}

// child returns a value in v.
func (v Value) child(n *yamlsrc.Node) Value {
	if n == nil {
		return Value{doc: v.doc}
	}
	c := Value{n, v.doc, v.via}
	if origin := v.node.Origin(n); origin != nil && (v.via == nil || origin == n) {
		c.via = origin
	}
	return c
}

// IsMissing reports whether there is no value.
func (v Value) IsMissing() bool { return v.node == nil }

// IsNull reports whether the value is null, ~, or a key with nothing after it.
func (v Value) IsNull() bool { return v.node != nil && yamlsrc.IsNull(v.node) }

// IsMap reports whether the value is a map.
func (v Value) IsMap() bool { return v.node != nil && v.node.Kind == yamlsrc.Mapping }

// IsList reports whether the value is a list.
func (v Value) IsList() bool { return v.node != nil && v.node.Kind == yamlsrc.Sequence }

// IsScalar reports whether the value is neither a map nor a list.
func (v Value) IsScalar() bool { return v.node != nil && v.node.Kind == yamlsrc.Scalar }

// Text returns the value of a string and reports whether it is one.
func (v Value) Text() (string, bool) {
	if !v.IsScalar() {
		return "", false
	}
	return v.node.Value.Text()
}

// String returns the value of a string, and "" for anything else.
func (v Value) String() string {
	text, _ := v.Text()
	return text
}

// Printed returns a scalar as Python prints it, empty for null and for a list or
// a map.
func (v Value) Printed() string {
	if !v.IsScalar() || v.node.Value.IsNone() {
		return ""
	}
	return v.node.Value.Str()
}

// Bool returns the value of a boolean and reports whether it is one.
func (v Value) Bool() (value, ok bool) {
	if !v.IsScalar() || v.node.Value.Kind() != python.KindBool {
		return false, false
	}
	return v.node.Value.Truth(), true
}

// Float returns a number and reports whether the value is one. A boolean is the
// number that it is in Python.
func (v Value) Float() (float64, bool) {
	if !v.IsScalar() {
		return 0, false
	}
	return v.node.Value.Float64()
}

// Int returns an integer and reports whether the value is one.
func (v Value) Int() (int64, bool) {
	if !v.IsScalar() || v.node.Value.TypeName() != "int" {
		return 0, false
	}
	return v.node.Value.Int64()
}

// Python returns the whole value as a Python value, None if it is missing.
func (v Value) Python() python.Value {
	if v.node == nil {
		return python.None()
	}
	return v.node.ToValue()
}

// Len returns the number of entries of a map or items of a list.
func (v Value) Len() int {
	if v.node == nil {
		return 0
	}
	return len(v.node.Items) + len(v.node.Pairs)
}

// Items yields the items of a list.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.node == nil {
			return
		}
		for _, item := range v.node.Items {
			if !yield(v.child(item)) {
				return
			}
		}
	}
}

// Entries yields the entries of a map, those of merge keys (<<) first.
func (v Value) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		if v.node == nil {
			return
		}
		for _, p := range v.node.Pairs {
			if !yield(v.entry(p)) {
				return
			}
		}
	}
}

// Get returns the value of a string key of a map.
func (v Value) Get(key string) Value { return v.child(v.node.Get(key)) }

// At returns the value at a path such as buttons[3].title, or the nearest one
// above it.
func (v Value) At(path string) Value {
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		next := v.Get(part)
		if i, err := strconv.ParseUint(part, 10, 31); err == nil && v.IsList() && int(i) < len(v.node.Items) {
			next = v.child(v.node.Items[i])
		}
		if next.IsMissing() {
			break
		}
		v = next
	}
	return v
}

// IsSame reports whether two values are the same value at the same position.
func (v Value) IsSame(other Value) bool { return v.node == other.node }

// Position returns the value's position.
func (v Value) Position() diag.Position { return v.doc.Position(v.node) }

// WrittenAt returns the position of a diagnostic about the value: its own, or that of
// the alias that stands for it.
func (v Value) WrittenAt() diag.Position {
	if v.via == nil || v.via != v.node {
		return v.Position()
	}
	return v.doc.OriginPosition(v.via)
}

// Diagnose returns a diagnostic at the value's position. That of an alias is at
// the alias, with the position of its anchor; that of a value in an anchor is at
// the value, with the position of the alias through which it was reached.
func (v Value) Diagnose(s diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	if v.via != v.node || v.via == nil {
		return v.viaAlias(v.doc.Diagnose(v.node.Line, v.node.Column, s, code, message, hint))
	}
	at := v.WrittenAt()
	d := v.doc.Diagnose(at.Line, at.Column, s, code, message, hint)
	d.Related = &diag.Related{Position: v.Position(), Message: "the aliased value is here"}
	return d
}

// DiagnoseAt returns a diagnostic at a byte of the value's string, at its position
// in the file. For a value that is not a string, it is at the value's position.
func (v Value) DiagnoseAt(offset int, s diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	line, column := v.doc.Locate(v.node, max(offset, 0))
	return v.viaAlias(v.doc.Diagnose(line, column, s, code, message, hint))
}

// viaAlias adds the position of the alias through which the value was reached.
func (v Value) viaAlias(d diag.Diagnostic) diag.Diagnostic {
	if v.via != nil {
		d.Related = &diag.Related{Position: v.doc.OriginPosition(v.via), Message: "used here through an alias"}
	}
	return d
}

// Place returns the value's place, which outlives the value; see
// [Document.Release].
func (v Value) Place() Place { return Place{v.doc, v.node.Line, v.node.Column} }

// Place is a place in a document.
type Place struct {
	doc          *yamlsrc.Document
	line, column int
}

// Diagnose returns a diagnostic at the place.
func (p Place) Diagnose(s diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	return p.doc.Diagnose(p.line, p.column, s, code, message, hint)
}

// Describe names the type of the value, for messages: "a list", "a number".
func (v Value) Describe() string { return yamlsrc.Describe(v.node) }
