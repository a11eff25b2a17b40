package guard

import (
	"strconv"
	"strings"
)

// amount reads a number in digits with its sign, its currency or unit, and words such as
// million.
func (sc *scanner) amount(i int) int {
	j, negative := i, false
	if sc.minus(j) {
		negative = true
		j++
	}
	lead, label := unit(0), ""
	if u, next := sc.leading(j); u != 0 {
		lead, label, j = u, sc.label(j, next), next
		if sc.is(j, "-–") && sc.kind(j+1) == number && sc.glued(j+1) {
			negative = true
			j++
		}
	}
	if sc.kind(j) != number {
		return i
	}
	keys, next := sc.numeral(j)
	return sc.quantity(i, next, keys, fact{unit: lead, label: label, leading: lead != 0, soft: sc.isListMark(i, next) || sc.isKeycap(next)}, negative)
}

// quantity adds the fact of a number whose readings are given, with the scale and the unit
// that follow.
func (sc *scanner) quantity(i, next int, keys []string, f fact, negative bool) int {
	power, after := sc.scale(next)
	if f.leading && sc.glued(next) && priceScales[sc.word(next)] > 0 {
		power, after = priceScales[sc.word(next)], next+1
	}
	if power > 0 && strings.HasPrefix(keys[0], numberKey) {
		for k := range keys {
			keys[k] = numberKey + times(keys[k][len(numberKey):], power)
		}
		next, f.soft = after, false
	}
	if sc.is(next, "/") && sc.glued(next) && sc.kind(next+1) == number && sc.glued(next+1) && len(sc.text(next+1)) <= 2 {
		keys = sc.slash(keys[0], next+1)
		next += 2
	}
	if sc.kind(next) == word && sc.glued(next) && ordinals[sc.word(next)] {
		next++
	}
	if n, ok := atoi(strings.TrimPrefix(keys[0], numberKey)); ok && (sc.hasPrefix(next, "个半") || sc.hasPrefix(next, "個半")) {
		keys, next, f.soft = []string{intKey(n) + ".5"}, next+2, false
	}
	f.soft = f.soft && !sc.isCounted(next)
	if u, after := sc.trailing(next); u != 0 && (f.unit == 0 || u&f.unit != 0 || u == otherMoney && f.unit == symbolUnits["$"]) {
		if u&f.unit != 0 {
			u &= f.unit
		}
		if f.label == "" {
			f.label = sc.label(next, after)
		}
		f.soft = f.soft && (u&strict == 0 || sc.word(after-1) == "peso") && !softAlone[sc.word(next-1)]
		f.unit, next = u, after
	}
	f.keys = keys
	next = sc.addPart(&f, next)
	keys = f.keys
	if n := sc.text(i); f.unit == hour && len(keys) == 1 && len(n) == 2 && n <= "24" && next == i+2 && sc.word(i+1) == "horas" {
		keys = append(keys, clockKey+strings.TrimPrefix(n, "0")+":00") // las 14 horas
	}
	if f.unit&strict&^percent != 0 && len(keys) > 1 {
		keys = keys[:1] // no price has three decimals
	}
	if negative && keys[0] != intKey(0) {
		for k := range keys {
			keys[k] = keys[k][:len(numberKey)] + "-" + keys[k][len(numberKey):]
		}
	}
	f.keys = keys
	return sc.add(f, i, next)
}

// slash returns the readings of a number with a slash and the number at token i: 24/7, or 1/2,
// which is a half.
func (sc *scanner) slash(key string, i int) []string {
	n, okN := atoi(key[len(numberKey):])
	parts, ok := atoi(sc.text(i))
	if !okN || !ok {
		return []string{codeKey + key[len(numberKey):] + "/" + sc.text(i)}
	}
	return fractionKeys(n, parts)
}

// minus reports whether token i is the sign of the number after it, and no hyphen.
func (sc *scanner) minus(i int) bool {
	if sc.isMinusWord(i) {
		return sc.kind(i+1) == number
	}
	if !sc.is(i, "-–") || !sc.glued(i+1) || sc.isClosed(i) {
		return sc.hasPrefix(i, "负") && sc.kind(i+1) == number
	}
	u, _ := sc.leading(i + 1)
	return sc.kind(i+1) == number || u != 0
}

// noMinusAfter are before "menos" and "moins" where they say how much at least.
var noMinusAfter = wordSet("al lo o a ni au du ou")

func (sc *scanner) isMinusWord(i int) bool {
	return minuses[sc.word(i)] && !noMinusAfter[sc.word(i-1)]
}

// leading returns the currency before a number.
func (sc *scanner) leading(i int) (u unit, next int) {
	switch {
	case sc.kind(i) == symbol && !sc.is(i, "%"):
		u, next = symbolUnit(sc.text(i)), i+1
	case sc.isUnspaced(i):
		if u, next = sc.hanUnit(i); u&strict&^percent == 0 {
			return 0, i
		}
	case sc.kind(i) == word && sc.is(i+1, "$") && sc.glued(i+1):
		u, next = sc.dollars(i), i+2
	case sc.kind(i) == word:
		u, next = sc.leadingUnit(i), i+1
		if u != 0 && sc.is(next, ".") && sc.glued(next) {
			next++
		}
	}
	if u == 0 || sc.is(next, "-–") && sc.kind(next+1) == number && sc.glued(next+1) && !sc.glued(i+1) {
		return u, next
	}
	if sc.kind(next) != number || sc.toks[next].line {
		return 0, i
	}
	return u, next
}

