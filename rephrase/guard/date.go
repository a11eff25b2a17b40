package guard

import (
	"fmt"
	"strings"
	"time"
)

// date reads a date of numbers, or one that begins with the day or the year.
func (sc *scanner) date(i int) int {
	if next := sc.always(i); next > i {
		return next
	}
	if keys, next := sc.numericDate(i); next > i {
		if sc.word(next) == "t" && sc.glued(next) && sc.kind(next+1) == number {
			next++
		}
		f := fact{keys: keys}
		if len(keys) == 1 {
			f.implied = impliedBy(keys[0])
		}
		return sc.add(f, i, next)
	}
	if next := sc.hanDate(i); next > i {
		return next
	}
	d, j, ok := sc.integer(i)
	if !ok || d < 1 || d > 31 || sc.kind(i) != number || len(sc.text(i)) > 2 {
		return i
	}
	if ordinals[sc.word(j)] && sc.glued(j) || sc.is(j, ".") {
		j++
	}
	if ofWords[sc.word(j)] {
		j++
	}
	m, j, _ := sc.monthName(j)
	if m == 0 {
		return i
	}
	y, next := sc.yearAfter(j)
	return sc.addDate(i, next, y, m, d)
}

// always reads 24/7 as what it says in full, 24 hours and 7 days; it may be a date too.
func (sc *scanner) always(i int) int {
	if sc.text(i) != "24" || !sc.is(i+1, "/") || !sc.glued(i+1) || sc.text(i+2) != "7" || !sc.glued(i+2) ||
		sc.is(i+3, "/") || sc.glued(i) && sc.is(i-1, "/") {
		return i
	}
	july := dateName(0, 7, 24)
	sc.add(fact{keys: []string{intKey(24), july}, unit: hour}, i, i+1)
	return sc.add(fact{keys: []string{intKey(7), july}, unit: day}, i+2, i+3)
}

// month reads a date that begins with the name of the month.
func (sc *scanner) month(i int) int {
	m, j, soft := sc.monthName(i)
	if m == 0 {
		return i
	}
	if y, next := sc.yearAfter(j); y > 0 {
		return sc.addDate(i, next, y, m, 0)
	}
	days, next := sc.days(j)
	if soft && isArabic(sc.word(i)) {
		days = nil // the day is said before the month: this is a verb
	}
	if len(days) == 0 {
		if _, ok := numberWords[sc.word(i)]; ok && !isTitle(sc.text(i)) {
			return i // the Portuguese ten, and no December
		}
		return sc.add(fact{keys: []string{dateName(0, m, 0)}, soft: soft && !sc.isMonthOf(i)}, i, j)
	}
	y, next := sc.yearAfter(next)
	for _, d := range days {
		sc.addDate(i, next, y, m, d)
	}
	return next
}

// days reads the day after the name of a month, or two: November 3-5.
func (sc *scanner) days(i int) (days []int, next int) {
	next = i
	for j := i; len(days) < 2; {
		d, ok := atoi(sc.text(j))
		if sc.kind(j) != number || !ok || d < 1 || d > 31 || len(sc.text(j)) > 2 ||
			sc.is(j+1, ":.,%") && sc.glued(j+1) && (sc.kind(j+2) == number && sc.glued(j+2) || sc.is(j+1, "%")) {
			break
		}
		j++
		if ordinals[sc.word(j)] && sc.glued(j) {
			j++
		}
		days, next = append(days, d), j
		if !sc.is(j, "-–") && !ranges[sc.word(j)] {
			break
		}
		j++
	}
	return days, next
}

// hanDate reads 2026年11月30日, with or without the year or the day.
func (sc *scanner) hanDate(i int) int {
	y, d := 0, 0
	n, j, ok := sc.integer(i)
	if ok && sc.hasPrefix(j, "年") && n >= 1000 {
		y = n
		n, j, ok = sc.integer(j + 1)
	}
	if !ok || n < 1 || n > 12 || !sc.hasPrefix(j, "月") {
		return i
	}
	m, next := n, j+1
	if n, j, ok = sc.integer(next); ok && n >= 1 && n <= 31 && (sc.hasPrefix(j, "日") || sc.hasPrefix(j, "号")) {
		d, next = n, j+1
	}
	return sc.addDate(i, next, y, m, d)
}

func (sc *scanner) addDate(i, next, y, m, d int) int {
	key := dateName(y, m, d)
	return sc.add(fact{keys: []string{key}, implied: impliedBy(key)}, i, next)
}

func dateName(y, m, d int) string { return fmt.Sprintf(dateKey+"%d-%d-%d", y, m, d) }

