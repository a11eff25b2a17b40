package interpolate

import (
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

// Compile finds the variables of a text. It never fails: what is wrong with a
// text is known to [Template.Lint] and said by [Template.Append].
func Compile(text string) *Template {
	t := &Template{text: text}
	if !strings.ContainsAny(text, "{}") {
		t.constant = &outcome{text: text}
		return t
	}
	s := substitute(text)
	if !t.compileSteps(&s) {
		t.compileOdd(&s)
	}
	return t
}

// compileSteps handles the texts whose only fields are {name}; ok is false for
// every other text. A failure ends the steps, since Python gets no further.
func (t *Template) compileSteps(s *substitution) (ok bool) {
	scanner := format.NewScanner(s.text)
	var literal pieces
	known := names{all: t.variables}
	t.steps = make([]step, 0, len(s.matches))
	for {
		part, more, err := scanner.Next()
		if err != nil {
			t.fail(newProblem(err, s.original))
			return true
		}
		if !more {
			break
		}
		literal.add(part.Literal)
		if !part.HasField {
			continue
		}
		name, plain := plainName(&part.Field)
		if !plain {
			t.steps, t.variables = nil, nil
			return false
		}
		offset := s.original(part.Field.Offset)
		if problem := neverFound(name, offset); problem != nil {
			t.fail(problem)
			return true
		}
		name = t.own(name, offset+1+len(name))
		t.steps = append(t.steps, step{literal: t.own(literal.take(), offset), name: name, offset: offset})
		known.add(name)
		t.variables = known.all
	}
	t.tail = t.own(literal.take(), len(t.text))
	if len(t.steps) == 0 {
		t.constant = t.finish(outcome{text: t.tail})
	}
	return true
}

// own returns the literal as a part of the text as written, in which it ends
// at an offset, if it is one: so it takes no memory of its own.
func (t *Template) own(literal string, end int) string {
	if strings.HasSuffix(t.text[:end], literal) {
		return t.text[end-len(literal) : end]
	}
	return literal
}

// fail ends the steps; a failure without a variable before it is constant.
func (t *Template) fail(problem *Problem) {
	if len(t.steps) == 0 {
		t.constant = &outcome{problem: problem}
		return
	}
	t.steps = append(t.steps, step{failure: problem})
}

// plainName returns the name of a field {0[name]}. A name with a ] in it is cut
// short by Python and what follows has rules of its own.
func plainName(f *format.Field) (name string, plain bool) {
	name, prefixed := strings.CutPrefix(f.Name, "0[")
	name, closed := strings.CutSuffix(name, "]")
	if !prefixed || !closed || f.Conversion != 0 || f.Spec != "" {
		return "", false
	}
	return name, name != "" && !strings.Contains(name, "]")
}

// neverFound is the problem with a name that no variable can have: all digits
// make an int of it, and a name with a line break is not among the matches.
func neverFound(name string, offset int) *Problem {
	_, isIndex, err := format.Index(name)
	switch {
	case err != nil:
		p := newProblem(err, nil)
		p.Offset = offset
		return p
	case isIndex || strings.Contains(name, "\n"):
		return missing(name, offset)
	default:
		return nil
	}
}

// compileOdd handles every other text.
func (t *Template) compileOdd(s *substitution) {
	t.variables = s.names()
	if len(t.variables) == 0 {
		t.constant = t.finish(s.format(python.OfDict(nil), nil))
		return
	}
	t.odd = newOddText(s, t.variables)
}

// finish applies step 4 to a constant outcome.
func (t *Template) finish(o outcome) *outcome {
	if o.problem == nil && strings.Contains(o.text, bracket) {
		o = reformat(t.text, nil)
	}
	return &o
}

// reformat is what Rasa sends when a filled text contains "0[": the text as
// written, formatted with nothing. Rasa: section 4.3, step 4.
func reformat(text string, work *budget.Budget) outcome {
	o := (&substitution{text: text}).format(python.OfDict(nil), work)
	if o.problem != nil && o.problem.Kind == Missing {
		o.problem = bracketProblem(text)
	}
	return o
}
