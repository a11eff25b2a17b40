package channels

import (
	"strings"

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

// formatFixed returns a {name} text without its variables, and whether it has
// any. What Rasa takes for a name: section 4.3.
func formatFixed(text string) (string, bool) {
	var b strings.Builder
	open := false
	for i := 0; i < len(text); {
		switch rest := text[i:]; {
		case strings.HasPrefix(rest, "{{") || strings.HasPrefix(rest, "}}"):
			b.WriteByte(text[i])
			i += 2
		case rest[0] == '{':
			end := strings.IndexAny(rest[1:], "{}\n")
			if end > 0 && rest[1+end] == '}' {
				open = true
				i += end + 2
				continue
			}
			fallthrough
		default:
			b.WriteByte(text[i])
			i++
		}
	}
	return b.String(), open
}

// jinjaFixed returns a Jinja text without its tags, and whether it has any.
func jinjaFixed(text string) (string, bool) {
	var b strings.Builder
	open := false
	for {
		start := strings.IndexByte(text, '{')
		if start < 0 || start+1 == len(text) {
			b.WriteString(text)
			return b.String(), open
		}
		closing := map[byte]string{'{': "}}", '%': "%}", '#': "#}"}[text[start+1]]
		end := -1
		if closing != "" {
			end = strings.Index(text[start+2:], closing)
		}
		if end < 0 {
			b.WriteString(text[:start+1])
			text = text[start+1:]
			continue
		}
		open = open || closing != "#}"
		b.WriteString(text[:start])
		text = text[start+2+end+len(closing):]
	}
}

// isEmoji reports the pictures among the characters.
func isEmoji(r rune) bool {
	return r >= 0x1f1e6 && r <= 0x1faff || r >= 0x2600 && r <= 0x26ff || r >= 0x2702 && r <= 0x27b0
}
