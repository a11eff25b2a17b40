package text

import (
	"strings"

	"nlgserver/internal/python"
)

// Find is str.find: the first position of a substring, -1 if there is none.
func Find(s, wanted string) int { return position(s, strings.Index(s, wanted)) }

// RFind is str.rfind.
func RFind(s, wanted string) int { return position(s, strings.LastIndex(s, wanted)) }

// position turns a byte of s into a number of characters.
func position(s string, offset int) int {
	if offset < 0 {
		return -1
	}
	return python.RuneCount(s[:offset])
}

// Count is str.count: the empty string is before, between and after all
// characters.
func Count(s, wanted string) int {
	if wanted == "" {
		return python.RuneCount(s) + 1
	}
	return strings.Count(s, wanted)
}

// Replace is str.replace; a negative count means every time.
func Replace(s, from, to string, count int) string {
	if from != "" {
		return strings.Replace(s, from, to, count)
	}
	if n := Count(s, from); count < 0 || count > n {
		count = n
	}
	var b strings.Builder
	for range count {
		b.WriteString(to)
		if s != "" {
			_, n := python.DecodeRune(s)
			b.WriteString(s[:n])
			s = s[n:]
		}
	}
	b.WriteString(s)
	return b.String()
}
