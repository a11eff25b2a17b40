package format

import (
	"strings"

	"nlgserver/internal/python"
)

// formatInt appends an int or a bool.
func (o *output) formatInt(v python.Value, s *spec) error {
	switch s.verb {
	case 'e', 'E', 'f', 'F', 'g', 'G', '%':
		f, err := toFloat(v)
		if err != nil {
			return err
		}
		return o.formatFloat(python.Float(f), s)
	case 'b', 'c', 'd', 'n', 'o', 'x', 'X':
	default:
		return unknownVerb(s.verb, v.TypeName())
	}
	if s.precision >= 0 {
		return errorf(ValueError, "Precision not allowed in integer format specifier")
	}
	if s.noNegZero {
		return errorf(ValueError, "Negative zero coercion (z) not allowed in integer format specifier")
	}
	if s.verb == 'c' {
		return o.formatCharacter(v, s)
	}
	n, err := o.integer(v, s.verb)
	if err != nil {
		return err
	}
	if !s.alternate {
		n.prefix = ""
	}
	return o.number(n, s)
}

func (o *output) formatCharacter(v python.Value, s *spec) error {
	if s.sign != 0 {
		return errorf(ValueError, "Sign not allowed with integer format specifier 'c'")
	}
	if s.alternate {
		return errorf(ValueError, "Alternate form (#) not allowed with integer format specifier 'c'")
	}
	code, ok := v.Int64()
	if !ok {
		return errorf(OverflowError, "Python int too large to convert to C long")
	}
	text, err := character(code)
	if err != nil {
		return err
	}
	return o.number(number{rest: text}, s)
}

// character is chr(code), which may be a lone surrogate.
func character(code int64) (string, error) {
	if code < 0 || code > 0x10ffff {
		return "", errorf(OverflowError, "%%c arg not in range(0x110000)")
	}
	return string(python.AppendRune(nil, rune(code))), nil
}

// integer writes an int or a bool in the base of the verb, with the prefix of
// that base.
func (o *output) integer(v python.Value, verb rune) (number, error) {
	base, prefix := 10, ""
	switch verb {
	case 'b':
		base, prefix = 2, "0b"
	case 'o':
		base, prefix = 8, "0o"
	case 'x':
		base, prefix = 16, "0x"
	case 'X':
		base, prefix = 16, "0X"
	}
	var digits string
	if base == 10 {
		var err error
		if digits, err = o.decimalText(v); err != nil {
			return number{}, err
		}
	} else {
		if v.Big().BitLen()/4 > o.limit {
			return number{}, limitError(o.limit)
		}
		if err := o.spend(digitUnits(v.Big()) + v.Big().BitLen()/copiedBytes); err != nil {
			return number{}, err
		}
		digits = v.Big().Text(base)
	}
	if verb == 'X' {
		digits = strings.ToUpper(digits)
	}
	digits, negative := strings.CutPrefix(digits, "-")
	return number{negative: negative, prefix: prefix, digits: digits}, nil
}

// toFloat is float(v) of a number.
func toFloat(v python.Value) (float64, error) {
	f, ok := v.Float64()
	switch {
	case ok:
		return f, nil
	case v.IsNumber():
		return 0, errorf(OverflowError, "int too large to convert to float")
	default:
		return 0, errorf(TypeError, "must be real number, not %s", v.TypeName())
	}
}
