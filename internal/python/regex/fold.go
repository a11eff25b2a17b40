package regex

import (
	"cmp"
	"slices"
	"sync"
	"unicode"
)

// fold adds to the spans, under the flag i, every character that differs from
// one of theirs in case only. Categories stay as they are: Python tests them
// on the character in lower case, which has the same category.
func (c *charset) fold(flags Flags) {
	if flags&IgnoreCase == 0 {
		return
	}
	for _, s := range normalise(c.spans) {
		if flags&ASCII != 0 {
			c.foldASCII(s)
			continue
		}
		pairs := casePairs()
		first, _ := slices.BinarySearchFunc(pairs, s.low, func(p casePair, r rune) int { return int(p.from - r) })
		for _, p := range pairs[first:] {
			if p.from > s.high {
				break
			}
			if p.to < s.low || p.to > s.high {
				c.add(p.to, p.to)
			}
		}
	}
}

func (c *charset) foldASCII(s span) {
	for upper := 'A'; upper <= 'Z'; upper++ {
		lower := upper + 'a' - 'A'
		if s.low <= upper && upper <= s.high {
			c.add(lower, lower)
		}
		if s.low <= lower && lower <= s.high {
			c.add(upper, upper)
		}
	}
}

// casePair is a character, and another one that differs from it in case only.
type casePair struct{ from, to rune }

// casePairs returns all pairs, sorted. A range of letters is then folded without
// a look at each of its characters.
var casePairs = sync.OnceValue(func() []casePair {
	var pairs []casePair
	for _, cased := range unicode.CaseRanges {
		for r := rune(cased.Lo); r <= rune(cased.Hi); r++ {
			for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
				pairs = append(pairs, casePair{r, other})
			}
		}
	}
	for _, variants := range unfoldedVariants {
		for _, from := range variants {
			for _, to := range variants {
				if from != to {
					pairs = append(pairs, casePair{from, to})
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b casePair) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return slices.Compact(pairs)
})

// unfoldedVariants are the characters that Python's i holds to be the same and
// that are not found by Unicode's simple case folding from unicode.CaseRanges.
var unfoldedVariants = [][]rune{
	{'I', 'i', 0x130, 0x131}, // İ and ı
	{0xdf, 0x1e9e},           // ß and ẞ
	{0x390, 0x1fd3},          // ΐ, composed in two ways
	{0x3b0, 0x1fe3},          // ΰ
	{0xfb05, 0xfb06},         // the ligatures ſt and st
}
