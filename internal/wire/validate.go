package wire

import "nlgserver/internal/python"

// Validate checks a whole body as Python's json.loads would, including the parts
// that [Request.Read] skips. maxDepth is as in [Request.MaxDepth].
// The error is a *[Error].
func Validate(body []byte, maxDepth int) error {
	s := newScanner(body, nil, maxDepth)
	s.space()
	if s.next() != '{' {
		return s.wrongStart()
	}
	if err := s.validate(); err != nil {
		return err
	}
	if s.space(); s.pos < len(s.text) {
		return s.fail(Syntax, "unexpected text after the request")
	}
	return nil
}

// validate checks and consumes one value.
func (s *scanner) validate() *Error {
	switch s.next() {
	case '"':
		_, err := s.str()
		return err
	case '{':
		return s.object(func(string) *Error { return s.validate() })
	case '[':
		return s.array(func() *Error { return s.validate() })
	}
	start := s.pos
	if err := s.pass(); err != nil {
		return err
	}
	if s.pos == len(s.text) {
		return s.fail(Truncated, "") // a value inside an object is not the end of the body
	}
	if _, err := python.ParseJSON(s.text[start:s.pos]); err != nil {
		return syntaxError(err, start)
	}
	return nil
}
