package wire

import "fmt"

// Kind is a kind of Error.
type Kind uint8

// The kinds of Error.
const (
	// Syntax: the body is not JSON.
	Syntax Kind = iota
	// Truncated: the body ends too early.
	Truncated
	// WrongType: a field that is read has a value of another type.
	WrongType
	// Missing: a required field is missing.
	Missing
	// TooDeep: the body nests deeper than it may.
	TooDeep
)

// Error says why a body cannot be read.
type Error struct {
	Kind Kind
	// Offset is the offset of the error in the body, from 0.
	Offset int
	// Field is the path of the field, such as "tracker.slots"; empty if the error
	// is outside of the fields that are read.
	Field string
	// Message says what is wrong, in lower case.
	Message string
}

func (e *Error) Error() string {
	if e.Kind == Missing {
		return e.Message
	}
	return fmt.Sprintf("%s (byte %d)", e.Message, e.Offset)
}

// in sets the error's field, if it has none yet.
func (e *Error) in(field string) *Error {
	if e != nil && e.Field == "" {
		e.Field = field
	}
	return e
}
