package wire

import (
	"math/bits"
	"strings"
)

// skip consumes one value without decoding it, and lets the window drop it on
// the way. Strings must end and brackets must match; nothing else is checked.
func (s *scanner) skip() *Error {
	if s.next() != 0 && s.forget < 0 {
		s.forget = s.pos
		defer func() { s.forget = -1 }()
	}
	return s.pass()
}

// pass consumes one value without decoding it, and keeps it in the window.
func (s *scanner) pass() *Error {
	switch c := s.next(); {
	case c == '"':
		return s.passString()
	case c == '{' || c == '[':
		return s.passNested()
	case c == 'n' && strings.HasPrefix(s.text[s.pos:], "null"):
		s.pos += len("null")
		return nil
	case c == '-' || '0' <= c && c <= '9':
		s.passNumber()
		return nil
	}
	for _, word := range [...]string{"null", "true", "false", "NaN", "Infinity"} {
		if s.word(word) {
			return nil
		}
		if strings.HasPrefix(word, s.text[s.pos:]) {
			s.pos = len(s.text)
		}
	}
	return s.fail(Syntax, "expected a value")
}

// passNumber consumes what may be a number.
func (s *scanner) passNumber() {
	for {
		text, pos := s.text, s.pos
		for pos < len(text) && isScalarByte(text[pos]) {
			pos++
		}
		if s.pos = pos; pos < len(text) || !s.more() {
			return
		}
	}
}

func isScalarByte(c byte) bool {
	return '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// passString consumes a string; the next byte is its opening quote.
func (s *scanner) passString() *Error {
	s.pos++
	escaped := false
	for {
		start, inString, plain := s.pos, true, false
		if !escaped {
			s.pos, inString, plain = plainString(s.text, start)
		}
		if !plain {
			s.pos, inString, escaped = restOfString(s.text, start, escaped)
			s.owed += s.pos - start
		}
		if !inString {
			return nil
		}
		if !s.more() {
			return s.fail(Syntax, "")
		}
	}
}

// plainString is restOfString for one without a backslash up to there; plain is false if
// it has one.
func plainString(text string, pos int) (end int, inString, plain bool) {
	end = len(text)
	if quote := strings.IndexByte(text[pos:], '"'); quote >= 0 {
		end = pos + quote
	}
	if strings.IndexByte(text[pos:end], '\\') >= 0 {
		return pos, true, false
	}
	if end == len(text) {
		return end, true, true
	}
	return end + 1, false, true
}

// restOfString returns the position after a string's closing quote, or the end
// of the text if that comes first. escaped says whether the byte at pos follows
// a backslash.
func restOfString(text string, pos int, escaped bool) (end int, inString, stillEscaped bool) {
	if !escaped {
		if end, inString, plain := plainString(text, pos); plain {
			return end, inString, false
		}
	}
	for ; pos < len(text); pos++ {
		switch c := text[pos]; {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			return pos + 1, false, false
		}
	}
	return pos, true, escaped
}

// nesting is the state of a pass over an object or a list, which can stop and
// resume at any byte.
type nesting struct {
	// depth counts all open brackets, braces only the { among them.
	depth, braces     int64
	inString, escaped bool
	// limit is the greatest depth allowed; a pass stops at the bracket beyond it.
	limit int64
}

const tooDeep = "the body nests too deeply"

func (n *nesting) add(c byte) {
	switch c {
	case '{':
		n.depth++
		n.braces++
	case '}':
		n.depth--
		n.braces--
	case '[':
		n.depth++
	case ']':
		n.depth--
	case '"':
		n.inString = true
	}
}

// passNested consumes an object or a list; the next byte is its bracket.
func (s *scanner) passNested() *Error {
	if s.room == 0 {
		return s.fail(TooDeep, tooDeep)
	}
	s.owed += nestedCost
	n := nesting{limit: s.room}
	n.add(s.text[s.pos])
	s.pos++
	for {
		var done bool
		s.pos, done = n.blocks(available(), s.text, s.pos)
		s.last.depth, s.last.inString = n.depth, n.inString
		if !done && s.more() {
			continue
		}
		if !done {
			s.pos, done = n.bytes(s.text, s.pos)
		}
		switch {
		case !done:
			return s.fail(Syntax, "")
		case n.depth > n.limit:
			s.pos--
			return s.fail(TooDeep, tooDeep)
		case n.braces != 0:
			s.pos--
			return s.fail(Syntax, "mismatched brackets")
		default:
			return nil
		}
	}
}

// bytes goes to the end of the value or of the text, whichever comes first, and
// reports whether it stopped inside the text: at the end of the value, or after
// a bracket beyond the limit. It reads stretches without a bracket or a quote
// eight bytes at a time.
func (n *nesting) bytes(text string, pos int) (end int, done bool) {
	for pos < len(text) {
		if n.inString {
			pos, n.inString, n.escaped = restOfString(text, pos, n.escaped)
			continue
		}
		for pos+8 <= len(text) {
			if found := structural(load64(text[pos:])); found != 0 {
				pos += bits.TrailingZeros64(found) / 8
				break
			}
			pos += 8
		}
		if pos >= len(text) {
			break
		}
		n.add(text[pos])
		pos++
		if n.depth == 0 || n.depth > n.limit {
			return pos, true
		}
	}
	return pos, false
}

func load64(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

const (
	everyByte = 0x0101010101010101
	highBits  = 0x8080808080808080
)

// structural marks, with its high bit, the first byte of word that is a quote,
// a brace or a bracket. Bytes above that one may be marked wrongly.
func structural(word uint64) uint64 {
	// Setting bit 0x20 turns [ into { and ] into }, and no other printable
	// ASCII character into either.
	folded := word | 0x20*everyByte
	return zeroByte(word^'"'*everyByte) | zeroByte(folded^'{'*everyByte) | zeroByte(folded^'}'*everyByte)
}

// zeroByte marks the lowest byte of x that is zero.
func zeroByte(x uint64) uint64 { return (x - everyByte) &^ x & highBits }
