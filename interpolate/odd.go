package interpolate

import (
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

// oddText is a text with fields other than {name}, such as {} or {a]b} or a
// field inside a field: what they print depends on the map of all variables
// that the text names.
type oddText struct {
	*substitution
	named map[string]bool
}

func newOddText(s *substitution, names []string) *oddText {
	o := &oddText{s, make(map[string]bool, len(names))}
	for _, name := range names {
		o.named[name] = true
	}
	return o
}

func (o *oddText) append(dst []byte, vars python.Mapping) ([]byte, *Problem) {
	result := o.format(o.restrict(vars))
	return append(dst, result.text...), result.problem
}

// restrict returns the variables that the text names, in their own order.
// Rasa: section 4.3, step 1.
func (o *oddText) restrict(vars python.Mapping) python.Value {
	named := python.NewDict(len(o.named))
	vars.Each(func(key string, v python.Value) bool {
		if o.named[key] {
			named.Set(key, v)
		}
		return true
	})
	return python.OfDict(named)
}

// format is Python's text.format(variables).
func (s *substitution) format(variables python.Value) outcome {
	text, err := format.StrFormat(s.text, []python.Value{variables}, nil, MaxSize)
	if err != nil {
		return outcome{problem: newProblem(err, s.original)}
	}
	return outcome{text: text}
}

// literals returns the text between the fields.
func (s *substitution) literals() string {
	var b strings.Builder
	scanner := format.NewScanner(s.text)
	for {
		part, more, err := scanner.Next()
		if err != nil || !more {
			return b.String()
		}
		b.WriteString(part.Literal)
	}
}
