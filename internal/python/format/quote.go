package format

import (
	"fmt"

	"nlgserver/internal/python"
)

// strOf is str(v).
func strOf(v python.Value) (python.Value, error) {
	switch v.Kind() {
	case python.KindStr:
		return v, nil
	case python.KindInt:
		text, err := decimalText(v)
		return python.Str(text), err
	default:
		return python.Str(v.Str()), nil
	}
}

// reprOf is repr(v).
func reprOf(v python.Value) (python.Value, error) {
	if v.Kind() == python.KindInt {
		return strOf(v)
	}
	return python.Str(v.Repr()), nil
}

// asciiOf is ascii(v): repr(v) with everything outside ASCII escaped.
func asciiOf(v python.Value) (python.Value, error) {
	repr, err := reprOf(v)
	if err != nil {
		return repr, err
	}
	text, _ := repr.Text()
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
