package guard

import (
	"slices"
	"strconv"
	"strings"
)

// spelled reads a number in words, with its unit or as a time of day. A word that is
// something else too, such as "one", is soft.
func (sc *scanner) spelled(i int) int {
	if sc.kind(i) != word {
		return i
	}
	w := sc.word(i)
	if articles[w] {
		return sc.article(i)
	}
	if strings.HasSuffix(w, "منتصف") && sc.word(i+1) == "الليل" {
		return sc.add(fact{keys: []string{clockName(0, 0)}, soft: true}, i, i+2)
	}
	if key := namedTimes[w]; key != "" {
		return sc.add(fact{keys: []string{key}, soft: true}, i, i+1)
	}
	for _, read := range [...]func(int) int{sc.arabicQuarterHour, sc.dual} {
		if after := read(i); after > i {
			return after
		}
	}
	if n, ok := germanHalf(w); ok {
		return sc.quantity(i, i+1, []string{intKey(n) + ".5"}, fact{}, false)
	}
	start, negative := i, sc.isMinusWord(i)
	if negative {
		i++
	}
	if q, next := sc.hindiQuarter(i); next > i {
		return sc.hindiFraction(start, next, q, negative)
	}
	n, next, soft := sc.hanNumber(i)
	if next == i {
		n, next, soft = sc.wordNumber(i)
	}
	if next == i {
		return start
	}
	if after := sc.arabicDate(start, next, n); after > start {
		return after
	}
	if n >= 1 && n <= 24 && !sc.arabicDay(start) {
		if after := sc.timeOfDay(i, next, n, -1); after > i {
			return after
		}
	}
	if n == half {
		return sc.halfOf(start, next)
	}
	soft = soft || n == 2 && sc.isBackReference(start)
	keys := []string{intKey(n)}
	if after := sc.andHalf(next); after > next {
		keys, next = append(halfPast(n), numberKey+strconv.Itoa(n)+".5"), after
		slices.Reverse(keys)
		soft = false
	}
	if end := sc.text(next); soft && sc.arabicHour(start) {
		return sc.add(fact{keys: keys, implied: []string{clockName(n, 0)}, soft: true}, start, next)
	} else if soft && (end == "" || sc.kind(next) == symbol && !sc.is(next, "%€$£-")) {
		return sc.add(fact{keys: keys, soft: true}, start, next)
	}
	end := sc.quantity(start, next, keys, fact{soft: soft}, negative)
	if sc.isFew(start, next) {
		sc.list[len(sc.list)-1].soft = true
	}
	return end
}

// isBackReference reports whether the word before token i says that two things were named
// before: these two.
func (sc *scanner) isBackReference(i int) bool {
	dual, _ := dualOf(sc.word(i - 1)) // "two attempts, two"
	return dual != "" || backReferences[sc.word(i-1)]
}

// half is the value of the word for it.
const half = -1

// wordNumber reads number words: twenty-five, one hundred and two, treinta y cinco.
func (sc *scanner) wordNumber(i int) (n, next int, soft bool) {
	if isArabic(sc.word(i)) {
		return sc.arabicNumber(i)
	}
	total, current, limit := 0, 0, 1<<40
	next = i
	for j := i; next-i < 24; {
		v, isWord, ok := sc.numberWord(j)
		if !ok {
			break
		}
		if v == half {
			if next == i {
				return half, i + 1, true
			}
			break
		}
		if p := scales[sc.word(j)]; p > 0 && !isWord {
			factor := 1
			for range p {
				factor *= 10
			}
			switch {
			case factor == 100 && current < 100:
				current = max(current, 1) * 100
			case factor > 100 && factor < limit:
				total += max(current, 1) * factor
				current, limit = 0, factor
			default:
				return total + current, next, soft
			}
		} else if sum, ok := join(current, v, next == i); ok {
			current = sum
		} else {
			break
		}
		soft = next == i && (softNumbers[sc.word(j)] || scales[sc.word(j)] > 0 || ordinalStem(sc.word(j)) != "")
		next = j + 1
		j = next
		if sc.is(j, "-") && sc.glued(j) || numberLinks[sc.word(j)] {
			j++
		}
		if sc.kind(j) != word || sc.toks[j].line {
			break
		}
	}
	return total + current, next, soft
}

// join adds v to what was read of a number; ok is false if v begins another one.
func join(current, v int, first bool) (sum int, ok bool) {
	rest := current % 100
	switch {
	case first:
		return v, true
	case current == 0:
		return v, v < 1000
	case v >= 100:
		return current, false
	case rest == 0, rest >= 20 && rest%10 == 0 && v < 10 && v > 0:
		return current + v, true
	}
	return current, false
}

// numberWord returns the value of a word; isWord is false if it is only a scale.
func (sc *scanner) numberWord(i int) (v int, isWord, ok bool) {
	w := sc.word(i)
	if w == "" {
		return 0, false, false
	}
	if v, ok = numberWords[w]; ok {
		return v, true, true
	}
	if scales[w] > 0 && wordScales[w] {
		return 0, false, true
	}
	if v, ok = numberWords[ordinalStem(w)]; ok {
		return v, true, true
	}
	if v, ok = germanNumber(w); ok {
		return v, true, true
	}
	return 0, false, false
}

// germanNumber reads a number that is written as one word: zweihundertfünfundzwanzig.
func germanNumber(w string) (int, bool) {
	w = strings.ReplaceAll(strings.ReplaceAll(w, "fuenf", "funf"), "zwoelf", "zwolf")
	if len(w) < 6 || !isASCII(w) {
		return 0, false
	}
	for _, p := range [...]struct {
		name   string
		factor int
	}{{"tausend", 1000}, {"hundert", 100}} {
		left, right, found := strings.Cut(w, p.name)
		if !found {
			continue
		}
		l, okL := 1, true
		if left != "" {
			l, okL = germanPart(left)
		}
		r, okR := 0, true
		if right != "" {
			r, okR = germanPart(strings.TrimPrefix(right, "und"))
		}
		return l*p.factor + r, okL && okR && r < p.factor && l < 1000
	}
	return germanTens(w)
}

func germanPart(w string) (int, bool) {
	if v, ok := germanUnits[w]; ok {
		return v, true
	}
	return germanNumber(w)
}

func germanTens(w string) (int, bool) {
	ones, tens, found := strings.Cut(w, "und")
	o, okO := germanUnits[ones]
	t, okT := germanUnits[tens]
	return o + t, found && okO && okT && o > 0 && o < 10 && t >= 20
}
