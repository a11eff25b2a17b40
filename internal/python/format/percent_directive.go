package format

import (
	"math"
	"math/big"
	"strings"

	"nlgserver/internal/python"
)

// directive reads what follows a %: (key), flags, width, precision, a length
// that means nothing, and the verb.
func (p *percent) directive() (directive, error) {
	d := directive{width: -1, precision: -1}
	if strings.HasPrefix(p.text[p.pos:], "(") {
		if err := p.key(); err != nil {
			return d, err
		}
	}
	for p.flag(&d) {
		p.pos++
	}
	if err := p.width(&d); err != nil {
		return d, err
	}
	if p.peek() == '.' {
		p.pos++
		if err := p.precision(&d); err != nil {
			return d, err
		}
	}
	if c := p.peek(); c == 'h' || c == 'l' || c == 'L' {
		p.pos++
	}
	if p.pos >= len(p.text) {
		return d, errorf(ValueError, "incomplete format")
	}
	verb, size := python.DecodeRune(p.text[p.pos:])
	d.verb, d.verbAt = verb, p.pos
	p.pos += size
	return d, nil
}

// peek returns the next byte, 0 at the end.
func (p *percent) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *percent) flag(d *directive) bool {
	switch p.peek() {
	case '-':
		d.left = true
	case '+':
		d.plus = true
	case ' ':
		d.blank = true
	case '#':
		d.alternate = true
	case '0':
		d.zero = true
	default:
		return false
	}
	return true
}

// width reads a number or *, whose argument may be negative to align left.
func (p *percent) width(d *directive) error {
	if p.peek() != '*' {
		var err error
		d.width, err = p.digits(math.MaxInt, "width too big")
		return err
	}
	n, err := p.star()
	if err != nil {
		return err
	}
	if !n.IsInt64() {
		return errorf(OverflowError, "Python int too large to convert to C ssize_t")
	}
	d.width = int(n.Int64())
	if d.width < 0 {
		d.left = true
		d.width = -max(d.width, -math.MaxInt)
	}
	return nil
}

// precision reads a number, which may be missing, or *.
func (p *percent) precision(d *directive) error {
	if p.peek() != '*' {
		n, err := p.digits(math.MaxInt32, "precision too big")
		d.precision = max(n, 0)
		return err
	}
	n, err := p.star()
	if err != nil {
		return err
	}
	if !n.IsInt64() || n.Int64() != int64(int32(n.Int64())) {
		return errorf(OverflowError, "Python int too large to convert to C int")
	}
	d.precision = max(int(n.Int64()), 0)
	return nil
}

// star takes an int from the arguments.
func (p *percent) star() (*big.Int, error) {
	v, err := p.nextArg()
	if err != nil {
		return nil, err
	}
	n := v.Big()
	if n == nil {
		return nil, errorf(TypeError, "* wants int")
	}
	p.pos++
	return n, nil
}

// digits reads an unsigned number, -1 if there is none.
func (p *percent) digits(largest int, tooBig string) (int, error) {
	n := -1
	for c := p.peek(); '0' <= c && c <= '9'; c = p.peek() {
		digit := int(c - '0')
		n = max(n, 0)
		if n > (largest-digit)/10 {
			return 0, errorf(ValueError, "%s", tooBig)
		}
		n = n*10 + digit
		p.pos++
	}
	return n, nil
}
