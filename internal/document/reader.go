package document

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/near"
)

// Reader reads values that must be of a certain type and collects errors about
// them. Messages use the caller's name for a value, such as the key or "an item of
// languages".
type Reader struct {
	// WrongType and UnknownKey are the codes of these two errors.
	WrongType, UnknownKey diag.Code
	// Found holds the diagnostics, in the order of the calls.
	Found diag.List
}

// Error adds an error at a value.
func (r *Reader) Error(at Value, code diag.Code, message, hint string) {
	r.Found = append(r.Found, at.Diagnose(diag.Error, code, message, hint))
}

// Mistyped adds the error of a value of the wrong type.
func (r *Reader) Mistyped(v Value, name, want, hint string) {
	r.Error(v, r.WrongType, MustBe(v, name, want), hint)
}

// MustBe returns the message about a value of the wrong type.
func MustBe(v Value, name, want string) string {
	return name + " must be " + want + ", not " + v.Describe()
}

// String returns the value of a string and reports whether it is one. Null is
// not; a missing value is not either, but that is not an error.
func (r *Reader) String(v Value, name string) (string, bool) {
	text, ok := v.Text()
	if !ok && !v.IsMissing() {
		r.Mistyped(v, name, "a string", stringHint(v, name))
	}
	return text, ok
}

// stringHint returns the hint for writing the string.
func stringHint(v Value, name string) string {
	switch {
	case v.IsNull():
		return "write the string, or remove the line"
	case v.IsScalar():
		return "quote it: " + diag.InBackticks(v.Quoted())
	case v.IsMap() && v.IsFlow():
		return "text that starts with { must be quoted: " + diag.InBackticks(v.Quoted())
	default:
		return "write a single string after " + name + ":"
	}
}

// Strings returns the strings of a list.
func (r *Reader) Strings(v Value, name string) []string {
	example := "a, b"
	if v.IsScalar() && !v.IsNull() {
		example = v.Printed()
	}
	if !r.List(v, name, "write `"+name+": ["+example+"]`") {
		return nil
	}
	var out []string
	for item := range v.Items() {
		if text, ok := r.String(item, "an item of "+name); ok {
			out = append(out, text)
		}
	}
	return out
}

// List reports whether the value is a list. A missing value is not, but that is not
// an error.
func (r *Reader) List(v Value, name, hint string) bool {
	if !v.IsList() && !v.IsMissing() {
		r.Mistyped(v, name, "a list", hint)
	}
	return v.IsList()
}

// Map reports whether the value is a map. A missing value is not, but that is not
// an error.
func (r *Reader) Map(v Value, name, hint string) bool {
	if !v.IsMap() && !v.IsMissing() {
		r.Mistyped(v, name, "a map", hint)
	}
	return v.IsMap()
}

// Keys adds an error for each unknown key of a map. what names the map, such as "a
// test".
func (r *Reader) Keys(v Value, what string, known ...string) {
	for e := range v.Entries() {
		if !slices.Contains(known, e.Name()) {
			r.Unknown(e, what, known...)
		}
	}
}

// Unknown adds the error of an unknown key.
func (r *Reader) Unknown(e Entry, what string, known ...string) {
	hint := "the keys are " + strings.Join(known, ", ")
	if other, ok := nearest(e.Name(), known); ok {
		hint = "did you mean `" + other + "`?"
	}
	r.Error(e.Key, r.UnknownKey, "unknown key "+Quote(e.Name())+" in "+what, hint)
}

// nearest returns the key that was most likely meant, which may be a plural or
// singular.
func nearest(name string, known []string) (string, bool) {
	for _, key := range known {
		if key+"s" == name || name+"s" == key {
			return key, true
		}
	}
	return near.Name(name, slices.Values(known))
}

// Quote puts a name in quotes for a message, on one line.
func Quote(name string) string {
	mark := `"`
	if strings.Contains(name, mark) {
		mark = "'"
	}
	return mark + strings.ReplaceAll(name, "\n", " ") + mark
}
