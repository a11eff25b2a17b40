package guard

import (
	"fmt"
	"strings"
)

// part is the part of the day that tells 3 pm from 3 am.
type part uint8

const (
	morning part = iota + 1
	afternoon
	atNight
)

// clock reads a time of day.
func (sc *scanner) clock(i int) int {
	h, j, ok := sc.integer(i)
	if !ok || h > 24 || sc.kind(i) == number && len(sc.text(i)) > 2 {
		return i
	}
	m := -1
	if sc.kind(i) == number && sc.glued(j) && sc.kind(j+1) == number && sc.glued(j+1) && len(sc.text(j+1)) == 2 || sc.isFrenchTime(j) {
		minutes, _ := atoi(sc.text(j + 1))
		switch {
		case minutes > 59:
		case sc.is(j, ":"), sc.word(j) == "h":
			m, j = minutes, j+2
			if sc.is(j, ":") && sc.kind(j+1) == number && sc.glued(j+1) {
				if sc.text(j+1) != "00" {
					return sc.add(fact{keys: []string{fmt.Sprintf(clockKey+"%d:%02d:%s", h, m, sc.text(j+1))}}, i, sc.zone(j+2))
				}
				j = sc.zone(j + 2)
			}
		case sc.is(j, "."):
			if _, p, after := sc.partAfter(j + 2); p != 0 || sc.word(j+2) == "uhr" || sc.word(j+2) == "h" || after > j+2 {
				m, j = minutes, j+2
			}
		}
	}
	return sc.timeOfDay(i, j, h, m)
}

// isFrenchTime reports whether the h at token i has minutes after a space: 14 h 30. What has a
// unit after it is a length of time, such as 2 h 30 min.
func (sc *scanner) isFrenchTime(i int) bool {
	return sc.text(i) == "h" && sc.kind(i-1) == number && !sc.glued(i) && sc.kind(i+1) == number && !sc.glued(i+1) &&
		len(sc.text(i+1)) == 2 && (sc.kind(i+2) != word || units[sc.word(i+2)] == 0) && !sc.is(i+2, "-–:")
}

// zone returns the token after the microseconds and the offset from UTC, as Python prints
// them after seconds. Who speaks of a time leaves them out.
func (sc *scanner) zone(i int) int {
	if sc.is(i, ".") && sc.glued(i) && sc.kind(i+1) == number && sc.glued(i+1) {
		i += 2
	}
	if sc.is(i, "+-") && sc.glued(i) && sc.kind(i+1) == number && sc.glued(i+1) && sc.is(i+2, ":") && sc.glued(i+2) && sc.kind(i+3) == number && sc.glued(i+3) {
		i += 4
	}
	return i
}

// timeOfDay adds the fact of a time whose hour ends before token j, if what is around it
// says that it is one. The minutes are -1 if none were read.
func (sc *scanner) timeOfDay(i, j, h, m int) int {
	if m < 0 {
		if after := sc.arabicTime(i, j, h); after > i {
			return after
		}
	}
	marked, maybe := m >= 0, false
	u := unit(0)
	switch w := sc.word(j); {
	case w == "uhr":
		marked = true
		j++
		if n, ok := atoi(sc.text(j)); m < 0 && ok && sc.kind(j) == number && len(sc.text(j)) == 2 && n < 60 && !sc.is(j+1, ".:") {
			m, j = n, j+1
		}
	case w == "बजे":
		marked = true
		j++
	case w == "बजकर":
		if n, next := sc.hindiMinutes(j + 1); n >= 0 {
			marked, m, j = true, n, next
		}
	case w == "o" && sc.is(j+1, "'") && sc.word(j+2) == "clock":
		marked = true
		j += 3
	case w == "h" && m < 0:
		maybe, u = true, hour
		j++
	case w == "h":
		j++
	case sc.text(j) == "시":
		marked = true
		m, j = sc.koreanMinutes(j + 1)
	case sc.hasPrefix(j, "点") || sc.hasPrefix(j, "點"):
		maybe = true
		m, j = sc.hanMinutes(j + 1)
	}
	german, p, next := sc.partAfter(j)
	if p != 0 {
		maybe = maybe || german && !marked
		marked, j = true, next
	} else {
		p = sc.partBefore(i)
		marked = marked || maybe && p != 0
	}
	if !marked && !maybe {
		return i
	}
	m = max(m, 0)
	f := fact{keys: timeKeys(h, m, p), unit: u}
	if maybe && m == 0 && (!marked || german) {
		f.keys = append(f.keys, intKey(h))
	}
	return sc.add(f, i, j)
}

// timeKeys returns the readings of a time.
func timeKeys(h, m int, p part) []string { return []string{clockName(hourOf(h, p), m)} }

// hourOf returns the hour of the day that is meant by one of a part of it.
func hourOf(h int, p part) int {
	switch {
	case p == morning && h == 12, p == atNight && h == 12, h == 24:
		return 0
	case p == afternoon && h < 12, p == atNight && h < 12 && h > 4:
		return h + 12
	}
	return h
}

func clockName(h, m int) string { return fmt.Sprintf(clockKey+"%d:%02d", h, m) }

// hanMinutes reads what follows the hour in Chinese.
func (sc *scanner) hanMinutes(i int) (m, next int) {
	switch {
	case sc.hasPrefix(i, "半"):
		return 30, i + 1
	case sc.hasPrefix(i, "整"):
		return 0, i + 1
	case sc.hasPrefix(i, "一刻"):
		return 15, i + 2
	case sc.hasPrefix(i, "钟"):
		return 0, i + 1
	}
	n, j, ok := sc.integer(i)
	twoDigits := sc.kind(i) == number && len(sc.text(i)) == 2
	if !ok || n > 59 || !sc.glued(i) || !twoDigits && !sc.hasPrefix(j, "分") {
		return 0, i
	}
	if sc.hasPrefix(j, "分") {
		j++
	}
	return n, j
}

// partAfter reads the part of the day after a time: pm, in the afternoon. A bare am may be
// the German preposition.
func (sc *scanner) partAfter(i int) (german bool, p part, next int) {
	w := sc.word(i)
	if (w == "a" || w == "p") && sc.is(i+1, ".") && sc.glued(i+1) && sc.word(i+2) == "m" {
		next = i + 3
		if sc.is(next, ".") {
			next++
		}
		return false, meridiems[w+"m"], next
	}
	for j := i; j < i+4; j++ {
		w := sc.word(j)
		if p := sc.dayPart(j); p != 0 {
			return false, p, j + 1
		}
		if !dayPartLinks[w] {
			break
		}
	}
	if sc.kind(i) == word && sc.isUnspaced(i) {
		return false, 0, i
	}
	if p := meridiems[w]; p != 0 {
		return w == "am" && sc.kind(i+1) == word, p, i + 1
	}
	return false, 0, i
}

// dayPart returns the part of the day at i. "Before noon" is the morning.
func (sc *scanner) dayPart(i int) part {
	w := sc.word(i)
	if w == "الظهر" && sc.word(i-1) == "قبل" {
		return morning
	}
	return dayParts[w]
}

// partBefore reads the part of the day before a time.
func (sc *scanner) partBefore(i int) part {
	before := strings.TrimRight(sc.s[max(0, sc.toks[i].start-24):sc.toks[i].start], " ")
	for name, p := range hanDayParts {
		if strings.HasSuffix(before, name) {
			return p
		}
	}
	for j := i - 1; j > i-4; j-- {
		w := sc.word(j)
		if p := sc.dayPart(j); p != 0 {
			return p
		}
		if !dayPartLinks[w] {
			break
		}
	}
	return 0
}
