package interpolate

import "strings"

// Fixed returns the text that is printed whatever the variables are, with
// doubled braces as they print, and whether a variable takes part in the result.
// A text that is never filled is fixed as written.
func (t *Template) Fixed() (fixed string, open bool) {
	if o, ok := t.constant(); ok {
		fixed, _ = t.settle(o)
		return fixed, false
	}
	if odd := t.odd(); odd != nil {
		return odd.literals(), true
	}
	if t.failure() != nil {
		return t.text, false
	}
	var b strings.Builder
	plain := t.plain()
	for i := range t.steps {
		b.WriteString(t.steps[i].literal.of(plain))
	}
	b.WriteString(t.tail.of(plain))
	if t.hasLiteralBracket() {
		fixed, _ = t.settle(reformat(t.text, nil))
		return fixed, false
	}
	return b.String(), true
}
