package nlg

import (
	"fmt"

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

// Str returns a string value.
func Str(s string) Value { return python.Str(s) }

// ValueOf returns a Go value as Rasa, being Python, would have it: booleans,
// strings, integers and floats of every size, *big.Int, json.Number, slices,
// arrays and maps of these, pointers to them, nil, and a [Value]. The error
// names the type that it cannot take.
func ValueOf(v any) (Value, error) {
	out, err := python.Of(v)
	if err != nil {
		return Value{}, fmt.Errorf("nlg: cannot take %w", err)
	}
	return out, nil
}

// Values returns a Mapping of names and values: name, value, name, value, …
// where a value is anything that [ValueOf] takes. It panics on anything else,
// and on a name that is not a string: use [ValueOf] for values that come from
// outside of the program.
func Values(pairs ...any) *Dict {
	if len(pairs)%2 != 0 {
		panic("nlg: Values needs pairs of a name and a value")
	}
	d := python.NewDict(len(pairs) / 2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			panic(fmt.Sprintf("nlg: a name must be a string, not %T", pairs[i]))
		}
		v, err := ValueOf(pairs[i+1])
		if err != nil {
			panic(fmt.Sprintf("%v for %q", err, name))
		}
		d.Set(name, v)
	}
	return d
}
