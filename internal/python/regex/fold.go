package regex

import (
	"slices"
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
		for _, variants := range unfoldedVariants {
			if slices.ContainsFunc(variants, func(r rune) bool { return s.low <= r && r <= s.high }) {
				c.addVariants(variants)
			}
		}
		for _, cased := range unicode.CaseRanges {
			for r := max(s.low, rune(cased.Lo)); r <= min(s.high, rune(cased.Hi)); r++ {
				for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
					c.add(other, other)
				}
			}
		}
	}
}

func (c *charset) addVariants(variants []rune) {
	for _, r := range variants {
		c.add(r, r)
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

// unfoldedVariants are the characters that Python's i holds to be the same and
// that are not found by Unicode's simple case folding from unicode.CaseRanges.
var unfoldedVariants = [][]rune{
	{'I', 'i', 0x130, 0x131}, // İ and ı
	{0xdf, 0x1e9e},           // ß and ẞ
	{0x390, 0x1fd3},          // ΐ, composed in two ways
	{0x3b0, 0x1fe3},          // ΰ
	{0xfb05, 0xfb06},         // the ligatures ſt and st
}
