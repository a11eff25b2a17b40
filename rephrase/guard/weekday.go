package guard

import (
	"fmt"
	"strings"
)

// shortWeekdays are days beside another one, a date or a time only: Mo–Fr. Those of two
// letters count with a capital.
var shortWeekdays = table([]row[int]{
	{1, "so dom रवि"},
	{2, "mo lun सोम"},
	{3, "di tues मंगल"},
	{4, "mi mie weds बुध"},
	{5, "do jue thur thurs गुरु"},
	{6, "fr vie शुक्र"},
	{7, "sa sab शनि"},
})

// weekday reads the name of a day.
func (sc *scanner) weekday(i int) int {
	if sc.isUnspaced(i) {
		return sc.hanWeekday(i)
	}
	if isHangul(sc.text(i)) {
		return sc.koreanWeekday(i)
	}
	w := sc.word(i)
	d, ok := weekdays[w]
	if !ok {
		d, ok = weekdays[arabicName(w)]
	}
	if ok {
		return sc.add(fact{keys: []string{weekdayName(d - 1)}, soft: softWeekdays[w]}, i, i+1)
	}
	if d, ok = shortWeekdays[w]; !ok || len(w) == 2 && (!isTitle(sc.text(i)) || isUpper(sc.text(i))) {
		return i
	}
	return sc.add(fact{keys: []string{weekdayName(d - 1)}, soft: true, maybe: true}, i, i+1)
}

// arabicName returns an Arabic name without the letters of "and", "to" and "in" before it.
func arabicName(w string) string {
	w = strings.TrimPrefix(w, "و")
	if rest, ok := strings.CutPrefix(w, "لل"); ok {
		return "ال" + rest
	}
	return strings.TrimPrefix(strings.TrimPrefix(w, "ل"), "ب")
}

func (sc *scanner) hanWeekday(i int) int {
	for _, name := range [...]string{"星期", "周", "礼拜", "週", "禮拜"} {
		n := len([]rune(name))
		if sc.hasPrefix(i, name) {
			if day, ok := hanWeekdays[sc.text(i+n)]; ok && !sc.hasPrefix(i+n, "日期") {
				return sc.add(fact{keys: []string{weekdayName(day)}, soft: n == 1 && day == 0}, i, i+n+1)
			}
		}
	}
	return i
}

func weekdayName(d int) string { return fmt.Sprintf(weekdayKey+"%d", d) }

// weekdayLinks are between a day and its date or its time.
var weekdayLinks = wordSet(`, . ., ( ), at on from um von ab am den the a_las de el ,_the ,_den ,_at ,_um ._um ,_el को सुबह शाम`)

// confirmWeekdays makes days of the short words that are beside another day, a date or a
// time, and drops those that are a day in such a place only.
func (sc *scanner) confirmWeekdays() {
	found := false
	for k := range sc.list {
		f := &sc.list[k]
		if !f.soft || !strings.HasPrefix(f.keys[0], weekdayKey) {
			continue
		}
		found = true
		if k > 0 && sc.confirms(f, &sc.list[k-1], sc.list[k-1].end, f.start) || k+1 < len(sc.list) && sc.confirms(f, &sc.list[k+1], f.end, sc.list[k+1].start) {
			f.soft = false
		}
	}
	if !found {
		return
	}
	kept := sc.list[:0]
	for _, f := range sc.list {
		if !f.maybe || !f.soft {
			kept = append(kept, f)
		}
	}
	sc.list = kept
}

// isTime reports whether a fact is a date, a month or a time, perhaps by what is beside it.
func (f *fact) isTime() bool {
	for _, key := range f.keys {
		if strings.HasPrefix(key, dateKey) || strings.HasPrefix(key, clockKey) {
			return true
		}
	}
	return false
}

// confirms reports whether the neighbor b of a short day says that it is one. The gap
// between them is given.
func (sc *scanner) confirms(f, b *fact, from, to int) bool {
	if to < from || to-from > 16 {
		return false
	}
	text := sc.s[f.start:f.end]
	gap := fold(strings.TrimSpace(sc.s[from:to]))
	if strings.HasPrefix(b.keys[0], weekdayKey) {
		first := sc.s[min(f.start, b.start):from]
		if gap == "," && (first == "So" || first == "Do") {
			return false
		}
		gap = strings.TrimSpace(strings.TrimPrefix(gap, "."))
		return gap == "&" || gap == "+" || connectors[gap]
	}
	if !b.isTime() || gap != "" && !weekdayLinks[gap] {
		return false
	}
	said := sc.s[b.start:b.end]
	switch {
	case text == "So" || text == "Do": // words of English
		return strings.Contains(fold(said), "uhr") || strings.HasPrefix(gap, ".") || strings.HasPrefix(b.keys[0], dateKey) && strings.Contains(said, ".")
	case b.soft:
		return false
	}
	return isTitle(text) || f.maybe
}
