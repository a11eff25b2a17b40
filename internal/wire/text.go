package wire

import (
	"errors"
	"math/bits"
	"unicode/utf8"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// str reads a string; the next byte is its opening quote. Keys and names are
// short and plain, and need no decoding.
func (s *scanner) str() (string, *Error) {
	start := s.pos
	if end := plainEnd(s.text, start+1); end >= 0 {
		s.pos = end + 1
		return s.text[start+1 : end], nil
	}
	offset := s.offset()
	if err := s.passString(); err != nil {
		return "", err
	}
	return decodeString(s.text[start:s.pos], offset, s.budget)
}

// checkStr checks and consumes a string; the next byte is its opening quote.
func (s *scanner) checkStr() *Error {
	start := s.pos
	if end := plainEnd(s.text, start+1); end >= 0 {
		s.pos = end + 1
		return nil
	}
	offset := s.offset()
	if err := s.passString(); err != nil {
		return err
	}
	return s.check(start, offset)
}

// check checks the value from start to pos.
func (s *scanner) check(start, offset int) *Error {
	err := python.CheckJSON(s.text[start:s.pos], s.budget)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, python.ErrTooExpensive):
		s.deny()
		return s.fail(Syntax, "")
	default:
		return syntaxError(err, offset)
	}
}

// plainEnd returns the position of the closing quote of a string whose first
// character is at pos, or -1 if the text ends before it or the string needs
// decoding.
func plainEnd(text string, pos int) int {
	for ; pos+8 <= len(text); pos += 8 {
		word := load64(text[pos:])
		// Only the lowest mark is reliable.
		if found := zeroByte(word^'"'*everyByte) | zeroByte(word^'\\'*everyByte) | word&highBits | (word-' '*everyByte)&^word&highBits; found != 0 {
			pos += bits.TrailingZeros64(found) / 8
			if text[pos] == '"' {
				return pos
			}
			return -1
		}
	}
	for ; pos < len(text); pos++ {
		switch c := text[pos]; {
		case c == '"':
			return pos
		case c == '\\' || c < ' ' || c >= utf8.RuneSelf:
			return -1
		}
	}
	return -1
}

// decodeString decodes a quoted string; offset is its offset in the body.
func decodeString(quoted string, offset int, b *budget.Budget) (string, *Error) {
	v, err := python.ParseJSONWithin(quoted, b)
	if errors.Is(err, python.ErrTooExpensive) {
		return "", tooExpensive(b, "a text", offset)
	}
	if err != nil {
		return "", syntaxError(err, offset)
	}
	text, _ := v.Text()
	return text, nil
}

// syntaxError converts an error of the JSON reader, with its offset in the body.
func syntaxError(err error, offset int) *Error {
	out := &Error{Kind: Syntax, Offset: offset, Message: err.Error()}
	if syntax, ok := errors.AsType[*python.SyntaxError](err); ok {
		out.Offset, out.Message = offset+syntax.Offset, syntax.Message
		if syntax.Message == python.TooDeep {
			out.Kind = TooDeep
		}
	}
	return out
}
