package format

import (
	"math/big"
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// output is a growing result that refuses to pass its limit, and its budget.
type output struct {
	buf    []byte
	limit  int
	budget *budget.Budget
}

// The costs of formatting, in units of work or per unit.
const (
	fieldUnits   = 6
	copiedBytes  = 32 // per unit, of text that is copied
	scannedBytes = 8  // per unit, where each character is looked at
)

// spend pays for work.
func (o *output) spend(units int) error {
	if !o.budget.Spend(units) {
		return workError()
	}
	return nil
}

// room fails unless n more bytes fit, and are paid for.
func (o *output) room(n int) error {
	if n > o.limit-len(o.buf) {
		return limitError(o.limit)
	}
	var ok bool
	if o.buf, ok = o.budget.Grow(o.buf, n); !ok {
		return workError()
	}
	return o.spend(n / copiedBytes)
}

func (o *output) text(s string) error {
	if err := o.room(len(s)); err != nil {
		return err
	}
	o.buf = append(o.buf, s...)
	return nil
}

// fill appends n copies of a one-character string; none if n is negative.
func (o *output) fill(character string, n int) error {
	if n <= 0 {
		return nil
	}
	if n > o.limit { // n*len below must not overflow
		return limitError(o.limit)
	}
	if err := o.room(n * len(character)); err != nil {
		return err
	}
	if err := o.spend(n / scannedBytes); err != nil {
		return err
	}
	for range n {
		o.buf = append(o.buf, character...)
	}
	return nil
}

// str appends str(v).
func (o *output) str(v python.Value) error {
	if s, ok := v.Text(); ok {
		return o.text(s)
	}
	if v.Kind() == python.KindInt {
		digits, err := o.decimalText(v)
		if err != nil {
			return err
		}
		return o.text(digits)
	}
	var stop python.Stop
	o.buf, stop = python.AppendReprWithin(o.buf, v, o.limit-len(o.buf), o.budget)
	return o.stopped(stop)
}

// stopped is the error for a value that is not printed to its end.
func (o *output) stopped(stop python.Stop) error {
	switch stop {
	case python.TooLong:
		return limitError(o.limit)
	case python.NoBudget:
		return workError()
	default:
		return nil
	}
}

// decimalText returns an int's or a bool's decimal digits with its sign. Like
// Python it refuses more than [python.MaxIntDigits] of them, since the time
// that they take grows with the square of their number.
func (o *output) decimalText(v python.Value) (string, error) {
	const bitsPerDigit = 3.32193 // slightly more than log2(10)
	n := v.Big()
	if float64(n.BitLen()) <= python.MaxIntDigits*bitsPerDigit+1 {
		if err := o.spend(digitUnits(n)); err != nil {
			return "", err
		}
		text := n.String()
		if len(strings.TrimPrefix(text, "-")) <= python.MaxIntDigits {
			return text, nil
		}
	}
	return "", errorf(ValueError, "Exceeds the limit (%d digits) for integer string conversion; "+
		"use sys.set_int_max_str_digits() to increase the limit", python.MaxIntDigits)
}

// digitUnits returns how much work the digits of an int are.
func digitUnits(n *big.Int) int {
	words := len(n.Bits())
	return 2*words + words*words/64
}

// cut returns the first n code points of a text.
func (o *output) cut(s string, n int) (string, error) {
	if err := o.spend(min(n, len(s)) / scannedBytes); err != nil {
		return "", err
	}
	return codePoints(s, n), nil
}

// codePoints returns the first n code points of s.
func codePoints(s string, n int) string {
	end := 0
	for ; n > 0 && end < len(s); n-- {
		_, size := python.DecodeRune(s[end:])
		end += size
	}
	return s[:end]
}

// truncatedInt is int(f); ok is false for NaN and the infinities.
func truncatedInt(f float64) (n *big.Int, ok bool) {
	if f-f != 0 {
		return nil, false
	}
	n, _ = big.NewFloat(f).Int(nil)
	return n, true
}
