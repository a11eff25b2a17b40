package format

import (
	"errors"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// StrFormat is Python's template.format(*args, **kwargs), with conversions,
// attributes, items, automatic numbering and fields inside specifiers. Fields
// are filled one by one from left to right, so the first one that fails decides
// the error, a *[Error]. limit bounds the result in bytes, and the budget the work.
//
// Of attributes only data can be printed: real, imag, numerator, denominator.
// A method, which Python would print with its address, is an UnsupportedError.
func StrFormat(template string, args []python.Value, kwargs *python.Dict, limit int, work *budget.Budget) (string, error) {
	f := formatter{args: args, kwargs: kwargs}
	out := output{limit: limit, budget: work}
	if err := f.expand(&out, template, 0, 2); err != nil {
		return "", err
	}
	return string(out.buf), nil
}

// formatter is one run of StrFormat.
type formatter struct {
	args      []python.Value
	kwargs    *python.Dict
	numbering numbering
	next      int // index of the next field without a name
}

// numbering is how a template numbers its fields; Python allows one way only.
type numbering uint8

const (
	undecided numbering = iota
	automatic
	manual
)

// expand fills a template that begins at the byte base of the whole one. depth
// is how deep fields may be nested.
func (f *formatter) expand(out *output, template string, base, depth int) error {
	if depth <= 0 {
		return errorf(ValueError, "Max string recursion exceeded")
	}
	scanner := NewScanner(template)
	for {
		part, ok, err := scanner.Next()
		if err != nil {
			return moved(err, base)
		}
		if !ok {
			return nil
		}
		if err := out.text(part.Literal); err != nil {
			return err
		}
		if !part.HasField {
			continue
		}
		if err := f.field(out, &part.Field, base, depth); err != nil {
			return placed(err, base+part.Field.Offset)
		}
	}
}

func (f *formatter) field(out *output, field *Field, base, depth int) error {
	if err := out.spend(fieldUnits + len(field.Name)/copiedBytes); err != nil {
		return err
	}
	v, err := f.resolve(out, field.Name)
	if err != nil {
		return err
	}
	if v, err = out.convert(v, field.Conversion); err != nil {
		return err
	}
	spec := field.Spec
	if field.Nested {
		nested := output{limit: out.limit, budget: out.budget}
		if err := f.expand(&nested, spec, base+field.SpecOffset, depth-1); err != nil {
			return err
		}
		spec = string(nested.buf)
	}
	return out.format(v, spec)
}

// convert applies !r, !s or !a.
func (o *output) convert(v python.Value, conversion rune) (python.Value, error) {
	switch {
	case conversion == 0:
		return v, nil
	case conversion == 'r':
		return o.reprOf(v)
	case conversion == 's':
		return o.strOf(v)
	case conversion == 'a':
		return o.asciiOf(v)
	case printableASCII(conversion) && conversion != 127:
		return v, errorf(ValueError, "Unknown conversion specifier %c", conversion)
	default:
		return v, errorf(ValueError, `Unknown conversion specifier \x%x`, conversion)
	}
}

// placed gives an error without a place the offset of its field.
func placed(err error, offset int) error {
	if e, ok := errors.AsType[*Error](err); ok && e.Offset < 0 {
		e.Offset = offset
	}
	return err
}

// moved shifts the place of a syntax error inside a nested template.
func moved(err error, by int) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.Offset += by
	}
	return err
}
