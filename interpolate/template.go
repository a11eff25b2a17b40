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
type Template struct {
	text string
	// constant is the outcome when no variable takes part in it, else nil.
	constant *outcome
	// steps and tail fill nearly every text; a text of another form runs through
	// all of str.format, and only then odd is set.
	steps     []step
	tail      string
	odd       *oddText
	variables []string
}

// outcome is a finished text, or why the text is sent as written.
type outcome struct {
	text    string
	problem *Problem
}

// step is a stretch of plain text and the variable, or the failure, after it.
type step struct {
	literal string
	name    string
	// offset is where the variable is in the text as written.
	offset int
	// failure, if not nil, is the problem whatever the variables are.
	failure *Problem
}

// Text returns the text as written.
func (t *Template) Text() string { return t.text }

// Static returns the outcome of a text that does not depend on variables, as
// [Template.Append] would give it: ok is false if it does depend.
func (t *Template) Static() (result string, problem *Problem, ok bool) {
	if t.constant == nil {
		return "", nil, false
	}
	result, problem = t.settle(*t.constant)
	return result, problem, true
}

// Variables returns the names that the text asks for, each once, in order.
func (t *Template) Variables() []string { return slices.Clone(t.variables) }

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
	if t.constant != nil {
		text, problem := t.settle(*t.constant)
		return append(dst, text...), problem
	}
	if vars == nil {
		vars = (*python.Dict)(nil)
	}
	start := len(dst)
	var problem *Problem
	if t.odd != nil {
		dst, problem = t.odd.append(dst, vars, work)
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
	for i := range t.steps {
		s := &t.steps[i]
		if s.failure != nil {
			return dst, s.failure
		}
		v, ok := vars.Get(s.name)
		if !ok {
			if work.Reason() != budget.Within {
				return dst, noWork(s.offset)
			}
			return dst, missing(s.name, s.offset)
		}
		text, isText := v.Text()
		size := len(s.literal) + len(text)
		if size > limit-len(dst) {
			return dst, tooLarge(s.offset)
		}
		if work != nil {
			if dst, ok = pay(dst, size, work); !ok {
				return dst, noWork(s.offset)
			}
		}
		dst = append(dst, s.literal...)
		if isText {
			dst = append(dst, text...)
			continue
		}
		if !v.IsShort() {
			var problem *Problem
			if dst, problem = appendLong(dst, v, limit-len(dst), work, s.offset); problem != nil {
				return dst, problem
			}
			continue
		}
		if dst = v.AppendStr(dst); len(dst) > limit {
			return dst, tooLarge(s.offset)
		}
	}
	if len(t.tail) > limit-len(dst) {
		return dst, tooLarge(-1)
	}
	if work != nil {
		var ok bool
		if dst, ok = pay(dst, len(t.tail), work); !ok {
			return dst, noWork(-1)
		}
	}
	return append(dst, t.tail...), nil
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
