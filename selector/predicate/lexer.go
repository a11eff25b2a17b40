package predicate

import (
	"strings"
	"unicode"

	"nlgserver/internal/python"
)

// lexer cuts a text into tokens. Rasa: section 3.3.1.
type lexer struct {
	text string
	pos  int
}

func (l *lexer) next() token {
	l.skip()
	start := l.pos
	kind := l.scan()
	return token{kind, start, l.pos}
}

// skip passes over blanks, line breaks and comments.
func (l *lexer) skip() {
	for l.pos < len(l.text) {
		switch l.text[l.pos] {
		case ' ', '\t', '\r', '\n':
			l.pos++
		case '#':
			if end := strings.IndexByte(l.text[l.pos:], '\n'); end >= 0 {
				l.pos += end
			} else {
				l.pos = len(l.text)
			}
		default:
			return
		}
	}
}

// scan passes over one token. The order is upstream's: a number is tried
// before a word, so that 1and is a number and a word.
func (l *lexer) scan() tokenKind {
	if l.pos >= len(l.text) {
		return tokenEnd
	}
	if l.number() {
		return tokenNumber
	}
	if word := l.word(); word != "" {
		if kind, reserved := keyword(word); reserved {
			return kind
		}
		return tokenWord
	}
	switch c := l.text[l.pos]; c {
	case '\'', '"':
		if l.until(c) {
			return tokenQuoted
		}
		return l.bad()
	case '/':
		if !l.until(c) {
			return l.bad()
		}
		for l.pos < len(l.text) && strings.IndexByte("simluSIMLU", l.text[l.pos]) >= 0 {
			l.pos++
		}
		return tokenPattern
	}
	return l.sign()
}

// sign passes over an operator, a parenthesis or a brace.
func (l *lexer) sign() tokenKind {
	rest := l.text[l.pos:]
	if len(rest) > 1 && rest[1] == '=' {
		if kind, found := doubleSign(rest[0]); found {
			l.pos += 2
			return kind
		}
	}
	kind := singleSign(rest[0])
	if kind == tokenBad {
		return l.bad()
	}
	l.pos++
	return kind
}

// doubleSign returns the operator that c and an equals sign make.
func doubleSign(c byte) (kind tokenKind, found bool) {
	switch c {
	case '<':
		return tokenLessEqual, true
	case '>':
		return tokenGreaterEqual, true
	case '=':
		return tokenEqual, true
	case '!':
		return tokenNotEqual, true
	default:
		return tokenBad, false
	}
}

func singleSign(c byte) tokenKind {
	switch c {
	case '<':
		return tokenLess
	case '>':
		return tokenGreater
	case '=':
		return tokenEqual
	case '(':
		return tokenOpen
	case ')':
		return tokenClose
	case '{':
		return tokenSetOpen
	case '}':
		return tokenSetEnd
	default:
		return tokenBad
	}
}

// bad passes over one character that begins no token.
func (l *lexer) bad() tokenKind {
	_, size := python.DecodeRune(l.text[l.pos:])
	l.pos += size
	return tokenBad
}

// until passes over text between two marks, if the second is there.
func (l *lexer) until(mark byte) bool {
	end := strings.IndexByte(l.text[l.pos+1:], mark)
	if end < 0 {
		return false
	}
	l.pos += end + len("''")
	return true
}

// number passes over a number: digits of any script, a minus before them, a
// fraction after them.
func (l *lexer) number() bool {
	rest := l.text[l.pos:]
	n := 0
	if rest[0] == '-' {
		n = 1
	}
	whole := span(rest[n:], isDigit)
	if whole == 0 {
		return false
	}
	n += whole
	if strings.HasPrefix(rest[n:], ".") {
		if fraction := span(rest[n+1:], isDigit); fraction > 0 {
			n += 1 + fraction
		}
	}
	l.pos += n
	return true
}

// word passes over and returns a bare word.
func (l *lexer) word() string {
	start := l.pos
	l.pos += span(l.text[l.pos:], isWordRune)
	return l.text[start:l.pos]
}

// span returns the length of the part of s at its beginning for whose runes
// holds is true.
func span(s string, holds func(rune) bool) int {
	for i, r := range s {
		if !holds(r) {
			return i
		}
	}
	return len(s)
}

func isDigit(r rune) bool {
	return '0' <= r && r <= '9' || r > unicode.MaxASCII && unicode.Is(unicode.Nd, r)
}

// isWordRune reports whether a character can be in a bare word: Python's \w (letters and
// numbers of all scripts, the underscore) and -.:; besides.
func isWordRune(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return true
	case r <= unicode.MaxASCII:
		return strings.ContainsRune("_-.:;", r)
	default:
		return unicode.In(r, unicode.L, unicode.N)
	}
}
