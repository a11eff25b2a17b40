package guard

import "strings"

// rangeEnd is a number with what is glued to it: the 9am of 9am-5pm.
type rangeEnd struct {
	n int
	// unit is the word after the number; "" for none.
	unit string
	// measured is set if that word is a unit, or belongs to a time or a date.
	measured bool
}

// rangeHyphen returns the first hyphen of amounts or times that are written without a space:
// 9am-5pm, 10-20kg, 9h30-17h, 9am-12pm/1pm-5pm. A code such as 9A-5B has none.
func (sc *scanner) rangeHyphen(i, next int) (hyphen int, ok bool) {
	a, hyphen := sc.rangeEnd(i)
	for at := hyphen; at > i && at < next; {
		if !sc.is(at, "-/") {
			return 0, false
		}
		b, end := sc.rangeEnd(at + 1)
		if end == at+1 || !a.reaches(b) {
			return 0, false
		}
		a, at, ok = b, end, true
	}
	return hyphen, ok
}

// reaches reports whether a and b are the ends of one range: both have a unit, one that is
// known or the same, or one has it for both.
func (a rangeEnd) reaches(b rangeEnd) bool {
	if a.unit != "" && a.unit == b.unit && a.n < b.n {
		return true
	}
	return (a.measured || a.unit == "") && (b.measured || b.unit == "") && (a.measured || b.measured)
}

// rangeEnd reads one end of a range.
func (sc *scanner) rangeEnd(i int) (e rangeEnd, next int) {
	if sc.kind(i) != number || len(sc.text(i)) > 4 {
		return e, i
	}
	e.n, _ = atoi(sc.text(i))
	next = i + 1
	if sc.kind(next) != word || !sc.glued(next) {
		return e, next
	}
	// A capital by itself is of a code more often than of a unit.
	e.unit = sc.text(next)
	e.measured = sc.isMeasure(next) && (len(e.unit) > 1 || !isUpper(e.unit))
	if next++; sc.word(next-1) == "h" && sc.kind(next) == number && sc.glued(next) && len(sc.text(next)) == 2 {
		next++
	}
	return e, next
}

// isMeasure reports whether the word at i, glued to a number, belongs to it.
func (sc *scanner) isMeasure(i int) bool {
	w := sc.word(i)
	if w == "p" {
		return sc.is(i+1, ".") && sc.word(i+2) == "m"
	}
	return ordinals[w] || units[w] != 0 || scales[w] > 0 || meridiems[w] != 0 || isoUnit(sc.text(i)) != 0 || w == "x" || w == "uhr" || months[w] > 0
}

// isPrice reports whether the currency at i is glued to the number after it, or to both of a
// range: EUR10, Rs500-Rs800.
func (sc *scanner) isPrice(i, next int) bool {
	if sc.leadingUnit(i) == 0 || sc.kind(i+1) != number {
		return false
	}
	if i += 2; i < next && sc.is(i, "-") {
		if i++; sc.leadingUnit(i) != 0 {
			i++
		}
		if sc.kind(i) != number {
			return false
		}
		i++
	}
	return i == next
}

// isClosed reports whether a hyphen is written together with what is before it, as in A-5,
// 10€-20€, 5%-10% and (a)-5: it is no minus then.
func (sc *scanner) isClosed(hyphen int) bool {
	i := hyphen - 1
	switch {
	case !sc.glued(hyphen):
		return false
	case sc.kind(i) != symbol:
		return !strings.Contains(hanLinks, sc.text(i))
	case symbolUnits[sc.text(i)] != 0:
		return sc.kind(i-1) == number
	}
	return sc.is(i, "-–") || sc.glued(i) && sc.is(i, ".)]}\"'°")
}

// hanLinks are before a number in Chinese, and not the unit of another.
const hanLinks = "在为是到至于达约和从"
