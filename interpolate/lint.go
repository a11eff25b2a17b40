package interpolate

import (
	"strings"

	"nlgserver/internal/python"
)

// maxFound bounds what one text can report. Each time, the rest of the text is
// compiled again: of a long one, only the first is reported.
const (
	maxFound = 20
	longText = 64 << 10
)

// Lint returns the braces at which Rasa raises as soon as every name before
// them is known: what an author must double or remove. All problems are of the
// kind Raised and in the order of the text; there are at most 20, and one in a text
// of more than 64 KiB.
func (t *Template) Lint() []Problem {
	var found []Problem
	rest, base := t, 0
	most := maxFound
	if len(t.text) > longText {
		most = 1
	}
	for len(found) < most {
		p := rest.certain()
		if p == nil {
			break
		}
		shown := *p
		if shown.Offset >= 0 {
			shown.Offset += base
		}
		found = append(found, shown)
		if !isStray(rest.text, p.Offset) {
			break
		}
		base += p.Offset + 1
		rest = Compile(rest.text[p.Offset+1:])
	}
	return found
}

// isStray reports whether the brace is the fault, so that the text after it can
// be read on its own. A { whose next brace is a } has a partner: what is wrong
// is between the two.
func isStray(text string, offset int) bool {
	if offset < 0 {
		return false
	}
	if text[offset] == '}' {
		return true
	}
	next := strings.IndexAny(text[offset+1:], "{}")
	return next >= 0 && text[offset+1+next] == '{'
}

// certain returns the first problem at which Rasa raises when all names are
// known, whatever their values; nil if there is none.
func (t *Template) certain() *Problem {
	if o, ok := t.constant(); ok {
		return onlyRaised(o.problem)
	}
	odd := t.odd()
	if odd == nil {
		return onlyRaised(t.failure())
	}
	var p *Problem
	for _, v := range samples() {
		p = onlyRaised(odd.format(odd.all(v), nil).problem)
		if p == nil {
			return nil
		}
	}
	return p
}

// samples are values of every kind.
func samples() []python.Value {
	return []python.Value{
		python.None(), python.Bool(true), python.Int(1), python.Float(1), python.Str("a"), python.List(), python.OfDict(nil),
	}
}

// all gives every variable the same value.
func (o *oddText) all(v python.Value) python.Value {
	known := python.NewDict(len(o.variables))
	for _, name := range o.variables {
		known.Set(name, v)
	}
	return python.OfDict(known)
}

func onlyRaised(p *Problem) *Problem {
	if p == nil || p.Kind != Raised {
		return nil
	}
	return p
}
