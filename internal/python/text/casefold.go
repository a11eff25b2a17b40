package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"

	"nlgserver/internal/python"
)

// Casefold is Python's str.casefold(): full Unicode folding ("Straße" gives
// "strasse"), no trimming, no normalisation. Rasa: section 3.2.
func Casefold(s string) string {
	if IsASCII(s) {
		return strings.ToLower(s)
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, isCherokee) {
		return foldRunes(s)
	}
	return cases.Fold().String(s)
}

// EqualFolded reports whether Casefold(s) is folded, which must be folded
// already. It allocates nothing for ASCII.
func EqualFolded(s, folded string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return Casefold(s) == folded
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		// A non-ASCII rest of s may still shrink or grow when folded, so
		// only a differing ASCII prefix settles the question.
		if i >= len(folded) || folded[i] != c {
			return false
		}
	}
	return len(s) == len(folded)
}

// isCherokee reports whether Python and x/text may disagree on a letter: Python
// folds small Cherokee letters to capitals and keeps the capitals.
func isCherokee(r rune) bool {
	return 0x13a0 <= r && r <= 0x13fd || 0xab70 <= r && r <= 0xabbf
}

// foldRunes folds what x/text cannot: Cherokee and lone surrogates.
func foldRunes(s string) string {
	fold := cases.Fold()
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, size := python.DecodeRune(s[i:])
		switch {
		case 0xab70 <= r && r <= 0xabbf:
			out = utf8.AppendRune(out, r-0xab70+0x13a0)
		case 0x13f8 <= r && r <= 0x13fd:
			out = utf8.AppendRune(out, r-8)
		case isCherokee(r), python.IsSurrogate(r), r == utf8.RuneError:
			out = append(out, s[i:i+size]...)
		default:
			out = append(out, fold.String(s[i:i+size])...)
		}
		i += size
	}
	return string(out)
}
