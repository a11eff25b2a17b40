package regex

import (
	"slices"
	"unicode"
)

// span is a range of characters, both ends included.
type span struct{ low, high rune }

// charset is a set of characters. Digits and word characters by Unicode's
// measure are kept as categories, which both engines know, because spelled out
// they are hundreds of ranges.
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

// spell returns the characters of Unicode categories as spans.
func spell(tables ...*unicode.RangeTable) []span {
	var spans []span
	for _, table := range tables {
		for _, r := range table.R16 {
			spans = appendStrided(spans, rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range table.R32 {
			spans = appendStrided(spans, rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return spans
}

func appendStrided(spans []span, low, high, stride rune) []span {
	if stride == 1 {
		return append(spans, span{low, high})
	}
	for r := low; r <= high; r += stride {
		spans = append(spans, span{r, r})
	}
	return spans
}

// normalise sorts spans and joins those that touch.
func normalise(spans []span) []span {
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

// simplified returns an equal set in the form in which it is written: spans
// sorted, and \D and \W either alone, as the negation of their opposite, or
// spelled out. Mixed with others the backtracking engine gets them wrong.
func (c *charset) simplified() charset {
	s := *c
	s.notWord = s.notWord && !s.notDigit // \W is a part of \D
	alone := len(s.spans) == 0 && !s.digit && !s.word
	switch {
	case s.digit && s.notDigit, s.word && (s.notWord || s.notDigit):
		return charset{negated: !s.negated}
	case alone && s.notDigit:
		return charset{negated: !s.negated, digit: true}
	case alone && s.notWord:
		return charset{negated: !s.negated, word: true}
	case s.notDigit:
		s.spans = append(slices.Clone(s.spans), complement(spell(unicode.Nd))...)
	case s.notWord:
		s.spans = append(slices.Clone(s.spans), complement(append(spell(unicode.L, unicode.N), span{'_', '_'}))...)
	}
	s.notDigit, s.notWord = false, false
	s.spans = normalise(s.spans)
	if len(s.spans) == 1 && s.spans[0] == (span{0, unicode.MaxRune}) {
		return charset{negated: !s.negated}
	}
	return s
}

// single returns the only character of a simplified set, if it has one only.
func (c *charset) single() (rune, bool) {
	if c.negated || c.digit || c.word || len(c.spans) != 1 {
		return 0, false
	}
	return c.spans[0].low, c.spans[0].low == c.spans[0].high
}
