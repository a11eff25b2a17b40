package responses

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
	"nlgserver/selector"
	"nlgserver/selector/predicate"
)

// Rewriter writes list conditions as predicates that mean exactly the same for all
// slots. The zero Rewriter is ready to use; it is not for several goroutines.
type Rewriter struct{ folds folds }

// Predicate returns the predicate that holds for the same slots as a list condition.
// It returns an empty string, and why, if there is none. A condition of another kind
// has none.
func (w *Rewriter) Predicate(c Condition) (source, why string) {
	l, ok := c.(*slotList)
	switch {
	case !ok:
		return "", "it is not a list"
	case len(l.items) != l.at.Len():
		return "", "an item has an error"
	case len(l.items) == 0:
		return "", "an empty list never holds"
	}
	parts := make([]string, len(l.items))
	for i := range l.items {
		if l.places[i].Get("type").String() != "slot" {
			return "", "the type of an item is not slot"
		}
		if parts[i], why = w.item(&l.items[i], len(l.items) > 1); why != "" {
			return "", why
		}
	}
	source = strings.Join(parts, " and ")
	if _, problems := predicate.Compile(source, compileJinja); len(problems) > 0 {
		return "", "as a predicate, " + problems[0].Message
	}
	return source, ""
}

// IsList reports whether a condition has the form of a list.
func IsList(c Condition) bool {
	_, ok := c.(*slotList)
	return ok
}

// item writes one comparison; among others, it stands in parentheses if it has an
// operator of its own.
func (w *Rewriter) item(s *selector.SlotIs, among bool) (source, why string) {
	if !isPredicateName(s.Slot) {
		return "", "a predicate cannot name slot " + quote(s.Slot)
	}
	slot := "slots." + s.Slot
	switch s.Value.Kind() {
	case python.KindNone:
		// A list takes a slot that does not exist for an empty one.
		source = slot + " is null or " + slot + " is undefined"
		if among {
			source = "(" + source + ")"
		}
		return source, ""
	case python.KindBool, python.KindInt, python.KindFloat:
		number, ok := predicateNumber(s.Value)
		if !ok {
			return "", "a predicate cannot write the number " + s.Value.Repr()
		}
		return slot + " is " + number, ""
	case python.KindStr:
		word, _ := s.Value.Text()
		if !utf8.ValidString(word) {
			return "", "the text is not valid Unicode"
		}
		equals, ok := w.folds.equals(word)
		if !ok {
			return "", "its text can be written in too many ways"
		}
		return slot + " " + equals, ""
	default:
		what := "a list"
		if s.Value.Kind() == python.KindDict {
			what = "a map"
		}
		return "", "a predicate cannot compare a slot with " + what
	}
}

// isPredicateName reports whether a predicate reads slots.NAME as one word that names
// the slot. A dot would lead into its value.
func isPredicateName(name string) bool {
	for _, r := range name {
		switch {
		case r == '_' || r == '-' || r == ':' || r == ';':
		case r > unicode.MaxASCII && !unicode.In(r, unicode.L, unicode.N):
			return false
		case r <= unicode.MaxASCII && !isASCIIWord(r):
			return false
		}
	}
	return name != ""
}

func isASCIIWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// predicateNumber writes a number. A predicate reads every number as a float, without
// an exponent.
func predicateNumber(v python.Value) (string, bool) {
	if v.Kind() == python.KindBool {
		return strings.ToLower(v.Str()), true
	}
	f, ok := v.Float64()
	if !ok || math.IsInf(f, 0) || math.IsNaN(f) || !python.Equal(v, python.Float(f)) {
		return "", false
	}
	return strconv.FormatFloat(f, 'f', -1, 64), true
}

// folds maps what casefold makes of a character to all characters of which it makes
// that. It is nil until it is needed.
type folds map[string][]rune

// lastFolded is beyond every character that casefold changes.
const lastFolded = 0x1FFFF

// equals writes the part of a predicate that holds for the strings that equal a word
// without regard to case, and reports whether that is possible in a sensible length.
func (f *folds) equals(word string) (string, bool) {
	if *f == nil {
		*f = folds{}
		for r := range rune(lastFolded) {
			if folded := text.Casefold(string(r)); folded != string(r) {
				(*f)[folded] = append((*f)[folded], r)
			}
		}
	}
	folded := text.Casefold(word)
	if !(*f).touches(folded) {
		if quoted, ok := quotePredicate(word); ok {
			return "is " + quoted, true
		}
	}
	if (*f).isPlain(folded) {
		return "matches /^" + patternText(folded) + `\Z/i`, true
	}
	pattern, ok := (*f).pattern([]rune(folded))
	return "matches /^" + pattern + `\Z/`, ok
}