// impliedBy returns what a date says besides: its month, its year, and its weekday.
func impliedBy(key string) []string {
	var y, m, d int
	if _, err := fmt.Sscanf(key, dateKey+"%d-%d-%d", &y, &m, &d); err != nil {
		return nil
	}
	implied := []string{dateName(0, m, 0)}
	if d > 0 {
		implied = append(implied, dateName(0, m, d))
	}
	if y > 0 {
		implied = append(implied, dateName(y, m, 0), intKey(y))
	}
	if y > 0 && d > 0 {
		implied = append(implied, weekdayName(int(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Weekday())))
	}
	return implied
}

// yearAfter reads a year after a month or a day.
func (sc *scanner) yearAfter(i int) (y, next int) {
	j := i
	if sc.is(j, ",") || ofWords[sc.word(j)] {
		j++
	}
	if yearWords[sc.word(j)] {
		j++
	}
	y, ok := atoi(sc.text(j))
	if sc.kind(j) != number || !ok || y < 1900 || y > 2199 || sc.toks[j].line && j > i {
		return 0, i
	}
	return y, j + 1
}

// monthName reads the name of a month. It is soft if it is another word too.
func (sc *scanner) monthName(i int) (m, next int, soft bool) {
	w := sc.word(i)
	if m = months[w]; m == 0 {
		m = months[arabicName(w)]
	}
	if name := arabicName(w); m == 0 && (name == "كانون" || name == "تشرين") {
		return months[name+" "+sc.word(i+1)], i + 2, false
	}
	if m == 0 {
		return 0, i, false
	}
	next = i + 1
	if len(w) <= 4 && sc.is(next, ".") && sc.glued(next) {
		next++
	}
	return m, next, softMonths[strings.TrimPrefix(w, "و")] || len(w) <= 3
}

// numericDate reads 2026-11-30, 30.11.2026, 11/30/2026, and the like.
func (sc *scanner) numericDate(i int) (keys []string, next int) {
	sep := sc.text(i + 1)
	if sc.kind(i) != number || sc.kind(i+1) != symbol || !sc.glued(i+1) || sep != "." && sep != "/" && sep != "-" ||
		sc.kind(i+2) != number || !sc.glued(i+2) || sc.glued(i) && sc.is(i-1, ".-/:") && sc.kind(i-2) == number {
		return nil, i
	}
	a, okA := atoi(sc.text(i))
	b, okB := atoi(sc.text(i + 2))
	if !okA || !okB {
		return nil, i
	}
	next = i + 3
	if sc.text(next) == sep && sc.glued(next) && sc.kind(next+1) == number && sc.glued(next+1) {
		keys = threeParts(sc.text(i), sc.text(i+2), sc.text(next+1), sep)
		next += 2
		if sc.text(next) == sep && sc.glued(next) && sc.kind(next+1) == number && sc.glued(next+1) {
			keys = nil
		}
	} else if len(sc.text(i)) <= 2 && len(sc.text(i+2)) <= 2 && sep != "-" {
		keys = sc.twoParts(i, a, b, sep)
		if sep == "." {
			next++
		}
	}
	if len(keys) == 0 {
		return nil, i
	}
	return keys, next
}

// twoParts returns the readings of 30.11. and 11/30.
func (sc *scanner) twoParts(i, a, b int, sep string) (keys []string) {
	if sep == "." && (!sc.is(i+3, ".") || !sc.glued(i+3)) {
		return nil
	}
	if isDay(b, a) {
		keys = append(keys, dateName(0, b, a))
	}
	if sep == "/" && isDay(a, b) && a != b {
		keys = append(keys, dateName(0, a, b))
	}
	if len(keys) == 0 {
		return nil
	}
	if sep == "." {
		return append(keys, numberKeys(readings([]string{sc.text(i), sc.text(i + 2)}, []byte(sep)))...)
	}
	return append(keys, fractionKeys(a, b)...)
}

// threeParts returns the readings of a date with a year.
func threeParts(first, second, third, sep string) (keys []string) {
	a, _ := atoi(first)
	b, _ := atoi(second)
	c, ok := atoi(third)
	switch {
	case !ok:
	case len(first) == 4 && len(second) <= 2 && len(third) <= 2:
		if a >= 1000 && isDay(b, c) {
			keys = append(keys, dateName(a, b, c))
		}
	case len(first) <= 2 && len(second) <= 2 && (len(third) == 4 || len(third) == 2 && sep != "-"):
		if len(third) == 2 {
			c += 2000
		}
		if isDay(b, a) {
			keys = append(keys, dateName(c, b, a))
		}
		if sep != "." && isDay(a, b) && a != b {
			keys = append(keys, dateName(c, a, b))
		}
	}
	return keys
}

func isDay(m, d int) bool { return m >= 1 && m <= 12 && d >= 1 && d <= 31 }
