package text

import (
	"strings"
	"sync"
	"unicode"
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

// longestFold is by how much a character grows in bytes when folded, and shrinks, at
// most: "ΐ" becomes three letters of two bytes, the Kelvin sign one of one byte.
const longestFold = 3

// EqualFolded reports whether Casefold(s) is folded, which must be folded
// already. It looks at s only up to the first difference, and allocates nothing.
func EqualFolded(s, folded string) bool {
	if len(s) > longestFold*len(folded) || len(folded) > longestFold*len(s) {
		return false
	}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			if folded == "" || folded[0] != c {
				return false
			}
			folded = folded[1:]
			i++
			continue
		}
		r, size := python.DecodeRune(s[i:])
		want := s[i : i+size]
		if other, ok := folds()[r]; ok {
			want = other
		}
		if !strings.HasPrefix(folded, want) {
			return false
		}
		folded = folded[len(want):]
		i += size
	}
	return folded == ""
}

// FoldUnits returns how much work [EqualFolded] is at most, in units of work.
func FoldUnits(s, folded string) int { return 1 + min(len(s), len(folded))/8 }

// folds are the characters beyond ASCII that fold to others. It takes a millisecond
// to make, once.
var folds = sync.OnceValue(func() map[rune]string {
	all := make(map[rune]string, 1600)
	for _, table := range []*unicode.RangeTable{unicode.L, unicode.M, unicode.Nl, unicode.So} {
		for _, block := range table.R16 {
			addFolds(all, rune(block.Lo), rune(block.Hi), rune(block.Stride))
		}
		for _, block := range table.R32 {
			addFolds(all, rune(block.Lo), rune(block.Hi), rune(block.Stride))
		}
	}
	return all
})

// addFolds adds the characters of a range that fold to others. Letters of scripts
// without case are many, and have no other form.
func addFolds(all map[rune]string, low, high, stride rune) {
	for r := max(low, utf8.RuneSelf); r <= high; r += stride {
		if unicode.SimpleFold(r) == r && !foldsToMany(r) {
			continue
		}
		if before := string(r); foldRunes(before) != before {
			all[r] = foldRunes(before)
		}
	}
}

// foldsToMany reports whether a character may fold to several although it has no
// other form of one character.
func foldsToMany(r rune) bool {
	return r < 0x600 || 0x1e00 <= r && r <= 0x1fff || 0xfb00 <= r && r <= 0xfb20
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
