package jinja

import (
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/python"
)

// isSpace is Python's str.isspace of one character, which is also what \s and
// str.strip() take for space.
func isSpace(r rune) bool {
	switch {
	case r == ' ' || '\t' <= r && r <= '\r' || 0x1c <= r && r <= 0x1f:
		return true
	case r < utf8.RuneSelf:
		return false
	}
	return r == 0x85 || unicode.Is(unicode.Z, r) && r != 0x200b
}

// isWord is Python's \w of one character.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// isIdentifier is Python's str.isidentifier.
func isIdentifier(s string) bool {
	for i := 0; i < len(s); {
		r, size := python.DecodeRune(s[i:])
		ok := r == '_' || unicode.IsLetter(r) || unicode.Is(unicode.Nl, r)
		if i > 0 {
			ok = ok || unicode.In(r, unicode.Nd, unicode.Mn, unicode.Mc, unicode.Pc)
		}
		if !ok {
			return false
		}
		i += size
	}
	return s != ""
}

func trimLeftSpace(s string) string {
	for s != "" {
		r, size := python.DecodeRune(s)
		if !isSpace(r) {
			break
		}
		s = s[size:]
	}
	return s
}

func trimRightSpace(s string) string {
	for s != "" {
		r, size := decodeLastRune(s)
		if !isSpace(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

// decodeLastRune is [python.DecodeRune] from the end.
func decodeLastRune(s string) (r rune, size int) {
	r, size = utf8.DecodeLastRuneInString(s)
	if r == utf8.RuneError && size == 1 && len(s) >= 3 {
		if half, n := python.DecodeRune(s[len(s)-3:]); n == 3 {
			return half, n
		}
	}
	return r, size
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
