package guard

import "strings"

// arabicWord is a word of an Arabic number without what is written together with it.
type arabicWord struct {
	name string
	n    int
	// power is the power of ten of a scale.
	power int
	// and is set after "and", the after the article, and teen for what is before a ten only.
	and, the, teen bool
}

// arabicTeens are numbers before a ten only: one of eleven, two of twelve. They are other words
// by themselves, such as somebody.
var arabicTeens = table([]row[int]{
	{1, "أحد إحدى حادي حادية"},
	{2, "اثنا اثني اثنتا اثنتي"},
})

// isArabic reports whether a word begins with an Arabic letter.
func isArabic(w string) bool { return len(w) > 1 && w[0] >= 0xD8 && w[0] <= 0xDB }

// arabicNumber reads a number in Arabic words: "five and forty", with the particles and the
// article that are glued to them.
func (sc *scanner) arabicNumber(i int) (n, next int, soft bool) {
	total, current, limit, the := 0, 0, 1<<40, false
	next = i
	for j := i; j-i < 24; {
		w, ok := sc.arabicWord(j)
		if !ok || w.n == half && next > i {
			break
		}
		if w.n == half {
			return half, i + 1, true
		}
		w.and = w.and || j > next
		factor := 1
		for range w.power {
			factor *= 10
		}
		switch sum, ok := joinArabic(current, w); {
		case w.power > 0 && factor < limit && (next == i || !w.and):
			total += max(current, 1) * factor
			current, limit = 0, factor
		case w.power > 0:
			return total + current, next, soft
		case next == i && w.n >= 1000: // two of a scale
			total, limit = w.n, w.n/2
		case next == i:
			current, the = w.n, w.the
		case ok && (w.the == the || w.n == 10 || w.n >= 100):
			current = sum
		default:
			return total + current, next, soft
		}
		soft = next == i && (softNumbers[w.name] || w.power > 0)
		next = j + 1
		if j = next; sc.word(j) == "و" {
			j++
		}
		if sc.kind(j) != word || sc.toks[j].line {
			break
		}
	}
	return total + current, next, soft
}

// joinArabic adds a word to what was read of a number; ok is false if it begins another one.
func joinArabic(current int, w arabicWord) (sum int, ok bool) {
	rest := current % 100
	isDigit := rest > 0 && rest < 10
	switch {
	case !w.and && w.n == 100:
		return current * 100, current > 2 && current < 10
	case !w.and:
		return current + w.n, w.n == 10 && isDigit
	case current == 0, w.n >= 100:
		return current + w.n, w.n < 1000 && current == 0
	case rest == 0:
		return current + w.n, true
	}
	return current + w.n, isDigit && w.n >= 20
}

// arabicWord reads the word at i, if it is one of a number.
func (sc *scanner) arabicWord(i int) (w arabicWord, ok bool) {
	w, ok = arabicPart(sc.word(i))
	return w, ok && sc.isArabicNumber(i, w)
}

// arabicPart reads a word that may be one of a number.
func arabicPart(name string) (w arabicWord, ok bool) {
	w = arabicWord{name: name}
	for range 4 {
		if !isArabic(w.name) {
			return w, false
		}
		if w.lookUp() {
			return w, true
		}
		switch rest, first := w.name[2:], w.name[:2]; {
		case first == "و":
			w.name, w.and = rest, true
		case strings.HasPrefix(w.name, "لل"):
			w.name = "ال" + rest[2:]
		case strings.Contains("فبلك", first):
			w.name = rest
		case strings.HasPrefix(w.name, "ال"):
			w.name, w.the = rest[2:], true
		default:
			return w, false
		}
	}
	return w, false
}

// lookUp sets the value of a word. The digits have an accusative.
func (w *arabicWord) lookUp() (ok bool) {
	bare := strings.TrimPrefix(w.name, "ال")
	if w.n, ok = numberWords[w.name]; ok {
		w.the = w.the || bare != w.name && w.n <= 10
		return true
	}
	if n := arabicTeens[bare]; n != 0 {
		w.n, w.the, w.teen = n, w.the || bare != w.name, true
		return true
	}
	if wordScales[w.name] && !w.the {
		w.power = scales[w.name]
		return true
	}
	name := strings.TrimSuffix(w.name, "ا")
	if n := numberWords[name]; name != w.name && n > 0 && n <= 10 {
		w.n, w.name = n, name
	}
	return w.n != 0
}

// isArabicNumber reports whether the word at i, which may be a number, is one: "for six" is "I
// am not", "nine" is "it holds", and "as a hundred" is a quantity. What has the article is none if
// it is large.
func (sc *scanner) isArabicNumber(i int, w arabicWord) bool {
	switch {
	case w.teen:
		return sc.arabicTen(i + 1)
	case w.name == "ست" && (w.the || strings.HasSuffix(sc.word(i), "لست")):
		return !w.the && (units[sc.word(i+1)] != 0 || sc.arabicTen(i+1))
	case w.name == "تسع":
		_, counts := arabicPart(sc.word(i + 1))
		return sc.kind(i+1) != number && sc.word(i+1) != "ل" && (!counts || !strings.HasPrefix(sc.word(i+1), "ل"))
	case strings.HasPrefix(w.name, "مي"):
		return !w.the && strings.Contains(sc.text(i), "ئ")
	case w.the && !strings.HasPrefix(w.name, "ال"):
		return w.n > 0 && w.n < 100 && w.n != 2
	}
	return true
}

// arabicTen reports whether the word at i makes a larger number of the digit before it.
func (sc *scanner) arabicTen(i int) bool {
	and := sc.word(i) == "و"
	if and {
		i++
	}
	w, ok := arabicPart(sc.word(i))
	and = and || w.and
	return ok && (w.n == 10 && !and || w.n >= 20 && w.n < 100 && and)
}
