package guard

import (
	"strings"
	"unicode/utf8"
)

// The parts and the length of a code: an IBAN has up to nine parts and 34 letters.
const (
	maxCodeParts  = 9
	maxCodeLength = 40
)

// code reads letters and digits that belong together: A-17, LH 1234, an IBAN. They are
// compared without spaces, hyphens, and case.
func (sc *scanner) code(i int) int {
	if sc.kind(i) == symbol || arabicPrefixes[sc.word(i)] || sc.glued(i) && sc.kind(i-1) != symbol && !sc.isUnspaced(i-1) && !arabicPrefixes[sc.word(i-1)] {
		return i
	}
	next, letters, digits := sc.codeParts(i)
	if hyphen, ok := sc.rangeHyphen(i, next); ok {
		next, letters = hyphen, hyphen > i+1
	}
	start := i
	switch {
	case !digits:
		return i
	case sc.isPrefixed(i, next):
		start--
	case !letters, sc.isQuantity(i, next), !sc.isCode(i, next):
		return i
	}
	next = sc.codeGroups(i, next)
	key := squeeze(sc.s[sc.toks[start].start:sc.toks[next-1].end])
	return sc.add(fact{keys: []string{codeKey + key}, joined: true}, start, next)
}

// codeParts returns the token after the words and numbers that follow token i without a
// space, and what is among them.
func (sc *scanner) codeParts(i int) (next int, letters, digits bool) {
	for next = i; next-i < maxCodeParts && (next == i || sc.glued(next)); next++ {
		switch {
		case sc.kind(next) == number:
			digits = true
		case sc.kind(next) == word && !sc.isUnspaced(next) && !sc.isCounter(next):
			letters = true
		case next > i && sc.is(next, "-_/#") && sc.kind(next+1) != symbol && sc.glued(next+1) && !sc.isUnspaced(next+1):
		default:
			return next, letters, digits
		}
	}
	for sc.kind(next-1) == symbol {
		next--
	}
	return next, letters, digits
}

// isQuantity reports whether the tokens are a number with what belongs to it: 5km, 3rd, 3pm,
// 24h, 2026-11-30T15:30, 5-day, 15h30.
func (sc *scanner) isQuantity(i, next int) bool {
	if sc.kind(i) != number {
		return sc.isPrice(i, next)
	}
	if next == i+2 && sc.kind(i+1) == word {
		return sc.isMeasure(i + 1)
	}
	if next == i+3 && (sc.word(i+1) == "h" || sc.is(i+1, "-") && units[sc.word(i+2)] != 0) {
		return true
	}
	_, day := sc.numericDate(i)
	return day > i && sc.kind(day) == word
}

// isCode reports whether letters and digits are one code, and no words with a hyphen.
func (sc *scanner) isCode(i, next int) bool {
	for j := i; j+1 < next; j++ {
		if sc.kind(j) == word && sc.kind(j+1) == number || sc.kind(j) == number && sc.kind(j+1) == word {
			return true
		}
	}
	for j := i; j < next; j++ {
		if sc.kind(j) == word && (j+1 < next || j > i) && isUpper(sc.text(j)) {
			return true
		}
	}
	return sc.kind(i) == word && next == i+3 && sc.kind(next-1) == number
}

// isPrefixed reports whether a short word in capitals belongs to the number: LH 1234. In a
// text that is all in capitals it does not.
func (sc *scanner) isPrefixed(i, next int) bool {
	before := sc.text(i - 1)
	if i == 0 || sc.used > i-1 || sc.kind(i-1) != word || sc.kind(i) != number || !sc.toks[i].spaced || sc.toks[i].line ||
		len(before) < 2 || len(before) > 4 || !isASCII(before) || !isUpper(before) || len(sc.text(i)) < 2 || next > i+1 && !sc.is(i+1, "-/") {
		return false
	}
	if numberNames[fold(before)] || isoUnit(before) != 0 || units[fold(before)] != 0 || months[fold(before)] > 0 || sc.kind(i-2) == word && isUpper(sc.text(i-2)) {
		return false
	}
	return sc.kind(next) != word || len(sc.text(next)) == 1 || !isUpper(sc.text(next)) || sc.isUnspaced(next)
}

// numberNames are in capitals before a number that they are no part of.
var numberNames = wordSet("pnr otp pin tan id imei puk cvc cvv sku plz zip ref faq gst")

func isUpper(s string) bool {
	return strings.ToUpper(s) == s && strings.ToLower(s) != s
}

// codeGroups adds the groups of an IBAN, which begins with a country and two digits.
func (sc *scanner) codeGroups(i, next int) int {
	if next != i+2 || sc.kind(i) != word || len(sc.text(i)) != 2 || len(sc.text(i+1)) != 2 {
		return next
	}
	for n := 0; n < maxCodeParts && sc.kind(next) == number && len(sc.text(next)) <= 4 && sc.toks[next].start == sc.toks[next-1].end+1; n++ {
		next++
	}
	return next
}

// squeeze returns the letters and digits of s in lower case.
func squeeze(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if kindOf(r) == symbol || r == ' ' || r == '\n' || r == '\t' || r == '\r' {
			return -1
		}
		return r
	}, s))
}

// groupings returns what neighboring words and numbers are together.
func groupings(s string, tokens []token) map[string]struct{} {
	set := map[string]struct{}{}
	for i := range tokens {
		var b strings.Builder
		digits, parts := false, 0
		for j := i; j < len(tokens) && parts <= maxCodeParts+maxCodeParts; j++ {
			t := tokens[j]
			part := s[t.start:t.end]
			if t.kind == symbol {
				if !strings.Contains("-–./()_#", part) || j == i {
					break
				}
				parts++
				continue
			}
			if r, _ := utf8.DecodeRuneInString(part); unspaced(r) || b.Len()+len(part) > maxCodeLength {
				break
			}
			parts++
			digits = digits || t.kind == number
			b.WriteString(strings.ToLower(part))
			if digits {
				set[b.String()] = struct{}{}
			}
		}
	}
	return set
}
