package interpolate

import (
	"bytes"
	"slices"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// MaxSize is how large, in bytes, filling may make one text. Widths and
// precisions can come from slots, so a few bytes could ask for gigabytes.
const MaxSize = 1 << 20

// Template is a text with its variables found. It is immutable and safe for
// concurrent use.
//
// Large content has a hundred thousand: a template is small, and has few pointers, which
// the garbage collector follows.
type Template struct {
	text string
	// steps and tail fill nearly every text. Without steps, no variable takes part in the
	// outcome, unless the text is odd.
	steps []step
	tail  stretch
	// rare is nil for nearly every text.
	rare *rare
}

// rare is what few templates have.
type rare struct {
	// constant is the outcome of a text without steps, if it is not the text as written.
	constant outcome
	// odd is set for a text that has to run through all of str.format.
	odd *oddText
	// failure, if not nil, is the problem after the steps, whatever the variables are.
	failure *Problem
	// plain, if not empty, is the text as written, followed by what stands in no such
	// place of it: stretches are parts of it.
	plain string
}

// outcome is a finished text, or why the text is sent as written.
type outcome struct {
	text    string
	problem *Problem
}

// step is a stretch of plain text and the variable after it.
type step struct {
	literal, name stretch
	// offset is where the variable is in the text as written.
	offset uint32
}

// stretch is a part of a template's plain text.
type stretch struct{ start, end uint32 }

func (s stretch) of(plain string) string { return plain[s.start:s.end] }

// plain returns the text that stretches are parts of.
func (t *Template) plain() string {
	if t.rare != nil && t.rare.plain != "" {
		return t.rare.plain
	}
	return t.text
}

// constant returns the outcome if no variable takes part in it.
func (t *Template) constant() (o outcome, ok bool) {
	switch {
	case len(t.steps) > 0:
		return outcome{}, false
	case t.rare == nil:
		return outcome{text: t.text}, true
	default:
		return t.rare.constant, t.rare.odd == nil
	}
}

// odd returns the text that has to run through all of str.format; nil for every other.
func (t *Template) odd() *oddText {
	if t.rare == nil {
		return nil
	}
	return t.rare.odd
}

// failure returns the problem after the steps; nil for none.
func (t *Template) failure() *Problem {
	if t.rare == nil {
		return nil
	}
	return t.rare.failure
}

// Text returns the text as written.
func (t *Template) Text() string { return t.text }

// Static returns the outcome of a text that does not depend on variables, as
// [Template.Append] would give it: ok is false if it does depend.
func (t *Template) Static() (result string, problem *Problem, ok bool) {
	o, ok := t.constant()
	if !ok {
		return "", nil, false
	}
	result, problem = t.settle(o)
	return result, problem, true
}

// Variables returns the names that the text asks for, each once, in order.
func (t *Template) Variables() []string {
	if odd := t.odd(); odd != nil {
		return slices.Clone(odd.variables)
	}
	var known names
	plain := t.plain()
	for i := range t.steps {
		known.add(t.steps[i].name.of(plain))
	}
	return known.all
}

// settle returns the text as written instead of an outcome with a problem.
func (t *Template) settle(o outcome) (string, *Problem) {
	if o.problem != nil {
		return t.text, o.problem
	}
	return o.text, nil
}

// Append appends the filled text, or the text as written and why it is not
// filled. The names of vars are those that Rasa would have: context, slots and
// arguments, a later one instead of an earlier one of the same name. Rasa: section
// 4.3. The caller must not change the Problem. The budget pays for the filled text,
// not for the text as written.
func (t *Template) Append(dst []byte, vars python.Mapping, work *budget.Budget) ([]byte, *Problem) {
	if o, ok := t.constant(); ok {
		text, problem := t.settle(o)
		return append(dst, text...), problem
	}
	if vars == nil {
		vars = (*python.Dict)(nil)
	}
	start := len(dst)
	var problem *Problem
	if odd := t.odd(); odd != nil {
		dst, problem = odd.append(dst, vars, work)
	} else {
		dst, problem = t.appendSteps(dst, vars, work)
	}
	if problem == nil && bytes.Contains(dst[start:], []byte(bracket)) {
		text, problem := t.settle(reformat(t.text, work))
		return append(dst[:start], text...), problem
	}
	if problem != nil {
		dst = append(dst[:start], t.text...)
	}
	return dst, problem
}

// bracket is what Rasa looks for in a finished text to find that it formatted
// something that was no variable. Rasa: section 4.3, step 4.
const bracket = "0["

// The costs of filling, in units of work or per unit.
const (
	lookupUnits = 2
	copiedBytes = 32 // per unit; they are copied, and looked through
)

func (t *Template) appendSteps(dst []byte, vars python.Mapping, work *budget.Budget) ([]byte, *Problem) {
	limit := len(dst) + MaxSize
	plain := t.plain()
	for i := range t.steps {
		s := &t.steps[i]
		name, offset := s.name.of(plain), int(s.offset)
		v, ok := vars.Get(name)
		if !ok {
			if work.Reason() != budget.Within {
				return dst, noWork(offset)
			}
			return dst, missing(name, offset)
		}
		text, isText := v.Text()
		literal := s.literal.of(plain)
		size := len(literal) + len(text)
		if size > limit-len(dst) {
			return dst, tooLarge(offset)
		}
		if work != nil {
			if dst, ok = pay(dst, size, work); !ok {
				return dst, noWork(offset)
			}
		}
		dst = append(dst, literal...)
		if isText {
			dst = append(dst, text...)
			continue
		}
		if !v.IsShort() {
			var problem *Problem
			if dst, problem = appendLong(dst, v, limit-len(dst), work, offset); problem != nil {
				return dst, problem
			}
			continue
		}
		if dst = v.AppendStr(dst); len(dst) > limit {
			return dst, tooLarge(offset)
		}
	}
	if failure := t.failure(); failure != nil {
		return dst, failure
	}
	tail := t.tail.of(plain)
	if len(tail) > limit-len(dst) {
		return dst, tooLarge(-1)
	}
	if work != nil {
		var ok bool
		if dst, ok = pay(dst, len(tail), work); !ok {
			return dst, noWork(-1)
		}
	}
	return append(dst, tail...), nil
}

// pay pays for that many more bytes, and makes room for them.
func pay(dst []byte, bytes int, work *budget.Budget) ([]byte, bool) {
	if !work.Spend(lookupUnits + bytes/copiedBytes) {
		return dst, false
	}
	return work.Grow(dst, bytes)
}

// appendLong appends a value that may print as many bytes.
func appendLong(dst []byte, v python.Value, most int, work *budget.Budget, offset int) ([]byte, *Problem) {
	dst, stop := python.AppendStrWithin(dst, v, most, work)
	switch stop {
	case python.TooLong:
		return dst, tooLarge(offset)
	case python.NoBudget:
		return dst, noWork(offset)
	default:
		return dst, nil
	}
}
