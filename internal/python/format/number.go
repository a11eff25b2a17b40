package format

import (
	"strings"

	"nlgserver/internal/python"
)

// number is a formatted number in the parts that padding and grouping treat
// differently.
type number struct {
	negative bool
	prefix   string // 0b, 0o, 0x, 0X
	digits   string // before the decimal point; only these are grouped
	rest     string // decimal point, fraction, exponent; or inf, nan, a character
}

// number appends n with sign, separators and padding as s asks.
func (o *output) number(n number, s *spec) error {
	if s.width > o.limit {
		return limitError(o.limit)
	}
	if err := o.spend((max(s.width, 0) + len(n.digits) + len(n.rest)) / scannedBytes); err != nil {
		return err
	}
	sign := ""
	switch {
	case n.negative:
		sign = "-"
	case s.sign == '+' || s.sign == ' ':
		sign = string(s.sign)
	}
	fixed := len(sign) + len(n.prefix) + python.RuneCount(n.rest)
	digits := n.digits
	if digits != "" {
		least := 0
		if s.fill == "0" && s.align == '=' {
			least = s.width - fixed // the zeros are digits: they are grouped too
		}
		digits = s.group(digits, least)
	}
	before, inside, after := 0, s.width-fixed-len(digits), 0
	if s.align != '=' && inside > 0 {
		before, after = s.padding(inside)
		inside = 0
	}
	if err := o.fill(s.fill, before); err != nil {
		return err
	}
	if err := o.text(sign + n.prefix); err != nil {
		return err
	}
	if err := o.fill(s.fill, inside); err != nil {
		return err
	}
	if err := o.text(digits + n.rest); err != nil {
		return err
	}
	return o.fill(s.fill, after)
}

// group puts separators between the digits, from the right, after filling them
// with zeros to at least the given width, separators included. A separator
// never comes first, so the result may be one wider.
func (s *spec) group(digits string, least int) string {
	if s.grouping == 0 {
		return strings.Repeat("0", max(0, least-len(digits))) + digits
	}
	size := s.groupSize
	n := max(len(digits), least*size/(size+1))
	for n+(n-1)/size < least {
		n++
	}
	digits = strings.Repeat("0", n-len(digits)) + digits
	var b strings.Builder
	b.Grow(n + n/size)
	for i := range n {
		if i > 0 && (n-i)%size == 0 {
			b.WriteByte(s.grouping)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}
