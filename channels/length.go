package channels

import (
	"nlgserver/internal/python"
)

// length counts a text.
func length(s string, u Unit) int {
	switch u {
	case Bytes:
		return len(s)
	case UTF16:
		n := 0
		for len(s) > 0 {
			r, size := python.DecodeRune(s)
			if n++; r > 0xffff {
				n++
			}
			s = s[size:]
		}
		return n
	default:
		return python.RuneCount(s)
	}
}

// cut returns as much of a text as a limit lets through.
func cut(s string, most int, u Unit) string {
	n := 0
	for i := 0; i < len(s); {
		_, size := python.DecodeRune(s[i:])
		if n += length(s[i:i+size], u); n > most {
			return s[:i]
		}
		i += size
	}
	return s
}

// isEmoji reports the pictures among the characters.
func isEmoji(r rune) bool {
	return r >= 0x1f1e6 && r <= 0x1faff || r >= 0x2600 && r <= 0x26ff || r >= 0x2702 && r <= 0x27b0
}
