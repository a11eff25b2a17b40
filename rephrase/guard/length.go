package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An answer may have these more runes than twice the text: "Sure, I can help you with
// that!" is said before a short text too. Scripts without spaces need less.
const (
	moreRunes      = 100
	moreRunesDense = 50
)

// fitsLength reports whether an answer is neither an essay nor cut off. A short text may
// become very short, a long one not less than half.
func fitsLength(text, answer string) bool {
	answer = strings.TrimSpace(answer)
	t, dense := countRunes(strings.TrimSpace(text))
	a := utf8.RuneCountInString(answer)
	more := moreRunes
	if dense {
		more = moreRunesDense
	}
	if a > 2*t+more {
		return false
	}
	if a == 0 {
		return t == 0
	}
	return a >= t/3-10 && a >= t/2-60
}

// countRunes returns the number of runes, and whether most letters are of a script that
// writes no spaces.
func countRunes(s string) (n int, dense bool) {
	letters, without := 0, 0
	for _, r := range s {
		n++
		if unicode.IsLetter(r) {
			letters++
			if unspaced(r) {
				without++
			}
		}
	}
	return n, without*2 > letters
}
