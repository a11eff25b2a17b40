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

// White space is not said: an answer has about as much of it as the text, because it has about
// as many words. Around it, models leave a line break or two.
const (
	moreSpaces       = 40
	moreSpacesAround = 8
)

// fitsLength reports whether an answer is neither an essay nor cut off nor blank space. A short
// text may become very short, a long one not less than half.
func fitsLength(text, answer string) bool {
	if len(answer) > utf8.UTFMax*(2*len(text)+moreRunes) {
		return false // too long whatever it says: it is not even read
	}
	t, said := lengthOf(text), lengthOf(answer)
	more := moreRunes
	if t.dense {
		more = moreRunesDense
	}
	if said.runes > 2*t.runes+more || said.around > t.around+moreSpacesAround || said.spaces > 2*t.spaces+moreSpaces {
		return false
	}
	if said.runes == 0 {
		return t.runes == 0
	}
	return said.runes >= t.runes/3-10 && said.runes >= t.runes/2-60
}

// isAbout reports whether an answer is about as long as it looks: one character can stand for a
// sentence (ﷺ), and is compared as that. A text that has nothing else is no measure.
func isAbout(text, norm, answer string) bool {
	if isASCII(answer) {
		return true
	}
	most := min(utf8.RuneCountInString(norm), 2*utf8.RuneCountInString(text))
	return utf8.RuneCountInString(normalize(answer)) <= 2*most+moreRunes
}

// length is the length of a text, in runes.
type length struct {
	// runes has those of the text without the white space around it, which has runes as well:
	// those of around. spaces has all white space.
	runes, around, spaces int
	// dense is set if most letters are of a script that writes no spaces.
	dense bool
}

func lengthOf(s string) (l length) {
	trimmed := strings.TrimSpace(s)
	l.around = utf8.RuneCountInString(s) - utf8.RuneCountInString(trimmed)
	l.spaces = l.around
	letters, without := 0, 0
	for _, r := range trimmed {
		l.runes++
		switch {
		case unicode.IsSpace(r):
			l.spaces++
		case unicode.IsLetter(r):
			letters++
			if unspaced(r) {
				without++
			}
		}
	}
	l.dense = without*2 > letters
	return l
}
