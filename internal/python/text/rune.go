package text

import (
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/python"
)

// IsSpaceRune reports whether Python's str.isspace holds for a character. It is
// also what \s matches and what str.strip removes.
func IsSpaceRune(r rune) bool {
	switch {
	case r == ' ' || '\t' <= r && r <= '\r' || 0x1c <= r && r <= 0x1f:
		return true
	case r < utf8.RuneSelf:
		return false
	}
	return r == 0x85 || unicode.Is(unicode.Z, r) && r != 0x200b
}

// IsWordRune reports whether \w matches a character.
func IsWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// DecodeLastRune is [python.DecodeRune] from the end.
func DecodeLastRune(s string) (r rune, size int) {
	r, size = utf8.DecodeLastRuneInString(s)
	if r == utf8.RuneError && size == 1 && len(s) >= 3 {
		if half, n := python.DecodeRune(s[len(s)-3:]); n == 3 {
			return half, n
		}
	}
	return r, size
}

// Offset returns the byte at which character n starts, len(s) if there are
// fewer.
func Offset(s string, n int) int {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := python.DecodeRune(s[i:])
		i += size
	}
	return i
}

// Runes returns the characters of a string.
func Runes(s string) []rune {
	out := make([]rune, 0, len(s))
	for i := 0; i < len(s); {
		r, size := python.DecodeRune(s[i:])
		out = append(out, r)
		i += size
	}
	return out
}
