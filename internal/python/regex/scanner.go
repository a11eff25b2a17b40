package regex

import (
	"strings"

	"nlgserver/internal/python"
)

// scanner walks a pattern by Python's tokens: one character, or a backslash
// together with the character after it.
type scanner struct {
	text string
	pos  int
}

// token is one token of a pattern. The end of the pattern is the zero token.
type token struct {
	r       rune
	escaped bool
	// size is the length in bytes, the backslash included.
	size int
}

func (t token) end() bool { return t.size == 0 }

// is reports whether t is the bare character r.
func (t token) is(r rune) bool { return !t.escaped && t.size > 0 && t.r == r }

// in reports whether t is one of the bare characters of set.
func (t token) in(set string) bool {
	return !t.escaped && t.size > 0 && strings.ContainsRune(set, t.r)
}

// peek returns the next token without passing it. A backslash that ends the
// pattern is an escape without a character: it has size 1.
func (s *scanner) peek() token {
	if s.pos >= len(s.text) {
		return token{}
	}
	r, size := python.DecodeRune(s.text[s.pos:])
	if r != '\\' {
		return token{r: r, size: size}
	}
	r, size = python.DecodeRune(s.text[s.pos+1:])
	return token{r: r, escaped: true, size: size + 1}
}

func (s *scanner) next() token {
	t := s.peek()
	s.pos += t.size
	return t
}

// accept passes the bare character r if it is next.
func (s *scanner) accept(r rune) bool {
	if !s.peek().is(r) {
		return false
	}
	s.pos++
	return true
}

// while passes and returns at most limit bare characters of set.
func (s *scanner) while(limit int, set string) string {
	start := s.pos
	for range limit {
		if !s.peek().in(set) {
			break
		}
		s.pos++
	}
	return s.text[start:s.pos]
}

const (
	octalDigits   = "01234567"
	decimalDigits = "0123456789"
	hexDigits     = "0123456789abcdefABCDEF"
)
