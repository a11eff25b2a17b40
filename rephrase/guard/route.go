package guard

import "strings"

// maxRoute bounds the values that are compared with each other, and the places of a value.
const maxRoute = 8

// routeLinks are between where somebody leaves and where they go.
var routeLinks = [...]string{"to ", "nach ", "bis ", "a ", "hasta ", "إلى ", "الى ", "से ", "到", "至", "往", "去", "飞", "飛", "开往", "開往", "飞往", "前往"}

// turned returns a value from which the text goes to another one, and to which the answer goes
// from that one.
func turned(values []string, text, answer *side) (string, bool) {
	values = values[:min(len(values), maxRoute)]
	for i, from := range values {
		a := wordsOf(normalize(from))
		for j, to := range values {
			b := wordsOf(normalize(to))
			if i != j && a != b && text.leads(a, b) && !text.leads(b, a) && answer.leads(b, a) && !answer.leads(a, b) {
				return from, true
			}
		}
	}
	return "", false
}

// leads reports whether a text goes from the words a to the words b.
func (s *side) leads(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	rest := s.words
	for range maxRoute {
		i := indexWords(rest, a)
		if i < 0 {
			return false
		}
		rest = rest[i+len(a):]
		after := strings.TrimPrefix(rest, " ")
		for _, link := range routeLinks {
			to, ok := strings.CutPrefix(after, link)
			if ok && strings.HasPrefix(to, b) && boundary(to, len(b)) {
				return true
			}
		}
	}
	return false
}
