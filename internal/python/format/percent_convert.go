package format

import (
	"strings"
	"unicode/utf8"

	"nlgserver/internal/python"
)

// convert appends the next argument as the directive asks.
func (p *percent) convert(d *directive) error {
	v, err := p.nextArg()
	if err != nil {
		return err
	}
	switch d.verb {
	case 's', 'r', 'a':
		if v, err = p.out.convert(v, d.verb); err != nil {
			return err
		}
		text, _ := v.Text()
		if d.precision >= 0 {
			if text, err = p.out.cut(text, d.precision); err != nil {
				return err
			}
		}
		return p.pad("", text, d, false)
	case 'c':
		text, err := percentCharacter(v)
		if err != nil {
			return err
		}
		return p.pad("", text, d, false)
	case 'd', 'i', 'u', 'o', 'x', 'X':
		return p.integer(v, d)
	case 'e', 'E', 'f', 'F', 'g', 'G':
		return p.float(v, d)
	}
	shown := d.verb
	if shown < 31 || shown > 127 {
		shown = '?'
	}
	return errorf(ValueError, "unsupported format character '%c' (0x%x) at index %d",
		shown, d.verb, python.RuneCount(p.text[:d.verbAt]))
}

// percentCharacter is %c: a code point, or a text of one.
func percentCharacter(v python.Value) (string, error) {
	if text, ok := v.Text(); ok && len(text) <= utf8.UTFMax && python.RuneCount(text) == 1 {
		return text, nil
	}
	if v.Big() == nil {
		return "", errorf(TypeError, "%%c requires int or char")
	}
	code, ok := v.Int64()
	if !ok {
		code = -1
	}
	return character(code)
}

func (p *percent) integer(v python.Value, d *directive) error {
	whole, err := percentInt(v, d.verb)
	if err != nil {
		return err
	}
	n, err := p.out.integer(whole, d.verb)
	if err != nil {
		return err
	}
	if zeros := d.precision - len(n.digits); zeros > 0 {
		if zeros > p.out.limit {
			return limitError(p.out.limit)
		}
		if err := p.out.spend(zeros / scannedBytes); err != nil {
			return err
		}
		n.digits = strings.Repeat("0", zeros) + n.digits
	}
	if !d.alternate {
		n.prefix = ""
	}
	return p.pad(d.signOf(n.negative)+n.prefix, n.digits, d, d.zero)
}

// percentInt is the int that an integer verb prints: floats lose their
// fraction, but only in decimal.
func percentInt(v python.Value, verb rune) (python.Value, error) {
	needs := "a real number"
	switch verb {
	case 'o', 'x', 'X':
		needs = "an integer"
	}
	if v.Big() != nil {
		return v, nil
	}
	f, ok := v.Float64()
	if !ok || needs == "an integer" {
		return v, errorf(TypeError, "%%%c format: %s is required, not %s", verb, needs, v.TypeName())
	}
	n, ok := truncatedInt(f)
	switch {
	case ok:
		return python.BigInt(n), nil
	case f != f:
		return v, errorf(ValueError, "cannot convert float NaN to integer")
	default:
		return v, errorf(OverflowError, "cannot convert float infinity to integer")
	}
}

func (p *percent) float(v python.Value, d *directive) error {
	f, err := toFloat(v)
	if err != nil {
		return err
	}
	form := floatForm{verb: byte(d.verb), precision: d.precision, alternate: d.alternate}
	if err := p.out.spend(floatUnits(d.precision, p.out.limit)); err != nil {
		return err
	}
	text, err := form.text(f, p.out.limit)
	if err != nil {
		return err
	}
	text, negative := strings.CutPrefix(text, "-")
	return p.pad(d.signOf(negative), text, d, d.zero)
}

func (d *directive) signOf(negative bool) string {
	switch {
	case negative:
		return "-"
	case d.plus:
		return "+"
	case d.blank:
		return " "
	default:
		return ""
	}
}

// pad appends a text, with blanks to the left or the right of it, or with zeros
// between its head (sign and prefix) and its body.
func (p *percent) pad(head, body string, d *directive, zeros bool) error {
	if len(body) > p.out.limit { // too long to be counted, and to be printed
		return limitError(p.out.limit)
	}
	if err := p.out.spend(len(body) / scannedBytes); err != nil {
		return err
	}
	missing := d.width - len(head) - python.RuneCount(body)
	before, inside, after := missing, 0, 0
	switch {
	case d.left:
		before, after = 0, missing
	case zeros:
		before, inside = 0, missing
	}
	if err := p.out.fill(" ", before); err != nil {
		return err
	}
	if err := p.out.text(head); err != nil {
		return err
	}
	if err := p.out.fill("0", inside); err != nil {
		return err
	}
	if err := p.out.text(body); err != nil {
		return err
	}
	return p.out.fill(" ", after)
}
