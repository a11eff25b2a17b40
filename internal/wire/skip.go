package wire

import (
	"math/bits"
	"strings"
)

// skip passes one value without decoding it, and lets the window forget it as
// it goes. Strings must end and brackets must balance; what stands between is
// not looked at.
func (s *scanner) skip() *Error {
	if s.next() != 0 && s.forget < 0 {
		s.forget = s.pos
		defer func() { s.forget = -1 }()
	}
	return s.pass()
}

// pass passes one value, and keeps it.
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
		for isScalarByte(s.next()) {
			s.pos++
		}
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

func isScalarByte(c byte) bool {
	return '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// passString passes a string; the next byte is its opening quote.
func (s *scanner) passString() *Error {
	s.pos++
	escaped := false
	for {
		var inString bool
		if s.pos, inString, escaped = restOfString(s.text, s.pos, escaped); !inString {
			return nil
		}
		if !s.more() {
			return s.fail(Syntax, "")
		}
	}
}

// restOfString passes the rest of a string, or of the text if that ends first;
// escaped says that the next byte stands after a backslash.
func restOfString(text string, pos int, escaped bool) (end int, inString, stillEscaped bool) {
	if !escaped {
		quote := strings.IndexByte(text[pos:], '"')
		if quote >= 0 && strings.IndexByte(text[pos:pos+quote], '\\') < 0 {
			return pos + quote + 1, false, false
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

// nesting is where a pass over an object or a list stands. It can be broken off
// and taken up at any byte.
type nesting struct {
	// depth counts the brackets of both kinds that are open, braces the braces
	// among them.
	depth, braces     int64
	inString, escaped bool
	// limit is how many may be; a pass stops at the bracket that is too much.
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

// passNested passes an object or a list; the next byte is its bracket.
func (s *scanner) passNested() *Error {
	if s.room == 0 {
		return s.fail(TooDeep, tooDeep)
	}
	n := nesting{limit: s.room}
	n.add(s.text[s.pos])
	s.pos++
	for {
		var done bool
		s.pos, done = n.blocks(available(), s.text, s.pos)
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
			return s.fail(Syntax, "brackets that do not match")
		default:
			return nil
		}
	}
}

// bytes passes the value or the text, whichever ends first, and reports whether
// it was the value, or the bracket that is too much. Of stretches without a bracket or a quote it reads eight
// bytes at a time.
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
// a brace or a bracket. Later bytes may be marked wrongly; only the lowest
// mark is used.
func structural(word uint64) uint64 {
	// Setting bit 0x20 makes [ and { one, and ] and }: no other printable
	// ASCII character meets them there.
	folded := word | 0x20*everyByte
	return zeroByte(word^'"'*everyByte) | zeroByte(folded^'{'*everyByte) | zeroByte(folded^'}'*everyByte)
}

// zeroByte marks the lowest byte of x that is zero.
func zeroByte(x uint64) uint64 { return (x - everyByte) &^ x & highBits }
