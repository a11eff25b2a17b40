package guard

import "unicode"

// script is a writing system; those of Japanese are told apart, because Chinese has one of
// them only.
type script uint8

const (
	latin script = iota
	cyrillic
	greek
	arabic
	hebrew
	devanagari
	han
	kana
	hangul
	thai
	otherScript
	scripts
)

var scriptTables = [...]struct {
	script script
	table  *unicode.RangeTable
}{
	{latin, unicode.Latin},
	{han, unicode.Han},
	{devanagari, unicode.Devanagari},
	{arabic, unicode.Arabic},
	{cyrillic, unicode.Cyrillic},
	{kana, unicode.Hiragana},
	{kana, unicode.Katakana},
	{hangul, unicode.Hangul},
	{greek, unicode.Greek},
	{hebrew, unicode.Hebrew},
	{thai, unicode.Thai},
}

func scriptOf(r rune) script {
	for _, t := range scriptTables {
		if unicode.Is(t.table, r) {
			return t.script
		}
	}
	return otherScript
}

// minLetters is how many letters a text has at least to be of a script.
const minLetters = 3

// letters counts the letters of each script. One that writes a word in one or two letters
// counts three times.
func letters(s string) (count [scripts]int, total int) {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		weight := 1
		if unspaced(r) || unicode.Is(unicode.Hangul, r) {
			weight = 3
		}
		count[scriptOf(r)] += weight
		total += weight
	}
	if count[kana] > 0 {
		count[han] += count[kana]
	}
	return count, total
}

// keepsScript reports whether an answer is written in the script of the text, both without
// their links. Names in another script may be in both.
func keepsScript(text, answer string) bool {
	t, all := letters(text)
	a, said := letters(answer)
	if all < minLetters || said < minLetters {
		return true
	}
	if t[kana] == 0 && a[kana]*4 > said {
		return false
	}
	top := largest(a)
	if top != largest(t) && t[top]*3 < all {
		return false
	}
	for sc := range scripts {
		if sc != kana && t[sc] == 0 && a[sc] >= 12 && a[sc]*3 > said {
			return false
		}
	}
	return true
}

// largest returns the script with the most letters.
func largest(count [scripts]int) script {
	top := latin
	for sc := range scripts {
		if sc != kana && count[sc] > count[top] {
			top = sc
		}
	}
	return top
}
