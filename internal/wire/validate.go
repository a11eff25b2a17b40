package wire

import "nlgserver/internal/pyval"

// MaxDepth is how deep a body may nest that is validated.
const MaxDepth = 10_000

// Validate checks a whole body as Python's json.loads would, also where
// [Request.Read] does not look. The error is a *[Error].
func Validate(body []byte) error {
	s := newScanner(body, nil)
	s.space()
	if s.next() != '{' {
		return s.wrongStart()
	}
	if err := s.validate(0); err != nil {
		return err
	}
	if s.space(); s.pos < len(s.text) {
		return s.fail(Syntax, "unexpected text after the request")
	}
	return nil
}

// validate checks one value and passes it.
func (s *scanner) validate(depth int) *Error {
	if depth > MaxDepth {
		return s.fail(Syntax, "nested too deeply")
	}
	switch s.next() {
	case '"':
		_, err := s.str()
		return err
	case '{':
		return s.object(func(string) *Error { return s.validate(depth + 1) })
	case '[':
		return s.array(func() *Error { return s.validate(depth + 1) })
	}
	start := s.pos
	if err := s.pass(); err != nil {
		return err
	}
	if _, err := pyval.ParseJSON(s.text[start:s.pos]); err != nil {
		return syntaxError(err, start)
	}
	return nil
}