func (sc *scanner) leadingUnit(i int) unit {
	if u := isoUnit(sc.text(i)); u != 0 {
		return u
	}
	if w := sc.word(i); w == "rs" || w == "रु" || w == "euro" || w == "eur" || w == "usd" {
		return units[w]
	}
	return 0
}

// trailing returns the unit after a number.
func (sc *scanner) trailing(i int) (u unit, next int) {
	switch {
	case sc.kind(i) == none || sc.toks[i].line:
		return 0, i
	case sc.is(i, "°"):
		switch sc.word(i + 1) {
		case "c":
			return celsius, i + 2
		case "f":
			return fahrenheit, i + 2
		}
		return 0, i
	case sc.kind(i) == symbol:
		if sc.is(i, "-") && sc.glued(i) && sc.glued(i+1) && units[sc.word(i+1)] != 0 && (sc.kind(i+2) != number || !sc.glued(i+2)) {
			return units[sc.word(i+1)], i + 2
		}
		if sc.toks[i].spaced && sc.kind(i+1) == number && sc.glued(i+1) {
			return 0, i
		}
		return symbolUnit(sc.text(i)), i + 1
	case sc.isUnspaced(i):
		return sc.hanUnit(i)
	}
	w := sc.word(i)
	if u := units[w+" "+sc.word(i+1)]; u != 0 {
		return u, i + 2
	}
	if u, after := sc.labeled(i); u != 0 {
		return u, after
	}
	if u := units[w] | isoUnit(sc.text(i)); u != 0 {
		return u, i + 1
	}
	if u := units[sc.word(i+1)]; u&spans != 0 && !perWords[w] && sc.kind(i) == word {
		return u, i
	}
	return 0, i
}

func (sc *scanner) hanUnit(i int) (unit, int) {
	for n := 4; n > 0; n-- {
		if last := i + n - 1; last < len(sc.toks) {
			name := sc.s[sc.toks[i].start:sc.toks[last].end]
			if u := hanUnits[name] | units[name]; u != 0 {
				return u, i + n
			}
		}
	}
	return 0, i
}

// percentage reads the Chinese 百分之, which is before the number.
func (sc *scanner) percentage(i int) int {
	if !sc.hasPrefix(i, "百分之") {
		return i
	}
	keys, next := []string(nil), i+3
	if sc.kind(next) == number {
		keys, next = sc.numeral(next)
	} else if n, after, ok := sc.integer(next); ok {
		keys, next = []string{intKey(n)}, after
		if sc.hasPrefix(next, "点") {
			if tenths, after := sc.hanDigits(next + 1); after > next+1 {
				keys, next = []string{numberKey + decimal(strconv.Itoa(n), tenths)}, after
			}
		}
	}
	if keys == nil {
		return i
	}
	return sc.add(fact{keys: keys, unit: percent}, i, next)
}

// looseUnit returns the currency that token i names, if it belongs to no number.
func (sc *scanner) looseUnit(i int) unit {
	u, next := units[sc.word(i)]|symbolUnit(sc.text(i))|isoUnit(sc.text(i)), i+1
	if sc.isUnspaced(i) {
		u, next = sc.hanUnit(i)
	}
	if u&otherMoney != 0 {
		sc.looseLabels = append(sc.looseLabels, sc.label(i, next))
	}
	return u & strict
}

// scale returns the power of ten that the word at i multiplies a number by.
func (sc *scanner) scale(i int) (power, next int) {
	if power = scales[sc.word(i)]; power > 0 && !sc.toks[i].line {
		next = i + 1
		if sc.is(next, ".") && sc.glued(next) && sc.kind(next+1) != none && sc.toks[next+1].spaced {
			next++
		}
		return power, next
	}
	return 0, i
}

// stepWords are before the number of a part: "Step 1: Open the app".
var stepWords = wordSet("step schritt paso passo etape 단계 चरण الخطوة")

// isListMark reports whether a number numbers a line, "1. Open the app", or the next part of
// a sentence.
func (sc *scanner) isListMark(i, next int) bool {
	n, ok := atoi(sc.text(i))
	if ok && n == sc.mark+1 && next == i+1 && stepWords[sc.word(i-1)] && sc.is(next, ":") {
		sc.mark = n
		return true
	}
	if !ok || next != i+1 || len(sc.text(i)) > 2 || !sc.is(next, ".)") || !sc.glued(next) ||
		sc.kind(next+1) != word || !sc.toks[next+1].spaced || months[sc.word(next+1)] != 0 {
		return false
	}
	if n == sc.mark+1 && (i == 0 || sc.toks[i].line || sc.is(i-1, ".:;!?") || sc.is(next, ")") && sc.kind(i-1) == word) {
		sc.mark = n
		return true
	}
	return sc.toks[i].line
}
