package guard

import (
	"strconv"
	"strings"
)

// hindiNumbers are the words from 11 to 99, each with the ways to write it. No rule makes them.
const hindiNumbers = `ग्यारह बारह तेरह चौदह पंद्रह/पन्द्रह सोलह सत्रह/सतरह अठारह/अट्ठारह उन्नीस बीस ` +
	`इक्कीस बाईस/बाइस तेईस/तेइस चौबीस पच्चीस छब्बीस सत्ताईस/सत्ताइस अट्ठाईस/अट्ठाइस/अठाईस उनतीस/उन्तीस तीस ` +
	`इकतीस/इकत्तीस बत्तीस तैंतीस/तेंतीस/तैतीस चौंतीस/चौतीस पैंतीस/पैतीस छत्तीस सैंतीस/सैतीस अड़तीस उनतालीस/उन्तालीस चालीस ` +
	`इकतालीस बयालीस/बियालीस तैंतालीस/तेंतालीस/तैतालीस चौवालीस/चवालीस/चौंतालीस/चौंवालीस पैंतालीस/पैतालीस छियालीस/छयालीस सैंतालीस/सैतालीस अड़तालीस उनचास/उन्चास पचास ` +
	`इक्यावन बावन तिरपन/तिरेपन चौवन/चव्वन पचपन छप्पन सत्तावन अट्ठावन/अठावन उनसठ साठ ` +
	`इकसठ बासठ तिरसठ/तिरेसठ चौंसठ/चौसठ पैंसठ/पैसठ छियासठ सड़सठ/सरसठ अड़सठ उनहत्तर सत्तर ` +
	`इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर/पिचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी/उनासी/उन्नासी अस्सी ` +
	`इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी/सतासी अट्ठासी/अठासी नवासी नब्बे ` +
	`इक्यानवे/इक्यानबे बानवे/बानबे तिरानवे/तिरानबे चौरानवे/चौरानबे पंचानवे/पचानवे/पंचानबे/पिचानवे छियानवे/छियानबे सत्तानवे/सत्तानबे अट्ठानवे/अट्ठानबे/अठानवे निन्यानवे/निन्यानबे`

func addHindi(all map[string]int) {
	for i, names := range strings.Fields(hindiNumbers) {
		for name := range strings.SplitSeq(names, "/") {
			all[fold(name)] = 11 + i
		}
	}
}

// ordinalStem returns the number that a Hindi ordinal such as "दसवीं" is made of; "" for another word.
func ordinalStem(w string) string {
	for _, ending := range [...]string{"वां", "वाँ", "वीं", "वें"} {
		if stem, ok := strings.CutSuffix(w, ending); ok && numberWords[stem] > 2 {
			return stem
		}
	}
	return ""
}

// hindiQuarters are words of fractions, in quarters. Those of less than one are added to the
// number that follows: "साढ़े तीन" is three and a half.
var hindiQuarters = table([]row[int]{{-1, "पौने पौन पौना"}, {1, "सवा"}, {2, "साढ़े साड़े"}, {6, "डेढ़"}, {10, "ढाई अढ़ाई"}})

// hindiQuarter reads a number with a fraction. Without a number, a quarter is one of the scale or
// the unit that follows: "सवा लाख".
func (sc *scanner) hindiQuarter(i int) (q, next int) {
	q, next = hindiQuarters[sc.word(i)], i+1
	switch {
	case q == 0:
		return 0, i
	case q > 2:
		return q, next
	}
	n, after, ok := sc.integer(next)
	if !ok {
		n, ok, _ = sc.numberWord(next)
		after = next + 1
	}
	w := sc.word(next)
	switch {
	case ok && n > 0:
		return 4*n + q, after
	case q < 2 && (scales[w] > 0 || units[w] != 0 || w == "बजे"):
		return 4 + q, next
	}
	return 0, i
}

// hindiFraction adds the fact of a number of quarters, or of a time.
func (sc *scanner) hindiFraction(i, next, q int, negative bool) int {
	h, m := q/4, q%4*15
	if sc.word(next) == "बजे" && q < 52 {
		return sc.timeOfDay(i, next, (h+11)%12+1, m)
	}
	keys := []string{numberKey + decimal(strconv.Itoa(h), strconv.Itoa(q%4*25))}
	end := sc.quantity(i, next, keys, fact{}, negative)
	if f := &sc.list[len(sc.list)-1]; end == next && q < 52 {
		f.keys = append(f.keys, clockName(h%12, m), clockName(h%12+12, m))
	}
	return end
}

// fewNumbers say about how many if two of them are together, and fewThings are what is meant
// by the way then: "दो-चार सवाल" are some questions.
var (
	fewNumbers = wordSet("एक दो तीन चार पांच पाँच छह")
	fewThings  = wordSet("सवाल सवालों बात बातें बातों चीजें चीजों शब्द पल मिनट मिनटों सेकंड")
)

// isFew reports whether the number at token i is one of two that say "some".
func (sc *scanner) isFew(i, next int) bool {
	if !fewNumbers[sc.word(i)] {
		return false
	}
	before, after := i-1, next
	if sc.is(before, "-–") {
		before--
	}
	if sc.is(after, "-–") {
		after++
	}
	return fewNumbers[sc.word(before)] && fewThings[sc.word(next)] || fewNumbers[sc.word(after)] && fewThings[sc.word(after+1)]
}

// hindiMinutes reads what follows the hour in "दस बजकर बीस मिनट"; -1 if it is no minute.
func (sc *scanner) hindiMinutes(i int) (m, next int) {
	m, next, ok := sc.integer(i)
	if !ok {
		m, next, _ = sc.wordNumber(i)
	}
	if next == i || m < 0 || m > 59 || units[sc.word(next)] != minute {
		return -1, i
	}
	return m, next + 1
}
