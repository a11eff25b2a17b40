package guard

// A time in words often has its minutes beside the hour: a quarter past nine, zehn vor acht,
// las nueve y cuarto.

// minuteLinks are between the minutes and the hour that they are after or before.
var minuteLinks = table([]row[int]{{1, "past after nach"}, {-1, "to till before vor"}})

// hourLinks are between the hour and the minutes that are after or before it.
var hourLinks = table([]row[int]{{1, "y et"}, {-1, "menos moins"}})

// quarters are words for 15 minutes, and threeQuarters for 45.
var (
	quarters      = wordSet("quarter viertel cuarto quart")
	threeQuarters = wordSet("dreiviertel")
)

// quarterHours are quarters of an hour in one word.
var quarterHours = table([]row[int]{{1, "viertelstunde"}, {3, "dreiviertelstunde"}})

// quarter reads a time of day, or a length of time, that is written with a quarter or with
// minutes before or after the hour.
func (sc *scanner) quarter(i int) int {
	if sc.kind(i) != word && sc.kind(i) != number {
		return i
	}
	n, next, ok := 1, i, false
	if w := sc.word(i); articles[w] || w == "un" {
		next++
	} else if n, next, ok = sc.small(i); !ok {
		n, next = 1, i
	}
	if after := sc.quarterHour(i, next, n); after > i {
		return after
	}
	if after := sc.minutesFirst(i, next, n, ok); after > i {
		return after
	}
	if ok && n >= 1 && n <= 12 {
		return sc.hourFirst(i, next, n)
	}
	return i
}

// small reads a number in digits or in words, without a sign.
func (sc *scanner) small(i int) (n, next int, ok bool) {
	if n, next, ok = sc.integer(i); ok {
		return n, next, true
	}
	n, next, _ = sc.wordNumber(i)
	return n, next, next > i && n != half
}

// quarterHour reads "a quarter of an hour", "tres cuartos de hora", or "Viertelstunde" after n
// of them.
func (sc *scanner) quarterHour(i, next, n int) int {
	w := sc.word(next)
	count, after := quarterHours[w], next+1
	if count == 0 && (quarters[w] || w == "quarters" || w == "cuartos" || threeQuarters[w]) {
		count = n
		if threeQuarters[w] {
			count = 3
		}
		for w := sc.word(after); w == "of" || w == "an" || w == "de" || w == "d"; w = sc.word(after) {
			after++
		}
		if units[sc.word(after)] != hour || len(sc.word(after)) == 1 {
			return i
		}
		after++
	}
	switch count {
	case 1:
		return sc.add(fact{keys: []string{intKey(15)}, unit: minute}, i, after)
	case 3:
		return sc.add(fact{keys: []string{intKey(45)}, unit: minute}, i, after)
	}
	return i
}

// minutesFirst reads "quarter past nine", "zwanzig vor acht", or "five minutes to ten". The
// number n ends before token next, if counted is set.
func (sc *scanner) minutesFirst(i, next, n int, counted bool) int {
	w, sure := sc.word(next), false
	switch {
	case threeQuarters[w], counted && n == 3 && quarters[w]:
		return sc.beforeHour(i, next+1, -1, 15)
	case quarters[w] && !counted:
		if n, sure, next = 15, true, next+1; minuteLinks[sc.word(next)] == 0 {
			return i
		}
	case !counted || n < 1 || n > 29:
		return i
	case units[w]&minute != 0 && len(w) > 1:
		sure = true
		next++
	}
	sign := minuteLinks[sc.word(next)]
	hour, _, ok := sc.small(next + 1)
	// "Five to nine" is a range, too, and "10 after 5" may be of anything.
	if sign == 0 || !ok || !sure && (n%5 != 0 || sign < 0 && n < hour || sc.kind(i) == number) {
		return i
	}
	return sc.beforeHour(i, next+1, sign, n)
}

// beforeHour adds the time that is minutes before or after the hour at token j.
func (sc *scanner) beforeHour(i, j, sign, minutes int) int {
	h, next, ok := sc.small(j)
	if !ok || h < 1 || h > 12 || sc.isCountedHour(next) {
		return i
	}
	return sc.timeAround(i, next, h, sign*minutes)
}

// isCountedHour reports whether what follows a number says that it is no hour: nine days.
func (sc *scanner) isCountedHour(i int) bool {
	w := sc.word(i)
	return units[w] != 0 && len(w) > 1 || sc.is(i, "%€$£")
}

// hourFirst reads "las nueve y cuarto" or "las diez menos veinte" after the hour h.
func (sc *scanner) hourFirst(i, next, h int) int {
	if w := sc.word(next); w == "heures" || w == "heure" {
		next++
	} else if before := sc.word(i - 1); before != "las" && before != "la" {
		return i
	}
	sign := hourLinks[sc.word(next)]
	if sign == 0 {
		return i
	}
	next++
	if sc.word(next) == "le" {
		next++
	}
	if quarters[sc.word(next)] {
		return sc.timeAround(i, next+1, h, sign*15)
	}
	switch w := sc.word(next); {
	case w == "media" || w == "demie":
		return sc.timeAround(i, next+1, h, 30)
	case sc.kind(next) != word:
		return i
	}
	minutes, after, ok := sc.small(next)
	if !ok || minutes < 5 || minutes > 29 || sc.isCountedHour(after) {
		return i
	}
	return sc.timeAround(i, after, h, sign*minutes)
}

// timeAround adds the time that is some minutes from the hour h, with the part of the day.
func (sc *scanner) timeAround(i, next, h, minutes int) int {
	if minutes < 0 {
		h, minutes = (h+10)%12+1, minutes+60
	}
	_, p, after := sc.partAfter(next)
	if p == 0 {
		p, after = sc.partBefore(i), next
	}
	return sc.add(fact{keys: timesOf(h, minutes, p)}, i, after)
}

// timesOf returns the readings of a time of twelve hours. It has two if nothing says which
// half of the day is meant.
func timesOf(h, m int, p part) []string {
	if p != 0 {
		return timeKeys(h, m, p)
	}
	return []string{clockName(h%12, m), clockName(h%12+12, m)}
}
