package interpolate

import (
	"math"
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
	"nlgserver/internal/slab"
)

// Compile finds the variables of a text. It never fails: what is wrong with a
// text is known to [Template.Lint] and said by [Template.Append].
func Compile(text string) *Template { return new(Compiler).Compile(text) }

// Compiler compiles texts that are kept and forgotten together, such as those of a file:
// it takes memory for many of them at once. The zero Compiler is ready to use.
type Compiler struct {
	templates slab.Of[Template]
	steps     slab.Of[step]
	// scratch has the steps of the text that is being compiled.
	scratch []step
}

// longestStepped is the length in bytes of the longest text whose stretches can be
// counted, also with all of it twice.
const longestStepped = math.MaxUint32 / 2

// Compile is [Compile].
func (c *Compiler) Compile(text string) *Template {
	if !strings.ContainsAny(text, "{}") {
		// Most of these are needed only for a moment, and must not stay for their neighbors.
		return &Template{text: text}
	}
	t := c.templates.One()
	t.text = text
	countable := len(text) <= longestStepped
	if countable && c.compileSimple(t) {
		return t
	}
	s := substitute(text)
	if !countable || !c.compileSteps(t, &s) {
		t.compileOdd(&s)
	}
	return t
}

// compileSteps handles the texts whose only fields are {name}; ok is false for
// every other text. A failure ends the steps, since Python gets no further.
func (c *Compiler) compileSteps(t *Template, s *substitution) (ok bool) {
	scanner := format.NewScanner(s.text)
	var literal pieces
	var elsewhere []byte
	var failure *Problem
	steps := c.scratch[:0]
	for {
		part, more, err := scanner.Next()
		if err != nil {
			failure = newProblem(err, s.original)
			break
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
			return false
		}
		offset := s.original(part.Field.Offset)
		if failure = neverFound(name, offset); failure != nil {
			break
		}
		next := step{offset: uint32(offset)}
		next.literal, elsewhere = t.place(literal.take(), offset, elsewhere)
		next.name, elsewhere = t.place(name, offset+len("{")+len(name), elsewhere)
		steps = append(steps, next)
	}
	c.scratch = steps
	switch {
	case len(steps) > 0:
		t.steps = c.steps.Copy(steps)
	case failure != nil:
		t.rare = &rare{constant: outcome{problem: failure}}
		return true
	default:
		t.rare = &rare{constant: t.finish(outcome{text: literal.take()})}
		return true
	}
	if failure == nil {
		t.tail, elsewhere = t.place(literal.take(), len(t.text), elsewhere)
	}
	if failure != nil || elsewhere != nil {
		t.rare = &rare{failure: failure}
	}
	if elsewhere != nil {
		t.rare.plain = t.text + string(elsewhere)
	}
	return true
}

// place returns where a literal is in the plain text: in the text as written, in which it
// ends at an offset, or else behind it, with what is elsewhere.
func (t *Template) place(literal string, end int, elsewhere []byte) (stretch, []byte) {
	if strings.HasSuffix(t.text[:end], literal) {
		return stretch{uint32(end - len(literal)), uint32(end)}, elsewhere
	}
	start := len(t.text) + len(elsewhere)
	return stretch{uint32(start), uint32(start + len(literal))}, append(elsewhere, literal...)
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
	names := s.names()
	if len(names) == 0 {
		t.rare = &rare{constant: t.finish(s.format(python.OfDict(nil), nil))}
		return
	}
	t.rare = &rare{odd: newOddText(s, names)}
}

// finish applies step 4 to a constant outcome.
func (t *Template) finish(o outcome) outcome {
	if o.problem == nil && strings.Contains(o.text, bracket) {
		return reformat(t.text, nil)
	}
	return o
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
