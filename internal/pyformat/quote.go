package pyformat

import (
	"fmt"

	"nlgserver/internal/pyval"
)

// strOf is str(v).
func strOf(v pyval.Value) (pyval.Value, error) {
	switch v.Kind() {
	case pyval.KindStr:
		return v, nil
	case pyval.KindInt:
		text, err := decimalText(v)
		return pyval.Str(text), err
	default:
		return pyval.Str(v.Str()), nil
	}
}

// reprOf is repr(v).
func reprOf(v pyval.Value) (pyval.Value, error) {
	if v.Kind() == pyval.KindInt {
		return strOf(v)
	}
	return pyval.Str(v.Repr()), nil
}

// asciiOf is ascii(v): repr(v) with everything outside ASCII escaped.
func asciiOf(v pyval.Value) (pyval.Value, error) {
	repr, err := reprOf(v)
	if err != nil {
		return repr, err
	}
	text, _ := repr.Text()
	escaped := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		r, size := pyval.DecodeRune(text[i:])
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
	return pyval.Str(string(escaped)), nil
}
