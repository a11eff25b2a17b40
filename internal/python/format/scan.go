package format

import (
	"strings"

	"nlgserver/internal/python"
)

// Field is a replacement field of a template: {Name!Conversion:Spec}.
type Field struct {
	Name string
	// Conversion is r, s, a or whatever else follows the !; 0 if there is none.
	Conversion rune
	Spec       string
	// Nested says that Spec has replacement fields of its own.
	Nested bool
	// Offset is the byte of the field's {; SpecOffset that at
	// which Spec begins.
	Offset, SpecOffset int
}

// Part is a stretch of plain text, unescaped, and the field that follows it.
type Part struct {
	Literal  string
	Field    Field
	HasField bool
}

// Scanner takes a template of str.format apart, lazily from left to right: a
// fault in its syntax shows only when everything before it has been read, so
// what a field raises comes before a brace that is missing further on.
type Scanner struct {
	text string
	pos  int
}

// NewScanner returns a Scanner at the start of the template.
func NewScanner(template string) *Scanner { return &Scanner{text: template} }

// Next returns the next part; ok is false at the end. The error is a *[Error]
// whose offset is that of the brace which has no partner. A doubled brace ends
// a part.
func (s *Scanner) Next() (part Part, ok bool, err error) {
	if s.pos >= len(s.text) {
		return Part{}, false, nil
	}
	start := s.pos
	i := strings.IndexAny(s.text[start:], "{}")
	if i < 0 {
		s.pos = len(s.text)
		return Part{Literal: s.text[start:]}, true, nil
	}
	at := start + i
	brace := s.text[at]
	s.pos = at + 1
	if s.pos < len(s.text) && s.text[s.pos] == brace {
		s.pos++
		return Part{Literal: s.text[start : at+1]}, true, nil
	}
	part.Literal = s.text[start:at]
	if brace == '}' {
		return part, false, syntaxError(at, "Single '}' encountered in format string")
	}
	if s.pos == len(s.text) {
		return part, false, syntaxError(at, "Single '{' encountered in format string")
	}
	part.HasField = true
	part.Field, err = s.field(at)
	return part, err == nil, err
}

func syntaxError(offset int, message string) *Error {
	return &Error{Kind: ValueError, Message: message, Offset: offset}
}

// field reads what follows the { at the offset open.
func (s *Scanner) field(open int) (Field, error) {
	f := Field{Offset: open}
	end, err := s.nameEnd(open)
	if err != nil {
		return f, err
	}
	f.Name = s.text[s.pos:end]
	s.pos = end + 1
	switch s.text[end] {
	case '}':
		return f, nil
	case '!':
		done, err := s.conversion(&f)
		if done || err != nil {
			return f, err
		}
	}
	return f, s.spec(&f)
}

// nameEnd finds the } or : or ! that ends a field's name. An opening bracket
// hides everything up to the next closing one.
func (s *Scanner) nameEnd(open int) (int, error) {
	for i := s.pos; i < len(s.text); i++ {
		switch s.text[i] {
		case '{':
			return 0, syntaxError(open, "unexpected '{' in field name")
		case '[':
			skip := strings.IndexByte(s.text[i:], ']')
			if skip < 0 {
				return 0, syntaxError(open, "expected '}' before end of string")
			}
			i += skip - 1 // the ] is an ordinary character of the name
		case '}', ':', '!':
			return i, nil
		}
	}
	return 0, syntaxError(open, "expected '}' before end of string")
}

// conversion reads the character after the ! and, if there is one more, the }
// or the : that must follow it; done means that the field ends there.
func (s *Scanner) conversion(f *Field) (done bool, err error) {
	if s.pos == len(s.text) {
		return false, syntaxError(f.Offset, "end of string while looking for conversion specifier")
	}
	r, size := python.DecodeRune(s.text[s.pos:])
	f.Conversion = r
	s.pos += size
	if s.pos == len(s.text) {
		return false, nil
	}
	c := s.text[s.pos]
	s.pos++
	if c != '}' && c != ':' {
		return false, syntaxError(f.Offset, "expected ':' after conversion specifier")
	}
	return c == '}', nil
}

// spec reads up to the } that closes the field.
func (s *Scanner) spec(f *Field) error {
	f.SpecOffset = s.pos
	depth := 1
	for i := s.pos; i < len(s.text); i++ {
		switch s.text[i] {
		case '{':
			f.Nested = true
			depth++
		case '}':
			depth--
			if depth == 0 {
				f.Spec = s.text[s.pos:i]
				s.pos = i + 1
				return nil
			}
		}
	}
	return syntaxError(f.Offset, "unmatched '{' in format spec")
}
