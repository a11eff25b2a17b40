package guard

import (
	"strconv"
	"strings"
)

// halfOf adds the fact of a half, which is often of an hour, or half past one.
func (sc *scanner) halfOf(i, next int) int {
	if n, after := sc.hourOfHalf(i, next); n > 0 {
		return sc.add(fact{keys: halfPast(n)}, i, after)
	}
	j := next
	if w := sc.word(j); w == "an" || w == "a" {
		j++
	}
	u, after := units[sc.word(j)], j+1
	if sc.isUnspaced(j) {
		u, after = sc.hanUnit(j)
	}
	if u == hour {
		return sc.add(fact{keys: []string{numberKey + "0.5"}, unit: hour}, i, after)
	}
	counted := j > next && sc.kind(j) == word && sc.word(j) != "dozen" && u == 0 ||
		numberKinds[sc.word(i-1)] == germanCount && isTitle(sc.text(next))
	return sc.add(fact{keys: []string{numberKey + "0.5"}, soft: !counted}, i, next)
}

// hourOfHalf reads the hour of "half past three" and of the German "halb vier", which is the
// same time.
func (sc *scanner) hourOfHalf(i, next int) (n, after int) {
	german := sc.word(i) == "halb"
	if sc.word(next) == "past" {
		next++
	} else if !german {
		return 0, next
	}
	n, after, ok := sc.integer(next)
	if !ok {
		n, after, _ = sc.wordNumber(next)
	}
	if after == next || n < 1 || n > 12 {
		return 0, next
	}
	if german {
		n = (n+10)%12 + 1
	}
	return n, after
}

// halfPast returns the readings of half an hour after n.
func halfPast(n int) []string {
	if n > 12 || n < 1 {
		return nil
	}
	return []string{clockName(n%12, 30), clockName(n%12+12, 30)}
}

// andHalf returns the token after "and a half".
func (sc *scanner) andHalf(i int) int {
	switch {
	case sc.word(i) == "and" && sc.word(i+1) == "a" && sc.word(i+2) == "half":
		return i + 3
	case sc.arabicHalf(i) > i:
		return i + 1
	case sc.word(i) == "y" && (sc.word(i+1) == "media" || sc.word(i+1) == "medio"):
		return i + 2
	}
	return i
}

// noHalfAfter are behind "y media" where it is half of something else: half board.
var noHalfAfter = wordSet("pension jornada docena luna")

// germanHalf reads a number and a half in one word: anderthalb, zweieinhalb.
func germanHalf(w string) (n int, ok bool) {
	if w == "anderthalb" {
		return 1, true
	}
	if w, ok = strings.CutSuffix(w, "einhalb"); ok {
		n, ok = germanUnits[w]
	}
	return n, ok
}

// halfDayLater returns the key of a time for what has the same digits on the other half of the
// clock; "" for other keys.
func halfDayLater(key string) string {
	h := hourOfKey(key)
	if h < 0 {
		return ""
	}
	return clockKey + strconv.Itoa((h+12)%24) + key[strings.LastIndexByte(key, ':'):]
}
