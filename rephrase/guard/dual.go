package guard

import "strings"

// dualThings are what two of are a fact as two of a unit are.
var dualThings = wordSet(`تذكرة غرفة`)

// arabicStems calls yield with an Arabic word, and with what is left of it without the
// particles and the article before it, until yield returns true.
func arabicStems(w string, yield func(string) bool) {
	for range 4 {
		if len(w) < 6 || yield(w) {
			return
		}
		switch {
		case strings.HasPrefix(w, "ال"):
			w = w[4:]
		case strings.Contains("وفبلك", w[:2]):
			w = w[2:]
		default:
			return
		}
	}
}

// dualOf returns the singular of an Arabic dual, and whether it is feminine; "" if the word
// cannot be one. The plural of people looks the same.
func dualOf(w string) (stem string, feminine bool) {
	if !isArabic(w) {
		return "", false
	}
	stem, ok := strings.CutSuffix(w, "ان")
	if !ok {
		stem, ok = strings.CutSuffix(w, "ين")
	}
	if !ok || len(stem) < 6 {
		return "", false
	}
	if rest, ok := strings.CutSuffix(stem, "ت"); ok {
		return rest + "ه", true
	}
	return stem, false
}

// dual reads the Arabic for two of a unit, or of some things: "two hours" is one word. "An hour
// and a half" has no word for the number either.
func (sc *scanner) dual(i int) (next int) {
	w, n := sc.word(i), 2
	if !isArabic(w) {
		return i
	}
	if sc.word(i+1) == "عمل" {
		w += "ن" // two days of work
	}
	stem, _ := dualOf(w)
	if one := sc.word(i + 1); stem == "" && (one == "واحد" || one == "واحده") && units[w]&spans != 0 {
		return sc.add(fact{keys: []string{intKey(1)}, unit: units[w], soft: true}, i, i+2) // an hour, one
	}
	if _, after := sc.unitPart(i+1, hour); stem == "" && after > i+1 {
		stem, n = w, 1
	}
	arabicStems(stem, func(one string) bool {
		f := fact{keys: []string{intKey(n)}, unit: units[one], label: unitLabels[one]}
		after := sc.addPart(&f, i+1)
		if f.unit == 0 && !dualThings[one] || n == 1 && after == i+1 {
			return false
		}
		next = sc.add(f, i, after)
		return true
	})
	return next
}

// consonants returns what an Arabic noun has in common with its plural and its dual.
func consonants(w string) string {
	for _, end := range [...]string{"ات", "ون", "ين", "ان", "ه"} {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) >= 4 {
			w = stem
			break
		}
	}
	w = strings.Map(func(r rune) rune {
		if strings.ContainsRune("اويء", r) {
			return -1
		}
		return r
	}, w)
	if len(w) < 4 {
		return ""
	}
	return w
}

// twoKey begins what there are two of, in a word: it is asked for as what there is one of.
const twoKey = "2:"

// indexDual notes of what the word at token i says that there are two.
func (f *facts) indexDual(w string) {
	if strings.HasSuffix(w, "تي") || strings.HasSuffix(w, "تا") {
		w += "ن" // it is lost before a genitive
	}
	stem, _ := dualOf(w)
	arabicStems(stem, func(one string) bool {
		if c := consonants(one); c != "" {
			f.byKey[articleKey+twoKey+c] = mention{bare: true}
		}
		return false
	})
}

// twoOf returns what there are two of, if an Arabic noun follows the number at token i.
func (sc *scanner) twoOf(i int) []string {
	if i++; sc.word(i) == "من" || sc.word(i) == "x" {
		i++
	}
	if w := sc.word(i); isArabic(w) {
		if c := consonants(strings.TrimPrefix(w, "ال")); c != "" {
			return []string{twoKey + c}
		}
	}
	return nil
}

// lostDual returns the first word of f for two of something of which other says one.
func (f *facts) lostDual(other *facts) (string, bool) {
	if _, ok := other.byKey[intKey(2)]; ok {
		return "", false
	}
	var mine, theirs map[string]bool
	for _, t := range f.tokens {
		stem, feminine := dualOf(t.word)
		if stem == "" {
			continue
		}
		if mine == nil {
			mine, theirs = f.singulars(), other.singulars()
		}
		said, one := false, false
		arabicStems(stem, func(name string) bool {
			_, two := other.byKey[articleKey+twoKey+consonants(name)]
			said = said || two || mine[name]
			one = one || theirs[name] && (feminine || theirs[name+" واحد"])
			return said
		})
		if one && !said {
			return f.text[t.start:t.end], true
		}
	}
	return "", false
}

// singulars returns the words of a text, and those before "one".
func (f *facts) singulars() map[string]bool {
	words := make(map[string]bool, len(f.tokens))
	before := ""
	for _, t := range f.tokens {
		w := strings.TrimSuffix(t.word, "ا") // of the accusative
		words[w] = true
		if w == "واحد" {
			words[before+" "+w] = true
		}
		before = w
	}
	return words
}
