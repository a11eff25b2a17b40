package interpolate

import (
	"strings"
	"unicode"
)

// NeverFilled returns why a text with placeholders is sent as written whatever
// the variables are, though nothing raises: a name of digits, or escaped braces
// such as {{name}} next to a variable, which Rasa takes for a mistake. It is
// nil for a text that can be filled and for one that has nothing to fill.
func (t *Template) NeverFilled() *Problem {
	var p *Problem
	if o, ok := t.constant(); ok {
		p = o.problem
	} else if p = t.failure(); p == nil && t.hasLiteralBracket() {
		p = reformat(t.text, nil).problem
	}
	if p == nil || p.Kind != Missing {
		return nil
	}
	return p
}

// hasLiteralBracket reports whether the text, if it is filled at all, is taken for a mistake.
func (t *Template) hasLiteralBracket() bool {
	if t.rare == nil && !strings.Contains(t.text, bracket) {
		return false
	}
	for literal := range t.literals() {
		if strings.Contains(literal, bracket) {
			return true
		}
	}
	return false
}

// Enclosed returns a variable that is inside of other single braces, as in
// {"owner": "{owner}"}, and the offset of these braces. Python takes them for a
// field that no variable has, so nothing in the text is ever filled. ok is false
// if there is none.
func (t *Template) Enclosed() (name string, offset int, ok bool) {
	odd := t.odd()
	if odd == nil {
		return "", 0, false
	}
	for _, v := range samples() {
		p := odd.format(odd.all(v), nil).problem
		if p == nil || p.Kind != Missing || p.Offset < 0 {
			return "", 0, false
		}
		offset = p.Offset
	}
	for _, m := range odd.matches {
		if m.offset > offset && IsName(m.name) {
			return m.name, offset, true
		}
	}
	return "", 0, false
}

// IsName reports whether a string can be the name of a variable: letters, digits
// and underscores that do not start with a digit.
func IsName(s string) bool {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return s != ""
}

// Doubled returns the text with every brace doubled that is not part of a
// variable, so that the variables are filled. It is empty if that would not help.
func (t *Template) Doubled() string {
	matches := substitute(t.text).matches
	double := !strings.Contains(t.text, "{{") // else what is doubled stays so
	var b strings.Builder
	for i := 0; i < len(t.text); {
		rest := t.text[i:]
		for len(matches) > 0 && matches[0].offset < i {
			matches = matches[1:]
		}
		switch {
		case len(matches) > 0 && matches[0].offset == i && IsName(matches[0].name):
			b.WriteString("{" + matches[0].name + "}")
			i += len(matches[0].name) + 2
		case !double && (strings.HasPrefix(rest, "{{") || strings.HasPrefix(rest, "}}")):
			b.WriteString(rest[:2])
			i += 2
		case rest[0] == '{' || rest[0] == '}':
			b.WriteString(rest[:1] + rest[:1])
			i++
		default:
			b.WriteByte(rest[0])
			i++
		}
	}
	fixed := Compile(b.String())
	if _, _, enclosed := fixed.Enclosed(); enclosed || len(fixed.Lint()) > 0 || fixed.NeverFilled() != nil {
		return ""
	}
	return fixed.text
}
