package interpolate

import (
	"iter"
	"strings"
)

// Fixed returns the text that is printed whatever the variables are, with
// doubled braces as they print, and whether a variable takes part in the result.
// A text that is never filled is fixed as written.
func (t *Template) Fixed() (fixed string, open bool) {
	if o, ok := t.constant(); ok {
		fixed, _ = t.settle(o)
		return fixed, false
	}
	if t.failure() != nil {
		return t.text, false
	}
	if t.hasLiteralBracket() {
		fixed, _ = t.settle(reformat(t.text, nil))
		return fixed, false
	}
	var b strings.Builder
	for literal := range t.literals() {
		b.WriteString(literal)
	}
	return b.String(), true
}

// literals returns the text between the variables, in its pieces.
func (t *Template) literals() iter.Seq[string] {
	if odd := t.odd(); odd != nil {
		return odd.literals()
	}
	return func(yield func(string) bool) {
		plain := t.plain()
		for i := range t.steps {
			if !yield(t.steps[i].literal.of(plain)) {
				return
			}
		}
		yield(t.tail.of(plain))
	}
}
