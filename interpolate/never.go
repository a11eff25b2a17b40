package interpolate

import "strings"

// NeverFilled returns why a text with placeholders is sent as written whatever
// the variables are, though nothing raises: a name of digits, or escaped braces
// such as {{name}} next to a variable, which Rasa takes for a mistake. It is
// nil for a text that can be filled and for one that has nothing to fill.
func (t *Template) NeverFilled() *Problem {
	var p *Problem
	switch {
	case t.constant != nil:
		p = t.constant.problem
	case t.odd == nil:
		p = t.steps[len(t.steps)-1].failure
		if p == nil && t.hasLiteralBracket() {
			p = reformat(t.text).problem
		}
	}
	if p == nil || p.Kind != Missing {
		return nil
	}
	return p
}

func (t *Template) hasLiteralBracket() bool {
	for _, s := range t.steps {
		if strings.Contains(s.literal, bracket) {
			return true
		}
	}
	return strings.Contains(t.tail, bracket)
}
