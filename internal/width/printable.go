package width

import (
	"strings"
	"unicode"
)

// Printable returns text of somebody else's that is safe to show on a terminal:
// control characters, which color, move or delete what is there, become U+FFFD.
// Line breaks become \n; they and tabs stay.
func Printable(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
