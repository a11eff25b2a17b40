package lint

import (
	"fmt"
	"iter"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// twin returns the known name that looks the same as a name, and is another: one of
// them has a letter and its accent as two characters, as macOS and some keyboards
// write them.
func twin(name string, known iter.Seq[string]) (other string, ok bool) {
	if isASCII(name) {
		return "", false
	}
	composed := norm.NFC.String(name)
	for other := range known {
		if other != name && !isASCII(other) && norm.NFC.String(other) == composed {
			return other, true
		}
	}
	return "", false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}

// explainTwin says in which character two names differ that look the same.
func explainTwin(name, other, what string) string {
	a, b := []rune(name), []rune(other)
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	of := func(s []rune) string {
		end := i + 1
		for end < len(s) && unicode.Is(unicode.M, s[end]) {
			end++
		}
		codes := ""
		for _, r := range s[min(i, len(s)):min(end, len(s))] {
			if codes != "" {
				codes += " and "
			}
			codes += fmt.Sprintf("U+%04X", r)
		}
		return codes
	}
	if i > 0 && (i < len(a) && unicode.Is(unicode.M, a[i]) || i < len(b) && unicode.Is(unicode.M, b[i])) {
		i--
	}
	return fmt.Sprintf("%q looks like %s %q, but is not: it has %s in place of %s", name, what, other, of(a), of(b))
}
