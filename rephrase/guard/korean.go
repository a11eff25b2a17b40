package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// counters are what Korean writes together with a number, before particles. The longest
// ones are first.
var counters = strings.Fields("영업일 퍼센트 시간 개월 주일 달러 유로 만 억 원 시 분 초 일 주 달 월 년 박")

// counter returns where the counter that a word after a number begins with ends; 0 for none.
func counter(s string) int {
	for _, c := range counters {
		if strings.HasPrefix(s, c) {
			return len(c)
		}
	}
	return 0
}

func isHangul(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Hangul, r)
}

// isCounter reports whether token i is the Korean word behind a number.
func (sc *scanner) isCounter(i int) bool {
	return sc.kind(i-1) == number && isHangul(sc.text(i))
}

// koreanDays are the first letters of the weekdays, from Sunday.
const koreanDays = "일월화수목금토"

// koreanWeekday reads a weekday with its particles.
func (sc *scanner) koreanWeekday(i int) int {
	name, _, ok := strings.Cut(sc.text(i), "요일")
	if day := strings.Index(koreanDays, name); ok && day >= 0 && utf8.RuneCountInString(name) == 1 {
		return sc.add(fact{keys: []string{weekdayName(day / len(name))}}, i, i+1)
	}
	return i
}

// koreanMinutes reads what follows the hour.
func (sc *scanner) koreanMinutes(i int) (m, next int) {
	if strings.HasPrefix(sc.text(i), "반") {
		return 30, i + 1
	}
	n, ok := atoi(sc.text(i))
	if sc.kind(i) != number || !ok || n > 59 || sc.text(i+1) != "분" {
		return 0, i
	}
	return n, i + 2
}
