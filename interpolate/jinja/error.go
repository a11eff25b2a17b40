package jinja

import (
	"errors"
	"fmt"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

// SyntaxError says why a template does not compile.
type SyntaxError struct {
	// Offset is the byte of the fault in the source; Line is its
	// line, counted from 1.
	Offset, Line int
	// Message says what is wrong, in lower case.
	Message string
	// Hint says how to fix it; it may be empty.
	Hint string
	// Wrong stands at Offset and can only mean Right; both are empty if that is not
	// certain.
	Wrong, Right string
	// Refused is set where Jinja2 would compile the template and this engine,
	// which has nowhere to load another template from, does not.
	Refused bool
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// Kind says what an [Error] means for the message that is being filled.
type Kind uint8

const (
	// Undefined is Jinja2's UndefinedError: Rasa sends the text as written.
	Undefined Kind = iota + 1
	// Raised is any other exception: in Rasa the action fails.
	Raised
	// Limit is not Jinja2's: the template wanted more than its [Limits] allow.
	Limit
)

// String returns "undefined", "raised" or "limit".
func (k Kind) String() string {
	switch k {
	case Undefined:
		return "undefined"
	case Raised:
		return "raised"
	default:
		return "limit"
	}
}

// Error says why a template could not be rendered.
type Error struct {
	Kind Kind
	// Message is what Python would say, with the name of the exception, or the
	// name of the limit.
	Message string
	// Offset is the byte in the source of the expression that failed; Line is
	// its line, counted from 1.
	Offset, Line int
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// raise returns a Python exception; name is its class.
func raise(name, format string, args ...any) error {
	return &Error{Kind: Raised, Message: name + ": " + fmt.Sprintf(format, args...), Offset: -1}
}

func typeError(format string, args ...any) error  { return raise("TypeError", format, args...) }
func valueError(format string, args ...any) error { return raise("ValueError", format, args...) }

// unsupported is for the little that Python can do and this engine cannot.
func unsupported(format string, args ...any) error {
	return &Error{Kind: Raised, Message: "not supported: " + fmt.Sprintf(format, args...), Offset: -1}
}

func limitError(format string, args ...any) error {
	return &Error{Kind: Limit, Message: fmt.Sprintf(format, args...), Offset: -1}
}

// at gives an error the place of the innermost expression that failed.
func at(err error, pos int) error {
	if e, ok := errors.AsType[*Error](err); ok && e.Offset < 0 {
		e.Offset = pos
	}
	return err
}

// formatError turns an error of format into one of ours.
func formatError(err error) error {
	e, ok := errors.AsType[*format.Error](err)
	if !ok {
		return raise("ValueError", "%v", err)
	}
	switch e.Kind {
	case format.LimitError:
		return limitError("output limit: %s", e.Message)
	case format.WorkError:
		return limitError("work limit: %s", e.Message)
	case format.UnsupportedError:
		return unsupported("%s", e.Message)
	default:
		return raise(e.Kind.String(), "%s", e.Message)
	}
}

// longestShown is how much of a value is in a message, in bytes.
const longestShown = 200

// shown returns a value as a message shows it: its repr, cut short if it is long.
func shown(v python.Value) string {
	if s, ok := isText(v); ok && len(s) > longestShown {
		v = python.Str(strings.ToValidUTF8(s[:longestShown], ""))
		return v.Repr() + "…"
	}
	repr, stop := python.AppendReprWithin(nil, v, 2*longestShown, nil)
	if stop != python.Whole {
		return string(repr) + "…"
	}
	return string(repr)
}
