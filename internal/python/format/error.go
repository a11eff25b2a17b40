package format

import "fmt"

// Kind is the Python exception that an [Error] stands for.
type Kind uint8

// The kinds of Error. The last three are not Python's: LimitError is a result
// larger than the caller allows, WorkError one that takes more work or memory than
// its budget has left, UnsupportedError one that only the interpreter knows, as the
// address in a method's repr.
const (
	ValueError Kind = iota + 1
	TypeError
	OverflowError
	KeyError
	IndexError
	AttributeError
	LimitError
	WorkError
	UnsupportedError
)

// String returns the name of the exception, or "limit", "work" or "unsupported".
func (k Kind) String() string {
	switch k {
	case ValueError:
		return "ValueError"
	case TypeError:
		return "TypeError"
	case OverflowError:
		return "OverflowError"
	case KeyError:
		return "KeyError"
	case IndexError:
		return "IndexError"
	case AttributeError:
		return "AttributeError"
	case LimitError:
		return "limit"
	case WorkError:
		return "work"
	default:
		return "unsupported"
	}
}

// Error is what Python would raise.
type Error struct {
	Kind Kind
	// Message is Python's text: str() of the exception.
	Message string
	// Key is the key that a KeyError did not find, as str() prints it.
	Key string
	// Offset is the byte in the template of [StrFormat] at which the field or
	// the brace that failed is, -1 if there is no such place.
	Offset int
}

// Error returns the exception as a traceback ends: "ValueError: …".
func (e *Error) Error() string { return e.Kind.String() + ": " + e.Message }

func errorf(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...), Offset: -1}
}

func limitError(limit int) *Error {
	return errorf(LimitError, "the result is larger than %d bytes", limit)
}

func workError() *Error {
	return errorf(WorkError, "no work or memory is left for it")
}