// touches reports whether any other string has the same casefold.
func (f folds) touches(folded string) bool {
	runes := []rune(folded)
	for i := range runes {
		for n := 1; n <= maxFold && i+n <= len(runes); n++ {
			if len(f[string(runes[i:i+n])]) > 0 {
				return true
			}
		}
	}
	return false
}

// maxFold is how many characters casefold makes of one.
const maxFold = 3

// isPlain reports whether the flag i of a regular expression means the same as
// casefold: letters of ASCII but i, whose other case Turkish has, in no sequence that
// is also one character, such as ss.
func (f folds) isPlain(folded string) bool {
	runes := []rune(folded)
	for i, r := range runes {
		if r == 'i' || r > unicode.MaxASCII {
			return false
		}
		for n := 2; n <= maxFold && i+n <= len(runes); n++ {
			if len(f[string(runes[i:i+n])]) > 0 {
				return false
			}
		}
	}
	return true
}

// maxWays bounds the ways to write a cluster. Their number grows with the power of
// its length: ssss has five.
const maxWays = 50

// pattern writes the regular expression of all strings with a casefold, and reports
// whether no cluster has too many ways.
func (f folds) pattern(folded []rune) (pattern string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(folded); {
		end := f.clusterEnd(folded, i)
		if f.count(folded[i:end]) > maxWays {
			return "", false
		}
		ways := f.ways(folded[i:end])
		if len(ways) == 1 {
			b.WriteString(ways[0])
		} else {
			b.WriteString("(?:" + strings.Join(ways, "|") + ")")
		}
		i = end
	}
	return b.String(), true
}

// count returns how many ways there are to write a cluster, at most one more than
// maxWays.
func (f folds) count(cluster []rune) int {
	counts := make([]int, len(cluster)+1)
	counts[len(cluster)] = 1
	for i := len(cluster) - 1; i >= 0; i-- {
		for n := 1; n <= maxFold && i+n <= len(cluster); n++ {
			if n == 1 || len(f[string(cluster[i:i+n])]) > 0 {
				counts[i] = min(counts[i]+counts[i+n], maxWays+1)
			}
		}
	}
	return counts[0]
}

// clusterEnd returns where the characters end that begin at i and that one character
// may stand for in part.
func (f folds) clusterEnd(folded []rune, i int) int {
	end := i + 1
	for at := i; at < end; at++ {
		for n := 2; n <= maxFold && at+n <= len(folded); n++ {
			if len(f[string(folded[at:at+n])]) > 0 {
				end = max(end, at+n)
			}
		}
	}
	return end
}

// ways lists how a cluster can be written.
func (f folds) ways(cluster []rune) []string {
	if len(cluster) == 0 {
		return []string{""}
	}
	var all []string
	for n := 1; n <= maxFold && n <= len(cluster); n++ {
		same := f[string(cluster[:n])]
		if n == 1 {
			same = append([]rune{cluster[0]}, same...)
		}
		if len(same) == 0 {
			continue
		}
		for _, rest := range f.ways(cluster[n:]) {
			all = append(all, class(same)+rest)
		}
	}
	return all
}

// class writes a regular expression for any of some characters.
func class(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		b.WriteString(patternRune(r))
	}
	if len(runes) == 1 {
		return b.String()
	}
	return "[" + b.String() + "]"
}

// patternText writes a text in a regular expression.
func patternText(word string) string {
	var b strings.Builder
	for _, r := range word {
		b.WriteString(patternRune(r))
	}
	return b.String()
}

// patternRune writes a character in a regular expression, without slashes, and
// without braces and signs that Jinja reads.
func patternRune(r rune) string {
	switch {
	case isASCIIWord(r) || strings.ContainsRune(` _-,:;!@&'"<>=~`, r) || r > unicode.MaxASCII && unicode.In(r, unicode.L, unicode.N):
		return string(r)
	case ' ' < r && r < 0x7F && r != '/':
		return `\` + string(r)
	case r <= 0xFF:
		return `\x` + hex(r, 2)
	case r <= 0xFFFF:
		return `\u` + hex(r, 4)
	default:
		return `\U` + hex(r, 8)
	}
}

func hex(r rune, digits int) string {
	s := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", digits-len(s)) + s
}

// quotePredicate writes a string between quotes. There are no escapes, and Jinja
// reads the predicate first.
func quotePredicate(word string) (string, bool) {
	for _, r := range word {
		if !unicode.IsPrint(r) {
			return "", false
		}
	}
	if strings.Contains(word, "{{") || strings.Contains(word, "{%") || strings.Contains(word, "{#") {
		return "", false
	}
	switch {
	case !strings.Contains(word, "'"):
		return "'" + word + "'", true
	case !strings.Contains(word, `"`):
		return `"` + word + `"`, true
	default:
		return "", false
	}
}
