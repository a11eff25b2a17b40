package format

import (
	"strings"

	"nlgserver/internal/python"
)

// formatFloat appends a float.
func (o *output) formatFloat(v python.Value, s *spec) error {
	f, _ := v.Float64()
	form := floatForm{precision: s.precision, alternate: s.alternate, noNegZero: s.noNegZero}
	suffix := ""
	switch s.verb {
	case 0:
		form.verb, form.pointZero = 'g', true
		if s.precision < 0 {
			form.verb = 'r'
		}
	case 'n':
		form.verb = 'g'
	case '%':
		form.verb, suffix = 'f', "%"
		f *= 100
	case 'e', 'E', 'f', 'F', 'g', 'G':
		form.verb = byte(s.verb)
	default:
		return unknownVerb(s.verb, "float")
	}
	const maxPrecision = 1<<31 - 1
	if s.precision > maxPrecision {
		return errorf(ValueError, "precision too big")
	}
	if err := o.spend(floatUnits(form.precision, o.limit)); err != nil {
		return err
	}
	text, err := form.text(f, o.limit)
	if err != nil {
		return err
	}
	text, negative := strings.CutPrefix(text, "-")
	digits := 0
	for digits < len(text) && '0' <= text[digits] && text[digits] <= '9' {
		digits++
	}
	return o.number(number{negative: negative, digits: text[:digits], rest: text[digits:] + suffix}, s)
}

// floatUnits returns how much work the digits of a float are.
func floatUnits(precision, limit int) int { return 10 + min(max(precision, 0), limit)/2 }
