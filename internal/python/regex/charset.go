package regex

import (
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// span is a range of characters, both ends included.
type span struct{ low, high rune }

// charset is a set of characters. Digits and word characters by Unicode's
// measure are kept as categories, because spelled out they are hundreds of ranges.
type charset struct {
	negated                        bool
	spans                          []span
	digit, notDigit, word, notWord bool
}

func (c *charset) add(low, high rune) { c.spans = append(c.spans, span{low, high}) }

func (c *charset) addAll(spans []span) { c.spans = append(c.spans, spans...) }

// addCategory adds what \d, \D, \s, \S, \w or \W stands for.
func (c *charset) addCategory(letter rune, ascii bool) {
	switch {
	case letter == 's' || letter == 'S':
		spans := blanks
		if ascii {
			spans = []span{{'\t', '\r'}, {' ', ' '}}
		}
		if letter == 'S' {
			spans = complement(spans)
		}
		c.addAll(spans)
	case ascii:
		spans := []span{{'0', '9'}}
		if letter == 'w' || letter == 'W' {
			spans = asciiWord
		}
		if letter == 'D' || letter == 'W' {
			spans = complement(spans)
		}
		c.addAll(spans)
	case letter == 'd':
		c.digit = true
	case letter == 'D':
		c.notDigit = true
	case letter == 'w':
		c.word = true
	case letter == 'W':
		c.notWord = true
	}
}

// asciiWord is \w under the flag a.
var asciiWord = []span{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}

// blanks are the characters for which Python's str.isspace is true.
var blanks = []span{
	{'\t', '\r'},
	{0x1c, 0x20},
	{0x85, 0x85},
	{0xa0, 0xa0},
	{0x1680, 0x1680},
	{0x2000, 0x200a},
	{0x2028, 0x2029},
	{0x202f, 0x202f},
	{0x205f, 0x205f},
	{0x3000, 0x3000},
}

// normalise sorts spans and joins those that touch.
func normalise(spans []span) []span {
	if len(spans) < 2 {
		return spans
	}
	sorted := slices.SortedFunc(slices.Values(spans), func(a, b span) int { return int(a.low - b.low) })
	out := sorted[:0]
	for _, s := range sorted {
		if n := len(out); n > 0 && s.low <= out[n-1].high+1 {
			out[n-1].high = max(out[n-1].high, s.high)
			continue
		}
		out = append(out, s)
	}
	return out
}

func complement(spans []span) []span {
	var out []span
	next := rune(0)
	for _, s := range normalise(spans) {
		if s.low > next {
			out = append(out, span{next, s.low - 1})
		}
		next = s.high + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, span{next, unicode.MaxRune})
	}
	return out
}

// category is what Unicode's measure makes of a character. A digit is a word
// character too.
type category uint8

const (
	plain category = iota
	word
	digit
	categories
)

func categoryOf(r rune) category {
	switch {
	case r < utf8.RuneSelf:
		return asciiCategory(byte(r))
	case r < packedRunes:
		return category(packedCategories()[r/4]>>(r%4*2)) & 3
	default:
		return unicodeCategory(r)
	}
}

func unicodeCategory(r rune) category {
	switch {
	case unicode.Is(unicode.Nd, r):
		return digit
	case unicode.IsLetter(r) || unicode.Is(unicode.N, r):
		return word
	default:
		return plain
	}
}

// packedRunes is the number of characters whose categories are packed: all that are
// usual, emoji included.
const packedRunes = 0x20000

// packedCategories are the categories of characters, two bits each: a search in
// Unicode's tables takes ten times as long.
var packedCategories = sync.OnceValue(func() *[packedRunes / 4]byte {
	var packed [packedRunes / 4]byte
	for r := range rune(packedRunes) {
		packed[r/4] |= byte(unicodeCategory(r)) << (r % 4 * 2)
	}
	return &packed
})

func asciiCategory(c byte) category {
	switch {
	case '0' <= c && c <= '9':
		return digit
	case c|0x20 >= 'a' && c|0x20 <= 'z', c == '_':
		return word
	default:
		return plain
	}
}

func isASCIIWord(r rune) bool { return r < utf8.RuneSelf && asciiCategory(byte(r)) != plain }

// finish sorts the spans, so that the set can be asked.
func (c *charset) finish() { c.spans = normalise(c.spans) }

// hasCategories reports whether it depends on a category what is in the set.
func (c *charset) hasCategories() bool { return c.digit || c.notDigit || c.word || c.notWord }

// hasCategory reports whether all characters of a category are in the set, before
// it is negated.
func (c *charset) hasCategory(k category) bool {
	return c.digit && k == digit || c.notDigit && k != digit || c.word && k != plain || c.notWord && k == plain
}

// hasSpan reports whether a character is in one of the sorted spans.
func hasSpan(spans []span, r rune) bool {
	low, high := 0, len(spans)
	for low < high {
		if middle := int(uint(low+high) >> 1); spans[middle].high < r {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low < len(spans) && spans[low].low <= r
}

// has reports whether a character is in the set, which is finished.
func (c *charset) has(r rune) bool {
	in := hasSpan(c.spans, r) || c.hasCategories() && c.hasCategory(categoryOf(r))
	return in != c.negated
}

// bytes returns about how much memory the set holds.
func (c *charset) bytes() int { return 64 + 8*len(c.spans) }

// single returns the only character of a finished set, if it has one only.
func (c *charset) single() (rune, bool) {
	if c.negated || c.hasCategories() || len(c.spans) != 1 {
		return 0, false
	}
	return c.spans[0].low, c.spans[0].low == c.spans[0].high
}
