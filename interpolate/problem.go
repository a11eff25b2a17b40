package interpolate

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"nlgserver/internal/python/format"
)

// ProblemKind says whether Rasa sends the text unfilled too.
type ProblemKind uint8

const (
	// Missing is a KeyError: a name that no variable has. Rasa sends the text
	// as written too.
	Missing ProblemKind = iota + 1
	// Raised is any other error: Rasa's action fails and its bot says nothing;
	// we send the text as written.
	Raised
	// Limit is a text that would become larger than [MaxSize], or for which no work
	// or memory is left; Rasa has no such limit.
	Limit
)

// String returns "missing", "raised" or "limit".
func (k ProblemKind) String() string {
	switch k {
	case Missing:
		return "missing"
	case Raised:
		return "raised"
	default:
		return "limit"
	}
}

// Problem is why a text is sent as written.
type Problem struct {
	Kind ProblemKind
	// Message says what is wrong, in lower case.
	Message string
	// Name is the variable that is missing, empty if the problem is another.
	Name string
	// Offset is the byte of the field or the stray brace in the text as written,
	// -1 if there is no such place.
	Offset int
}

// newProblem translates an error of Python's str.format; original maps the
// offsets of the text that was formatted to those of the text as written.
func newProblem(err error, original func(int) int) *Problem {
	e, ok := errors.AsType[*format.Error](err)
	if !ok {
		return &Problem{Kind: Raised, Message: err.Error(), Offset: -1}
	}
	offset := e.Offset
	if offset >= 0 {
		offset = original(offset)
	}
	switch e.Kind {
	case format.KeyError:
		return missing(e.Key, offset)
	case format.LimitError:
		return tooLarge(offset)
	case format.WorkError:
		return noWork(offset)
	default:
		return &Problem{Kind: Raised, Message: lowerFirst(e.Message), Offset: offset}
	}
}

func missing(name string, offset int) *Problem {
	message := fmt.Sprintf("no slot or argument named %q", name)
	if _, isIndex, _ := format.Index(name); isIndex {
		message = fmt.Sprintf("%q is read as a number by Python, so it can never name a slot or argument", name)
	}
	return &Problem{Kind: Missing, Message: message, Name: name, Offset: offset}
}

func tooLarge(offset int) *Problem {
	return &Problem{Kind: Limit, Message: fmt.Sprintf("the filled text is larger than %d bytes", MaxSize), Offset: offset}
}

func noWork(offset int) *Problem {
	return &Problem{Kind: Limit, Message: "filling the text takes more work or memory than one request may", Offset: offset}
}

// lowerFirst turns Python's messages into ours.
func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if 'A' <= r && r <= 'Z' {
		return string(r+'a'-'A') + s[size:]
	}
	return s
}
