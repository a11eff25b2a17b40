package guard

import (
	"strings"
	"unicode/utf8"
)

// maxThings bounds the things of a list that are looked for one by one.
const maxThings = 32

// listLinks are between the last two things of a list.
var listLinks = wordSet("and or und oder y o e et ou و أو और या 和 或")

// saysAll reports whether a value is a list of things, "Ana, Luis, Eva", and the text says
// each of them, in another list such as "Eva, Ana, and Luis". It takes what it reads from the
// budget.
func (s *side) saysAll(value string, budget *int) bool {
	things := thingsIn(value)
	if len(things) < 2 || len(things) > maxThings {
		return false
	}
	for _, thing := range things {
		if *budget -= len(s.words); *budget < 0 || !s.says(thing) {
			return false
		}
	}
	return true
}

// thingsIn returns the things of a list with commas; nil if there is no comma.
func thingsIn(value string) (things []string) {
	start := 0
	for i := 0; i < len(value) && len(things) <= maxThings; {
		r, size := utf8.DecodeRuneInString(value[i:])
		next := i + size
		if strings.ContainsRune(",;\n、،", r) && (i == 0 || next == len(value) || kindOf(rune(value[i-1])) != number || kindOf(rune(value[next])) != number) {
			things = appendThing(things, value[start:i])
			start = next
		}
		i = next
	}
	if start == 0 {
		return nil
	}
	// The last thing is after a word: "Ana, Luis and Eva".
	last := value[start:]
	for w := range strings.FieldsSeq(last) {
		if listLinks[fold(w)] {
			before, after, _ := strings.Cut(last, w)
			return appendThing(appendThing(things, before), after)
		}
	}
	return appendThing(things, last)
}

func appendThing(things []string, thing string) []string {
	if thing = strings.TrimSpace(thing); thing == "" {
		return things
	}
	return append(things, thing)
}
