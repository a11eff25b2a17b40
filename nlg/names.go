package nlg

import (
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/selector"
)

// These are the types of other rooms that the API shows, named so that other
// modules can name them too.
type (
	// File is one content file, as it was read.
	File = content.File
	// Diagnostic is one thing to tell the author of the content.
	Diagnostic = diag.Diagnostic
	// Diagnostics is a list of them, sorted by place.
	Diagnostics = diag.List
	// Position is a place in a content file.
	Position = diag.Position
	// Value is a value as Python sees it.
	Value = python.Value
	// Mapping is a set of named values, such as a tracker's slots.
	Mapping = python.Mapping
	// Dict is a Mapping that holds its values.
	Dict = python.Dict
	// Group is a variation's place in the order of priority.
	Group = selector.Group
	// Reason is one part of a condition and what it came to.
	Reason = selector.Reason
)

// ParseJSON reads a JSON value as Python does: see the values of a [Request].
func ParseJSON(text string) (Value, error) { return python.ParseJSON(text) }

// Str returns a text value.
func Str(s string) Value { return python.Str(s) }

// Values returns a Mapping of text keys: key, value, key, value, … where each
// value is a string, an int, a bool, nil or a [Value].
func Values(pairs ...any) *Dict {
	d := python.NewDict(len(pairs) / 2)
	for i := 0; i+1 < len(pairs); i += 2 {
		d.Set(pairs[i].(string), valueOf(pairs[i+1]))
	}
	return d
}

func valueOf(v any) Value {
	switch v := v.(type) {
	case Value:
		return v
	case string:
		return python.Str(v)
	case bool:
		return python.Bool(v)
	case int:
		return python.Int(int64(v))
	case float64:
		return python.Float(v)
	default:
		return python.None()
	}
}
