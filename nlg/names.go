package nlg

import (
	"fmt"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/selector"
)

// File is one content file, as it was read:
//
//	type File struct {
//		Path   string // shown in diagnostics
//		Root   int    // which of several directories it belongs to, from 0
//		Name   string // the path below the directory; "" means Path
//		Data   []byte // nobody may change them
//		Direct bool   // named by its own path: content, whatever it holds
//	}
//
// All but Path take part in the version of a catalog; see [Catalog.Version].
type File = content.File

// Diagnostic is one thing to tell the author of the content:
//
//	type Diagnostic struct {
//		Position          // where it is
//		Severity Severity // Warning, Defect or Error
//		Code     Code     // stable, such as "NLG022"
//		Message  string   // what is wrong, in lower case
//		Hint     string   // how to fix it; may be empty
//		Source   string   // the text of the line
//		Related  *Related // another place that takes part; may be nil
//		Others   *Others  // further places of a merged one; may be nil
//		Fact     string   // equal for those that say the same; may be empty
//	}
//
// Its method Text returns it as the command line prints it.
type Diagnostic = diag.Diagnostic

// Related is a second place that a [Diagnostic] speaks of:
//
//	type Related struct {
//		Position
//		Message string
//	}
type Related = diag.Related

// Others are the other places of a [Diagnostic] that stands for several:
//
//	type Others struct {
//		Count     int
//		Positions []Position
//	}
type Others = diag.Others

// Diagnostics is a list of [Diagnostic]. HasErrors reports whether an author
// has something to fix, Refused whether the content is rejected.
type Diagnostics = diag.List

// Position is a place in a content file:
//
//	type Position struct {
//		File   string
//		Line   int // from 1; 0 if unknown
//		Column int // from 1, in characters; 0 if unknown
//	}
type Position = diag.Position

// Value is a value as Python sees it: None, a bool, an int of any size, a
// float, a str, a list, a tuple or a dict. The zero Value is None. [ValueOf]
// and [ParseJSON] make one; its methods Text, Int64, Float64, Items and Dict
// take it apart, and AppendJSON writes it.
type Value = python.Value

// Kind says which Python type a [Value] has; its method TypeName names it.
type Kind = python.Kind

// Object is a value of a type that only one package knows, such as the loop of
// a Jinja template. No slot, argument or reply has one.
type Object = python.Object

// Entry is one entry of a [Dict]:
//
//	type Entry struct {
//		Key, Value Value
//	}
type Entry = python.Entry

// Mapping is a set of named values, such as a tracker's slots:
//
//	type Mapping interface {
//		Get(name string) (Value, bool)
//		Each(yield func(name string, v Value) bool)
//	}
//
// Implement it to look values up only when a text or a condition asks for them.
type Mapping = python.Mapping

// Dict is a [Mapping] that holds its values in their order; [Values] makes one.
type Dict = python.Dict

// Group is a variation's place in the order of priority:
// selector.ConditionAndChannel, Channel, Condition or Default.
type Group = selector.Group

// Reason is one part of a condition and what it came to:
//
//	type Reason struct {
//		Text   string        // the part, such as "tier is 'gold'"
//		Actual string        // the slot's value as Python prints it
//		Holds  bool          // the outcome
//		Role   selector.Role // what the part does in the condition
//		Depth  int           // how many parts it is a part of
//	}
type Reason = selector.Reason

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
