package guard

import (
	"slices"
	"strings"
)

// arabicDate reads the month after a day in words: the fifth of March.
func (sc *scanner) arabicDate(i, next, d int) int {
	if d > 31 || !isArabic(sc.word(i)) {
		return i
	}
	of := sc.word(next) == "من"
	if of {
		next++
	}
	if sc.word(next) == "شهر" {
		of = true
		next++
	}
	m, next, soft := sc.monthName(next)
	if m == 0 || soft && !of {
		return i
	}
	y, next := sc.yearAfter(next)
	return sc.addDate(i, next, y, m, d)
}

// arabicMinutes reads what follows an hour: "and the half", "except a quarter", "and ten
// minutes".
func (sc *scanner) arabicMinutes(i int) (m, next int) {
	next = i
	for range 2 {
		w, sign, j := sc.word(next), 1, next
		switch {
		case w == "الا":
			sign, j = -1, next+1
			w = sc.word(j)
		case w == "و":
			j++
		case strings.HasPrefix(w, "و"):
			w = w[len("و"):]
		default:
			return m, next
		}
		n, after := arabicQuarters[w], j+1
		if n == 0 {
			if n, after = sc.arabicCount(j); units[sc.word(after)] == minute {
				after++
			} else if sign > 0 {
				return m, next
			}
		}
		if n < 1 || n > 59 {
			return m, next
		}
		m, next = m+sign*n, after
	}
	return m, next
}

// arabicCount reads a number in digits or in Arabic words.
func (sc *scanner) arabicCount(i int) (n, next int) {
	if n, next, ok := sc.integer(i); ok {
		return n, next
	}
	n, next, _ = sc.arabicNumber(i)
	return n, next
}

// arabicHour reports whether the word at i is an hour: they are feminine ordinals.
func (sc *scanner) arabicHour(i int) bool {
	w, ok := sc.arabicWord(i)
	return ok && w.the && strings.HasSuffix(w.name, "ه") && (w.n == 1 || w.isOrdinal())
}

// isOrdinal reports whether a word is "the fifth", and not five or "the five".
func (w arabicWord) isOrdinal() bool { return strings.HasPrefix(w.name, "ال") }

// arabicDay reports whether the word at i is the number of a day, a floor or the like, and no
// hour: a masculine ordinal.
func (sc *scanner) arabicDay(i int) bool {
	w, ok := sc.arabicWord(i)
	return ok && w.isOrdinal() && !sc.arabicHour(i)
}

// arabicTime reads a time whose hour ends before token j, if there are minutes in words or
// the word for the hour before it.
func (sc *scanner) arabicTime(i, j, h int) int {
	if !isArabic(sc.word(i-1)) && !isArabic(sc.word(j)) {
		return i
	}
	before := sc.word(i - 1)
	named := arabicName(before) == "الساعه" || before == "تمام"
	m, next := sc.arabicMinutes(j)
	_, p, after := sc.partAfter(next)
	if p == 0 && next > j {
		p, after = sc.partBefore(i), next
	}
	switch {
	case next == j && (p != 0 || !named || units[sc.word(j)] != 0),
		next > j && p == 0 && !named && !sc.arabicHour(i):
		return i
	case next == j:
		return sc.add(fact{keys: []string{clockName(h%24, 0), intKey(h)}}, i, j)
	}
	keys := []string{clockAt(hourOf(h, p)*60 + m)}
	if h <= 12 && (p == 0 || h == 12 && lateWords[sc.word(after-1)]) {
		keys = append(keys, clockAt(hourOf(h, p)*60+m+12*60))
	}
	slices.Sort(keys)
	return sc.add(fact{keys: keys}, i, after)
}

// clockAt returns the reading of the time some minutes after midnight.
func clockAt(m int) string {
	m = (m + 24*60) % (24 * 60)
	return clockName(m/60, m%60)
}
