package interpolate

import "strings"

// bracketProblem explains a filled text that contains "0[" in terms of the text
// as written: only authors who know Rasa's own form {0[name]} would look for it.
func bracketProblem(text string) *Problem {
	p := &Problem{Kind: Missing, Message: `the filled text contains "0[", so Rasa sends the text as written`, Offset: -1}
	if strings.Contains(text, bracket) {
		p.Message = `Rasa fills no variables in a text that contains "0["`
		return p
	}
	s := substitute(text)
	for _, m := range s.matches {
		if isDoubled(text, m.offset) {
			p.Offset = m.offset - 1
			p.Message = `Rasa fills no variables in a text that also has "{{` + m.name + `}}"`
			return p
		}
	}
	return p
}

// isDoubled reports whether the { at an offset is the second of two that print
// one brace.
func isDoubled(text string, offset int) bool {
	before := len(text[:offset]) - len(strings.TrimRight(text[:offset], "{"))
	return before%2 == 1
}
