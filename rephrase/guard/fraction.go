package guard

import "strconv"

// fractionWords are the parts of a whole, by how many there are.
var fractionWords = table([]row[int]{
	{2, "hälfte mitad"},
	{3, "third thirds drittel dritteln tercio tercios ثلث الثلث तिहाई"},
	{4, "quarter quarters viertel vierteln ربع الربع चौथाई"},
	{5, "fifth fifths fünftel fünfteln"},
})

// onlyCounted are those that are something else without a number before: a part of a town.
var onlyCounted = wordSet("third quarter fifth viertel vierteln")

// fraction reads a fraction in words: two thirds, ein Drittel, 三分之一. Words are soft: "a
// third" may be a person.
func (sc *scanner) fraction(i int) int {
	if sc.kind(i) != word && sc.kind(i) != number {
		return i
	}
	if n, next, ok := sc.integer(i); ok && sc.hasPrefix(next, "分之") {
		if part, after, ok := sc.integer(next + 2); ok {
			return sc.add(fact{keys: fractionKeys(part, n)}, i, after)
		}
	}
	n, next, ok := 1, i, false
	if w := sc.word(i); articles[w] || w == "un" {
		next, ok = i+1, true
	} else if fractionWords[w] == 0 {
		if n, next, ok = sc.small(i); !ok {
			return i
		}
	}
	if sc.is(next, "-") && sc.glued(next) {
		next++
	}
	w := sc.word(next)
	parts := fractionWords[w]
	if parts == 0 || n < 1 || n >= parts || onlyCounted[w] && (!ok || n == 1 && isASCII(w) && w != "viertel" && sc.word(next+1) != "of") || spanOf(sc.word(next+1))&hour != 0 {
		return i
	}
	return sc.add(fact{keys: fractionKeys(n, parts), soft: true}, i, next+1)
}

// fractionKeys returns the readings of n of so many parts: as written, and as a decimal that
// people write instead.
func fractionKeys(n, parts int) []string {
	keys := []string{codeKey + strconv.Itoa(n) + "/" + strconv.Itoa(parts)}
	switch {
	case n == 1 && parts == 2:
		return append(keys, numberKey+"0.5")
	case n == 1 && parts == 4:
		return append(keys, numberKey+"0.25")
	case n == 3 && parts == 4:
		return append(keys, numberKey+"0.75")
	}
	return keys
}
