package format

import (
	"fmt"

	"nlgserver/internal/python"
)

// strOf is str(v).
func (o *output) strOf(v python.Value) (python.Value, error) {
	switch v.Kind() {
	case python.KindStr:
		return v, nil
	case python.KindInt:
		text, err := o.decimalText(v)
		return python.Str(text), err
	default:
		return o.reprOf(v)
	}
}

// reprOf is repr(v), which may be as long as the result.
func (o *output) reprOf(v python.Value) (python.Value, error) {
	if v.Kind() == python.KindInt {
		return o.strOf(v)
	}
	text, stop := python.AppendReprWithin(nil, v, o.limit, o.budget)
	return python.Str(string(text)), o.stopped(stop)
}

// asciiOf is ascii(v): repr(v) with everything outside ASCII escaped.
func (o *output) asciiOf(v python.Value) (python.Value, error) {
	repr, err := o.reprOf(v)
	if err != nil {
		return repr, err
	}
	text, _ := repr.Text()
	if err := o.spend(len(text)); err != nil {
		return repr, err
	}
	if !o.budget.Hold(4 * len(text)) {
		return repr, workError()
	}
	escaped := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		r, size := python.DecodeRune(text[i:])
		switch {
		case r < 0x80:
			escaped = append(escaped, byte(r))
		case r <= 0xff:
			escaped = fmt.Appendf(escaped, `\x%02x`, r)
		case r <= 0xffff:
			escaped = fmt.Appendf(escaped, `\u%04x`, r)
		default:
			escaped = fmt.Appendf(escaped, `\U%08x`, r)
		}
		i += size
	}
	return python.Str(string(escaped)), nil
}
