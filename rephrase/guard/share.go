package guard

import (
	"strconv"
	"strings"
)

// share gives a number the unit, the time or the month that is written once for two: 40 to
// 50 €, 9–17 Uhr, 3 to 5 November.
func (sc *scanner) share() {
	for k := len(sc.list) - 2; k >= 0; k-- {
		a, b := &sc.list[k], &sc.list[k+1]
		if !sc.linked(a, b) {
			continue
		}
		if a.unit == 0 && b.unit|b.shared != 0 && !b.leading {
			a.shared |= b.unit | b.shared
		}
		shareReadings(a, b)
	}
	for k := 1; k < len(sc.list); k++ {
		a, b := &sc.list[k-1], &sc.list[k]
		if b.unit == 0 && sc.linked(a, b) {
			shareMonth(a, b)
			shareAfternoon(a, b)
		}
		if b.unit == 0 && (a.leading || a.unit == 0 && a.shared != 0) && sc.linked(a, b) {
			b.shared |= a.unit | a.shared
		}
	}
}

func (sc *scanner) linked(a, b *fact) bool {
	if b.start < a.end || b.start-a.end > 32 {
		return b.start < a.end
	}
	gap := fold(strings.TrimSpace(sc.s[a.end:b.start]))
	if connectors[gap] || gap == "" && strings.HasPrefix(sc.s[b.start:], "و") {
		return true
	}
	link, part, _ := strings.Cut(gap, " ") // from 5 to 10 at night, in Hindi
	return connectors[link] && dayParts[part] != 0
}

// shareReadings adds to the plain number a what it is if b says what both are.
func shareReadings(a, b *fact) {
	if len(a.keys) != 1 || len(b.keys) == 0 {
		return
	}
	n, ok := strings.CutPrefix(a.keys[0], numberKey)
	value, err := strconv.Atoi(n)
	if !ok || err != nil {
		return
	}
	key := b.keys[0]
	if len(b.keys) > 1 && strings.HasPrefix(key, numberKey) {
		key = b.keys[1] // what it shares itself: 24, 25 and 26 December
	}
	switch {
	case strings.HasPrefix(key, clockKey) && value <= 24:
		a.keys = append(a.keys, clockName(value, 0))
		if value < 12 {
			a.keys = append(a.keys, clockName(value+12, 0))
		}
	case strings.HasPrefix(key, dateKey) && value >= 1 && value <= 31:
		if y, rest, ok := strings.Cut(key[len(dateKey):], "-"); ok {
			m, _, _ := strings.Cut(rest, "-")
			month := dateKey + y + "-" + m + "-"
			a.keys = append(a.keys, month+n)
			a.implied = append(a.implied, dateKey+"0-"+m+"-"+n)
		}
	}
}

// shareMonth adds to the plain number b the day of the month that is written before it:
// December 24, 25, and 26.
func shareMonth(a, b *fact) {
	day := a.keys[len(a.keys)-1]
	if strings.HasPrefix(day, dateKey) && !strings.HasSuffix(day, "-0") && (len(a.keys) == 1 || strings.HasPrefix(a.keys[0], numberKey)) {
		shareReadings(b, &fact{keys: []string{day}})
	}
}

// shareAfternoon adds to the time b the reading in the afternoon, if a time in the afternoon is
// written before it: from 2 pm to 4:30.
func shareAfternoon(a, b *fact) {
	from, to := hourOfKey(a.keys[0]), hourOfKey(b.keys[0])
	if from >= 12 && to > from-12 && to < 12 {
		b.keys = append(b.keys, halfDayLater(b.keys[0]))
	}
}

// hourOfKey returns the hour of the key of a time; -1 for another key.
func hourOfKey(key string) int {
	h, ok := strings.CutPrefix(key, clockKey)
	h, _, _ = strings.Cut(h, ":")
	if n, isHour := atoi(h); ok && isHour {
		return n
	}
	return -1
}
