package guard

import (
	"strconv"
	"strings"
)

// arabicQuarters are the parts of an hour.
var arabicQuarters = table([]row[int]{{30, "النصف نصف نصفا"}, {20, "الثلث ثلث ثلثا"}, {15, "الربع ربع ربعا"}})

// arabicHalf returns the token after "and a half", which is said after the unit. That of
// something else, such as the price, is another half.
func (sc *scanner) arabicHalf(i int) int {
	next := sc.word(i + 1)
	switch {
	case sc.word(i) != "ونصف":
		return i
	case !strings.HasPrefix(next, "ال"):
		return i + 1
	case spanOf(next) != 0:
		return i + 2
	}
	return i
}

// unitPart reads what follows a unit: "and a half", and after an hour "and a quarter" or "except
// a quarter" in Arabic, in minutes of an hour.
func (sc *scanner) unitPart(i int, u unit) (m, next int) {
	if next = sc.andHalf(i); next == i || noHalfAfter[sc.word(next)] {
		next = sc.arabicHalf(i)
	}
	if next == i && sc.hasPrefix(i, "半") && sc.isUnspaced(i-1) && sc.glued(i) {
		next++
	}
	if u != 0 && next > i {
		switch units[sc.word(next)] {
		case 0:
			return 30, next
		case u:
			return 30, next + 1
		}
		return 0, i // half of another unit
	}
	w := sc.word(i)
	switch {
	case u != hour:
	case w == "الا":
		if m = -arabicQuarters[sc.word(i+1)]; m != 0 {
			return m, i + 2
		}
	case strings.HasPrefix(w, "و"):
		if m = arabicQuarters[w[len("و"):]]; m != 0 && m != 30 {
			return m, i + 1
		}
	}
	return 0, i
}

// addPart adds the part at token next to a whole number of a unit, and returns the token after
// it. Only an hour has a part that is no quarter, in minutes.
func (sc *scanner) addPart(f *fact, next int) int {
	m, after := sc.unitPart(next, f.unit)
	n, err := strconv.Atoi(strings.TrimPrefix(f.keys[0], numberKey))
	if m == 0 || err != nil || n < 1 || n > 99 {
		return next
	}
	f.soft = false
	if minutes := 60*n + m; minutes%15 == 0 {
		f.keys = []string{numberKey + decimal(strconv.Itoa(minutes/60), [...]string{"", "25", "5", "75"}[minutes%60/15])}
	} else {
		f.keys, f.unit = []string{intKey(minutes)}, minute
	}
	return after
}

// arabicQuarterHour reads a part of an hour: "a quarter of an hour" is 15 minutes.
func (sc *scanner) arabicQuarterHour(i int) int {
	if spanOf(sc.word(i+1))&hour == 0 || !isArabic(sc.word(i)) {
		return i
	}
	w := sc.word(i)
	m := arabicQuarters[w]
	if m == 0 {
		m = arabicQuarters[w[2:]] // after a particle
	}
	if m == 0 || m == 30 {
		return i
	}
	return sc.add(fact{keys: []string{intKey(m)}, unit: minute}, i, i+2)
}
