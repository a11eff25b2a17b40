package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSearch bounds the bytes that the search for values reads. An answer that would need
// more is not trusted.
const maxSearch = 64 << 20

// side is one of the two texts, in the forms that are compared.
type side struct {
	facts *facts
	links []link
	// words are the words of the text with one space between.
	words string
	norm  string
}

func newSide(s string) *side {
	norm := normalize(s)
	links, rest := findLinks(norm)
	return &side{facts: findFacts(rest), links: links, words: wordsOf(norm), norm: norm}
}

// wordsOf returns the words and numbers of a normalized text with one space between.
func wordsOf(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range foldText(s) {
		if kindOf(r) == symbol || unicode.IsSpace(r) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

func foldText(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "ß", "ss")
}

// lostValue returns the first value that the text says and the answer does not.
func lostValue(values []string, text, answer *side) (string, bool) {
	seen := make(map[string]struct{}, len(values))
	budget := maxSearch
	for _, value := range values {
		if _, ok := seen[value]; ok {
			continue
		}
		seen[value] = struct{}{}
		for _, item := range items(value) {
			if budget -= 3 * (len(answer.words) + len(text.words)); budget < 0 {
				return value, true
			}
			item = normalize(item)
			if answer.says(item) || answer.saysAll(item, &budget) {
				continue
			}
			if text.says(item) && !answer.joins(item, text) || answer.glue(item) < text.glue(item) {
				return value, true
			}
		}
	}
	return "", false
}

// items returns the parts of a value that are looked for: those of a list, and nothing of
// what Python prints for no value and for a truth.
func items(value string) []string {
	value = strings.TrimSpace(value)
	switch value {
	case "", "None", "True", "False", "null", "true", "false":
		return nil
	}
	if last := len(value) - 1; last > 0 && strings.Contains("[] {} ()", value[:1]+value[last:]) && strings.ContainsAny(value, "'\",") {
		parts := strings.FieldsFunc(value[1:last], func(r rune) bool { return r == ',' || r == ':' && value[0] == '{' })
		var all []string
		for _, part := range parts {
			part = strings.Trim(part, " '\"[](){}\n")
			if part != "" && part != "None" && part != "True" && part != "False" {
				all = append(all, part)
			}
		}
		return all
	}
	return []string{value}
}

// says reports whether the value is in the text: word for word, or, if it has numbers, each
// of its facts and each other word.
func (s *side) says(value string) bool {
	words := wordsOf(value)
	if words == "" {
		return s.saysSymbols(value)
	}
	if (hasWords(s.words, words) || s.contracts(words)) && !strings.ContainsAny(value, "€$£¥₹%") {
		return true
	}
	links, rest := findLinks(value)
	f := findFacts(rest)
	if len(f.list) == 0 && len(links) == 0 {
		return false
	}
	if _, missing := missingLink(links, s.links); missing {
		return false
	}
	end := 0
	var other strings.Builder
	for _, fact := range f.list {
		if !s.facts.hasValue(fact, f.loose) {
			return false
		}
		if fact.start > end {
			other.WriteString(rest[end:fact.start])
		}
		other.WriteByte(' ')
		end = max(end, fact.end)
	}
	other.WriteString(rest[end:])
	for w := range strings.FieldsSeq(wordsOf(other.String())) {
		if !hasWords(s.words, w) && (len(f.list) == 0 || dayParts[w]|hanDayParts[w] == 0) { // a time has its part of the day

			return false
		}
	}
	return true
}

// saysSymbols looks for a value without a letter and a digit, such as an emoji. Punctuation
// is no fact.
func (s *side) saysSymbols(value string) bool {
	for _, r := range value {
		if unicode.Is(unicode.So, r) {
			return strings.Contains(s.norm, strings.TrimSpace(value))
		}
	}
	return true
}

// hasWords reports whether the words of a value are in the words of a text, from one end of
// a word to another.
func hasWords(text, value string) bool { return indexWords(text, value) >= 0 }

// indexWords returns where the words of a value are in those of a text; -1 for nowhere.
func indexWords(text, value string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], value)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(value)
		if startsWord(text, i) && endsWord(text, end) {
			return i
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		from = i + size
	}
}

// startsWord reports whether a word can start at i. The Arabic article and the words that
// are written together with the next are left out.
func startsWord(text string, i int) bool {
	if boundary(text, i) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	if !unicode.Is(unicode.Arabic, r) {
		return false
	}
	start := max(strings.LastIndexByte(text[max(0, i-9):i], ' ')+1+max(0, i-9), 0)
	return arabicPrefixes[text[start:i]]
}

var arabicPrefixes = wordSet("ال و ف ب ل ك لل وال بال فال كال ول وب")

// endsWord reports whether a word can end at i; an s of a genitive may follow, or a Korean
// particle.
func endsWord(text string, i int) bool {
	return boundary(text, i) || text[i] == 's' && boundary(text, i+1) || isParticle(text[i:])
}

// boundary reports whether a word ends and another starts at i.
func boundary(text string, i int) bool {
	if i == 0 || i >= len(text) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	if before == ' ' || after == ' ' || unspaced(before) || unspaced(after) {
		return true
	}
	return kindOf(before) != kindOf(after) && (kindOf(before) == number || kindOf(after) == number) && max(before, after) >= utf8.RuneSelf
}
