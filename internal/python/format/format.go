package format

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Format is Python's format(v, spec): str, bool, int and float read the whole
// format specification mini-language of Python 3.11, every other type only the
// empty one, which is str(v). limit bounds the result in bytes, and the budget the
// work. The error is a *[Error].
func Format(v python.Value, spec string, limit int, work *budget.Budget) (string, error) {
	out := output{limit: limit, budget: work}
	if err := out.format(v, spec); err != nil {
		return "", err
	}
	return string(out.buf), nil
}

// format appends format(v, text).
func (o *output) format(v python.Value, text string) error {
	if text == "" {
		return o.str(v)
	}
	if !v.IsNumber() && v.Kind() != python.KindStr {
		return errorf(TypeError, "unsupported format string passed to %s.__format__", v.TypeName())
	}
	s, err := parseSpec(text, v)
	if err != nil {
		return err
	}
	switch v.Kind() {
	case python.KindStr:
		return o.formatStr(v, &s)
	case python.KindFloat:
		return o.formatFloat(v, &s)
	default:
		return o.formatInt(v, &s)
	}
}

func (o *output) formatStr(v python.Value, s *spec) error {
	const where = "not allowed in string format specifier"
	switch {
	case s.verb != 's':
		return unknownVerb(s.verb, "str")
	case s.sign == ' ':
		return errorf(ValueError, "Space "+where)
	case s.sign != 0:
		return errorf(ValueError, "Sign "+where)
	case s.noNegZero:
		return errorf(ValueError, "Negative zero coercion (z) "+where)
	case s.alternate:
		return errorf(ValueError, "Alternate form (#) "+where)
	case s.align == '=':
		return errorf(ValueError, "'=' alignment "+where)
	}
	text, _ := v.Text()
	if s.precision >= 0 {
		var err error
		if text, err = o.cut(text, s.precision); err != nil {
			return err
		}
	}
	before, after := 0, 0
	if s.width > 0 {
		if len(text) > o.limit { // too long to be counted, and to be printed
			return limitError(o.limit)
		}
		if err := o.spend(len(text) / scannedBytes); err != nil {
			return err
		}
		before, after = s.padding(s.width - python.RuneCount(text))
	}
	if err := o.fill(s.fill, before); err != nil {
		return err
	}
	if err := o.text(text); err != nil {
		return err
	}
	return o.fill(s.fill, after)
}

// padding divides n characters between the two sides of a text.
func (s *spec) padding(n int) (before, after int) {
	switch s.align {
	case '>':
		return n, 0
	case '^':
		return n / 2, n - n/2
	default:
		return 0, n
	}
}
