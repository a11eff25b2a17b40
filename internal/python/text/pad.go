package text

import (
	"strings"

	"nlgserver/internal/python"
)

// Center is str.center: an odd rest goes left where the width is odd.
func Center(s string, width int, fill string) string {
	missing := max(width-python.RuneCount(s), 0)
	left := missing/2 + missing&width&1
	return strings.Repeat(fill, left) + s + strings.Repeat(fill, missing-left)
}

// LJust is str.ljust.
func LJust(s string, width int, fill string) string {
	return s + strings.Repeat(fill, max(width-python.RuneCount(s), 0))
}

// RJust is str.rjust.
func RJust(s string, width int, fill string) string {
	return strings.Repeat(fill, max(width-python.RuneCount(s), 0)) + s
}

// ZFill is str.zfill: zeros go after a sign.
func ZFill(s string, width int) string {
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign = s[:1]
	}
	return sign + RJust(s[len(sign):], width-len(sign), "0")
}

// ExpandTabs is str.expandtabs. It gives up, with ok false, once a tab would make
// the result longer than limit bytes.
func ExpandTabs(s string, size, limit int) (out string, ok bool) {
	var b strings.Builder
	column := 0
	for i := 0; i < len(s); {
		c, n := python.DecodeRune(s[i:])
		switch c {
		case '\t':
			if size > 0 {
				fill := size - column%size
				if fill > limit-b.Len() {
					return "", false
				}
				b.WriteString(strings.Repeat(" ", fill))
				column += fill
			}
		default:
			b.WriteString(s[i : i+n])
			column++
			if c == '\n' || c == '\r' {
				column = 0
			}
		}
		i += n
	}
	return b.String(), true
}
