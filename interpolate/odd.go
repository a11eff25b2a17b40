package interpolate

import (
	"iter"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

// oddText is a text with fields other than {name}, such as {} or {a]b} or a
// field inside a field: what they print depends on the map of all variables
// that the text names.
type oddText struct {
	*substitution
	// variables are those that the text names, in order.
	variables []string
	named     map[string]bool
}

func newOddText(s *substitution, names []string) *oddText {
	o := &oddText{s, names, make(map[string]bool, len(names))}
	for _, name := range names {
		o.named[name] = true
	}
	return o
}

func (o *oddText) append(dst []byte, vars python.Mapping, work *budget.Budget) ([]byte, *Problem) {
	named := o.restrict(vars, work)
	if work.Reason() != budget.Within {
		return dst, noWork(-1)
	}
	result := o.format(named, work)
	if result.problem != nil {
		return dst, result.problem
	}
	dst, ok := work.Grow(dst, len(result.text))
	if !ok || !work.Spend(len(result.text)/copiedBytes) {
		return dst, noWork(-1)
	}
	return append(dst, result.text...), nil
}

// restrict returns the variables that the text names, in their own order.
// Rasa: section 4.3, step 1.
func (o *oddText) restrict(vars python.Mapping, work *budget.Budget) python.Value {
	named := python.NewDict(len(o.named))
	vars.Each(func(key string, v python.Value) bool {
		if !work.Spend(lookupUnits) {
			return false
		}
		if o.named[key] {
			named.Set(key, v)
		}
		return true
	})
	return python.OfDict(named)
}

// format is Python's text.format(variables). Without a budget a text has one of its
// own: a few bytes of it may ask for much work.
func (s *substitution) format(variables python.Value, work *budget.Budget) outcome {
	if work == nil {
		work = budget.New(budget.Limits{}, nil, nil, nil)
	}
	text, err := format.StrFormat(s.text, []python.Value{variables}, nil, MaxSize, work)
	if err != nil {
		return outcome{problem: newProblem(err, s.original)}
	}
	return outcome{text: text}
}

// literals returns the text between the fields, in its pieces.
func (s *substitution) literals() iter.Seq[string] {
	return func(yield func(string) bool) {
		scanner := format.NewScanner(s.text)
		for {
			part, more, err := scanner.Next()
			if err != nil || !more || !yield(part.Literal) {
				return
			}
		}
	}
}
