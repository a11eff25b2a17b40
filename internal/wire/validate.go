package wire

import "nlgserver/internal/budget"

// Validate checks a whole body as Python's json.loads would, including the parts
// that [Request.Read] skips. maxDepth is as in [Request.MaxDepth].
// The error is a *[Error].
func Validate(body []byte, maxDepth int) error { return ValidateWithin(body, maxDepth, nil) }

// ValidateWithin is [Validate], which ends when the budget's client has gone.
func ValidateWithin(body []byte, maxDepth int, b *budget.Budget) error {
	var s scanner
	s.begin(body, nil, maxDepth, b)
	if err := s.outcome(s.validateBody(), "the body"); err != nil {
		return err
	}
	return nil
}

func (s *scanner) validateBody() *Error {
	s.space()
	if s.next() != '{' {
		return s.wrongStart()
	}
	if err := s.validate(); err != nil {
		return err
	}
	if s.space(); s.next() != 0 || s.pos < len(s.text) {
		return s.fail(Syntax, "unexpected text after the request")
	}
	return nil
}

// open holds the brackets that are open: a bit for each, set for a brace. A body may
// nest more deeply than a stack of calls should.
type open struct {
	braces []uint64
	depth  int
}

func (o *open) push(brace bool) {
	word, bit := o.depth/64, uint64(1)<<(o.depth%64)
	if word == len(o.braces) {
		o.braces = append(o.braces, 0)
	}
	if o.braces[word] &^= bit; brace {
		o.braces[word] |= bit
	}
	o.depth++
}

// inObject reports whether the innermost open bracket is a brace.
func (o *open) inObject() bool {
	at := o.depth - 1
	return o.braces[at/64]>>(at%64)&1 != 0
}

// validate checks and consumes one value.
func (s *scanner) validate() *Error {
	var open open
	for {
		opened, err := s.validateStart(&open)
		if err != nil {
			return err
		}
		// Until a value begins, values end.
		for ended := !opened; ; ended = true {
			if open.depth == 0 {
				return nil
			}
			more, err := s.validateNext(&open, ended)
			if err != nil {
				return err
			}
			if more {
				break
			}
		}
	}
}

// validateStart checks a scalar, or the bracket that opens a value.
func (s *scanner) validateStart(open *open) (opened bool, err *Error) {
	switch c := s.next(); c {
	case '"':
		return false, s.checkStr()
	case '{', '[':
		if s.room == 0 {
			return false, s.fail(TooDeep, tooDeep)
		}
		s.room--
		s.pos++
		open.push(c == '{')
		s.space()
		return true, nil
	}
	start, offset := s.pos, s.offset()
	if err := s.pass(); err != nil {
		return false, err
	}
	if s.next() == 0 && s.pos == len(s.text) {
		return false, s.fail(Truncated, "") // a value inside an object is not the end of the body
	}
	return false, s.check(start, offset)
}

// validateNext goes from the opening bracket, or from the end of a value, to the next
// value; more is false if the bracket was closed instead.
func (s *scanner) validateNext(open *open, ended bool) (more bool, err *Error) {
	object := open.inObject()
	closing, expected := byte(']'), "expected ',' or ']'"
	if object {
		closing, expected = '}', "expected ',' or '}'"
	}
	s.space()
	switch c := s.next(); {
	case c == closing:
		s.pos++
		s.room++
		open.depth--
		return false, nil
	case ended && c != ',':
		return false, s.fail(Syntax, expected)
	case ended:
		s.pos++
		s.space()
	}
	if object {
		return true, s.validateKey()
	}
	return true, nil
}

// validateKey checks a key, the colon, and the white space around it.
func (s *scanner) validateKey() *Error {
	if s.next() != '"' {
		return s.fail(Syntax, "expected a key in double quotes")
	}
	if err := s.checkStr(); err != nil {
		return err
	}
	s.space()
	if s.next() != ':' {
		return s.fail(Syntax, "expected ':'")
	}
	s.pos++
	s.space()
	return nil
}
