package wire

import (
	"fmt"

	"nlgserver/internal/budget"
)

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
	// TooExpensive: the request's budget does not pay for reading the body, or for
	// decoding what is asked of it.
	TooExpensive
)

// Error says why a body cannot be read.
type Error struct {
	Kind Kind
	// Reason is why the budget said no, if the Kind is TooExpensive.
	Reason budget.Reason
	// Offset is the offset of the error in the body, from 0; -1 if it has no place.
	Offset int
	// Field is the path of the field, such as "tracker.slots"; empty if the error
	// is outside of the fields that are read.
	Field string
	// Message says what is wrong, in lower case.
	Message string
}

func (e *Error) Error() string {
	if e.Kind == Missing || e.Offset < 0 {
		return e.Message
	}
	return fmt.Sprintf("%s (byte %d)", e.Message, e.Offset)
}

// tooExpensive returns the error of what a budget did not pay for.
func tooExpensive(b *budget.Budget, what string, offset int) *Error {
	return &Error{Kind: TooExpensive, Reason: b.Reason(), Offset: offset, Message: what + because(b.Reason())}
}

// because says what a reason means.
func because(reason budget.Reason) string {
	switch reason {
	case budget.Memory:
		return " takes more memory than a request may have"
	case budget.Busy:
		return " needs more memory than the server has left now"
	case budget.Gone:
		return " is not read any further: the client has gone"
	default:
		return " takes more work than a request may have"
	}
}

// in sets the error's field, if it has none yet.
func (e *Error) in(field string) *Error {
	if e != nil && e.Field == "" {
		e.Field = field
	}
	return e
}
