package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// glue is how a value is a part of longer words: Pizza in Pizzabestellung, Helsinki in
// Helsinkiin.
type glue uint8

const (
	notGlued glue = iota
	// within: there are letters on both sides of the value.
	within
	// atEdge: a word begins or ends with the value.
	atEdge
)

// glue returns how the words of a text have a value that they do not say as a word. A letter
// by itself is in nearly every text, so it is not looked for. Neither is a value with a
// digit: the numbers and codes of the texts are compared.
func (s *side) glue(value string) glue {
	words := wordsOf(value)
	r, size := utf8.DecodeRuneInString(words)
	if size == len(words) && !unicode.Is(unicode.Hangul, r) || strings.ContainsAny(words, "0123456789") {
		return notGlued
	}
	found := notGlued
	for from := 0; ; {
		i := strings.Index(s.words[from:], words)
		if i < 0 {
			return found
		}
		i += from
		if startsWord(s.words, i) || boundary(s.words, i+len(words)) {
			return atEdge
		}
		found = within
		from = i + size
	}
}

// minNeighbor is the length in bytes of a word that a value may be joined with: "Ann a" is
// not Anna.
const minNeighbor = 4

// joins reports whether the words of an answer have a value in one word with a neighbor that
// it has in the text: Pizzabestellung for Pizza-Bestellung.
func (s *side) joins(value string, text *side) bool {
	words := wordsOf(value)
	i := indexWords(text.words, words)
	if i < 0 || words == "" {
		return false
	}
	before, after := strings.TrimSuffix(text.words[:i], " "), text.words[i+len(words):]
	before = before[strings.LastIndexByte(before, ' ')+1:]
	after, _, _ = strings.Cut(strings.TrimPrefix(after, " "), " ")
	return len(before) >= minNeighbor && strings.Contains(s.words, before+words) ||
		len(after) >= minNeighbor && strings.Contains(s.words, words+after)
}

// particles are what Korean writes together with a noun: titles, cases, and the copula.
var particles = wordSet(`님 씨 은 는 이 가 을 를 의 에 에서 에게 께 께서 께서는 으로 로 와 과 도 만 까지 부터 한테 에는 에서는 에도 이나 나 이랑 랑 이며 이고 입니다 이에요 예요
	님은 님이 님을 님의 님께 님께서 님과 님도 님에게 씨는 씨가 씨를 씨의 씨와 씨도 씨에게 행 점 역 으로는 로는 이라는 라는 이라고 라고`)

// maxParticle is the length in bytes of the longest particle.
const maxParticle = 9

// isParticle reports whether the rest of a word is a particle.
func isParticle(rest string) bool {
	if r, _ := utf8.DecodeRuneInString(rest); !unicode.Is(unicode.Hangul, r) {
		return false
	}
	end := strings.IndexByte(rest[:min(len(rest), maxParticle+1)], ' ')
	if end < 0 {
		end = len(rest)
	}
	return end <= maxParticle && particles[fold(rest[:end])]
}

// contracts reports whether an Arabic value is written after "to", which takes its article.
func (s *side) contracts(words string) bool {
	rest, ok := strings.CutPrefix(words, "ال")
	return ok && hasWords(s.words, "لل"+rest)
}
