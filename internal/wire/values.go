package wire

import (
	"fmt"
	"unsafe"

	"nlgserver/internal/budget"
)

// textOrNull reads a string into dst; null empties it.
func (s *scanner) textOrNull(dst *string, field string) *Error {
	*dst = ""
	if s.next() == '"' {
		text, err := s.str()
		*dst = text
		return err.in(field)
	}
	if s.word("null") {
		return nil
	}
	return s.wrongType(field, field+" must be a string or null")
}

// textList reads a list of strings into dst. A null in it is dropped, and null
// instead of the list empties dst.
func (s *scanner) textList(dst *[]string, field string) *Error {
	*dst = (*dst)[:0]
	if s.word("null") {
		return nil
	}
	if s.next() != '[' {
		return s.wrongType(field, field+" must be a list of strings")
	}
	item := "an item of " + field
	return s.array(func() *Error {
		var text string
		offset := s.offset()
		if err := s.textOrNull(&text, item); err != nil {
			return err
		}
		if text == "" {
			return nil
		}
		switch n := len(*dst); {
		case n == MaxIDs:
			return &Error{Kind: TooExpensive, Reason: budget.Memory, Offset: offset, Field: field, Message: fmt.Sprintf("%s has more than %d items", field, MaxIDs)}
		case n == cap(*dst) && !s.budget.Hold(max(2*n, 1)*int(unsafe.Sizeof(""))):
			return tooExpensive(s.budget, field, offset).in(field)
		}
		*dst = append(*dst, text)
		return nil
	})
}

// MaxIDs is how many ids a request may have: each eligible variation looks for its own
// among them.
const MaxIDs = 10_000

// lazyObject skips an object and keeps its text; null is an empty object.
func (s *scanner) lazyObject(dst *Object, field string) *Error {
	dst.clear()
	if s.word("null") {
		return nil
	}
	if s.next() != '{' {
		return s.wrongType(field, field+" must be an object")
	}
	start, offset := s.pos, s.offset()
	if err := s.pass(); err != nil {
		return err.in(field)
	}
	dst.set(s.text[start:s.pos], offset, field)
	dst.budget = s.budget
	return nil
}

// wrongType returns the error of a value of the wrong type, or the syntax error
// if there is no value at all.
func (s *scanner) wrongType(field, message string) *Error {
	offset := s.offset()
	if err := s.skip(); err != nil {
		return err.in(field)
	}
	return &Error{Kind: WrongType, Offset: offset, Field: field, Message: message}
}
