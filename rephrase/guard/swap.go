package guard

import "strings"

// A word that is a fact in some sentences only may be lost, and may be new. If one is lost
// and another of its kind is new, a fact has changed: from one tablet to ten.

// swapKind is a set of kinds of words of which one can take the place of another.
type swapKind int

const (
	dayKind swapKind = 1 << iota
	monthKind
	timeKind
	keycapKind
	// The numbers of each language are a kind: "ten" is no number in Spanish.
	englishCount
	germanCount
	spanishCount
	arabicCount
	hindiCount
	englishOrdinal
	germanOrdinal
	spanishOrdinal
	arabicOrdinal
	hindiOrdinal
	hanOrdinal
	fractionKind
	allKinds = fractionKind<<1 - 1
)

// numberKinds are the numbers that can take each other's place. Missing are those that sum
// up what is named, such as both, and what is another word more often.
var numberKinds = table([]row[swapKind]{
	{englishCount, "one ten zero dozen once twice"},
	{englishCount | fractionKind, "half"},
	{germanCount, "ein eins eine einen einem einer eines einmal null dutzend"},
	{germanCount | fractionKind, "halb halbe halben"},
	{spanishCount, "un una uno cero docena"},
	{spanishCount | fractionKind, "media medio"},
	{arabicCount, "واحد واحدة مرة مرتين صفر"},
	{arabicCount | fractionKind, "نصف"},
	{hindiCount, "एक दो तीन चार पांच पाँच छह शून्य"},
	{hindiCount | fractionKind, "आधा आधी आधे"},
	{englishOrdinal, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth"},
	{germanOrdinal, `erste ersten erster erstes erstem zweite zweiten zweiter zweites dritte dritten dritter drittes vierte vierten vierter viertes
		funfte funften funfter funftes sechste sechsten sechster siebte siebten siebter achte achter neunte neunten neunter
		zehnte zehnten zehnter elfte elften zwolfte zwolften`},
	{spanishOrdinal, "primer primero primera segundo segunda tercer tercero tercera cuarto cuarta quinto quinta sexto sexta septimo septima octavo octava noveno novena decimo decima"},
	{arabicOrdinal, "الأولى الأول الثاني الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة السادس السادسة السابع السابعة الثامن الثامنة التاسع التاسعة العاشر العاشرة"},
	{hindiOrdinal, "पहला पहली दूसरा दूसरी तीसरा तीसरी तीसरे चौथा चौथी चौथे छठा छठी छठे"},
})

// spanBefore and spanAfter are around a second that is a moment.
var (
	spanBefore = wordSet("a one per every any each split un en por")
	spanAfter  = wordSet("to while and so as or before please i we mientras para y de")
)

// verbAfter are behind the Hindi word for two where it is "give".
var verbAfter = wordSet("ना न तो और")

// swapped returns the first word of f that other does not say, if other says one of the same
// kind that f does not.
func (f *facts) swapped(other *facts) (string, bool) {
	if part, ok := f.swappedPart(other); ok {
		return part, true
	}
	if dual, ok := f.lostDual(other); ok {
		return dual, true
	}
	mine, theirs := f.softKinds(), other.softKinds()
	if mine == nil || theirs == nil {
		return "", false
	}
	said, saidThere := f.kindsByKey(mine), other.kindsByKey(theirs)
	added := swapKind(0)
	for k, fact := range other.list {
		added |= notSaid(fact, theirs[k], said)
	}
	for k, fact := range f.list {
		if notSaid(fact, mine[k], saidThere)&added != 0 {
			return f.text[fact.start:fact.end], true
		}
	}
	return "", false
}

// notSaid returns the kind of a fact if the other text does not say it.
func notSaid(fact fact, kind swapKind, said map[string]swapKind) swapKind {
	for _, key := range fact.keys {
		if said[key]&kind != 0 {
			return 0
		}
	}
	return kind
}

// kindsByKey returns as what each key is said. A fact that is always one is said for all.
func (f *facts) kindsByKey(kinds []swapKind) map[string]swapKind {
	said := make(map[string]swapKind, len(f.list))
	for k, fact := range f.list {
		kind := kinds[k]
		if !fact.soft {
			kind = allKinds
		}
		for _, keys := range [2][]string{fact.keys, fact.implied} {
			for _, key := range keys {
				said[key] |= kind
			}
		}
		if kind == englishCount|spanishCount || f.text[fact.start:fact.end] == "once" {
			said[intKey(1)] |= kind
		}
	}
	return said
}

// softKinds returns the kind of each soft fact; nil if none has one.
func (f *facts) softKinds() (kinds []swapKind) {
	sc := &scanner{s: f.text, toks: f.tokens}
	i := 0
	for k, fact := range f.list {
		for i < len(f.tokens) && f.tokens[i].start < fact.start {
			i++
		}
		if !fact.soft {
			continue
		}
		if kind := sc.swapKind(i, fact); kind != 0 {
			if kinds == nil {
				kinds = make([]swapKind, len(f.list))
			}
			kinds[k] = kind
		}
	}
	return kinds
}

// swapKind returns the kind of the soft fact at token i.
func (sc *scanner) swapKind(i int, f fact) swapKind {
	w := sc.word(i)
	switch {
	case strings.HasPrefix(f.keys[0], weekdayKey):
		return dayKind
	case strings.HasPrefix(f.keys[0], clockKey):
		return timeKind
	case strings.HasPrefix(f.keys[0], dateKey):
		if sc.isMonthName(i) {
			return monthKind
		}
		return 0
	case strings.HasPrefix(f.keys[0], codeKey):
		return fractionKind
	case sc.kind(i) == number:
		if sc.isKeycap(i + 1) {
			return keycapKind
		}
		return 0
	case sc.hasPrefix(i-1, "第"):
		if sc.hasPrefix(i, "一时间") {
			return 0
		}
		return hanOrdinal
	case (w == "second" || w == "segundo") && spanBefore[sc.word(i-1)] && (sc.kind(i+1) != word || spanAfter[sc.word(i+1)]):
		return 0
	case w == "مره" && (sc.word(i+1) == "اخري" || sc.word(i+1) == "ثانيه"):
		return 0 // again
	case w == "दो" && (sc.kind(i+1) != word || verbAfter[sc.word(i+1)]):
		return 0
	case ordinalStem(w) != "":
		return hindiOrdinal
	}
	return numberKinds[w]
}

// monthBefore are before the name of a month, and modalAfter after the verb "may".
var (
	monthBefore = wordSet(`in im en of by since until till from to through this next last early late mid every each for ab bis seit von zum anfang mitte ende
		de desde hasta para fin du`)
	modalAfter = wordSet("i we you he she it they the this that there your our his her their not be also have")
	// monthAlways are those after which a word with a capital, or an Arabic one, is a month.
	monthAlways = wordSet(`in im en early late mid anfang mitte ende في شهر لشهر بشهر وشهر حتى نهاية بداية مطلع أوائل أواخر منذ بحلول خلال`)
	monthAfter  = wordSet("القادم المقبل الماضي الجاري الحالي")
)

// isMonthName reports whether a word that may be the name of a month is one.
func (sc *scanner) isMonthName(i int) bool {
	if sc.word(i) == "may" && modalAfter[sc.word(i+1)] {
		return false
	}
	return isTitle(sc.text(i)) || monthBefore[sc.word(i-1)] || monthAlways[sc.word(i-1)]
}

// isMonthOf reports whether the word before a name of a month leaves no doubt: in May.
func (sc *scanner) isMonthOf(i int) bool {
	before := sc.word(i - 1)
	if sc.is(i-1, "-") {
		before = sc.word(i - 2)
	}
	if isArabic(sc.word(i)) {
		return monthAlways[before] || monthAfter[sc.word(i+1)]
	}
	return isTitle(sc.text(i)) && monthAlways[before] && sc.isMonthName(i)
}
