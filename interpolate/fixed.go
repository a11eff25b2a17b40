package interpolate

import "strings"

// Fixed returns the text that is printed whatever the variables are, with
// doubled braces as they print, and whether a variable takes part in the result.
// A text that is never filled is fixed as written.
func (t *Template) Fixed() (fixed string, open bool) {
	switch {
	case t.constant != nil:
		fixed, _ = t.settle(*t.constant)
		return fixed, false
	case t.odd != nil:
		fixed = t.odd.literals()
	default:
		var b strings.Builder
		for i := range t.steps {
			if t.steps[i].failure != nil {
				return t.text, false
			}
			b.WriteString(t.steps[i].literal)
		}
		b.WriteString(t.tail)
		fixed = b.String()
	}
	if t.odd == nil && t.hasLiteralBracket() {
		fixed, _ = t.settle(reformat(t.text, nil))
		return fixed, false
	}
	return fixed, true
}
