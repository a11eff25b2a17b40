package python

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Str is Python's str(): what {name} prints. Rasa: section 4.4.
func (v Value) Str() string {
	if v.kind == KindStr {
		return v.text
	}
	return string(v.AppendStr(nil))
}

// Repr is Python's repr(): how a value prints inside a list or a dict.
func (v Value) Repr() string { return string(v.AppendRepr(nil)) }

// AppendStr appends what [Value.Str] returns.
func (v Value) AppendStr(dst []byte) []byte {
	if v.kind == KindStr {
		return append(dst, v.text...)
	}
	return v.AppendRepr(dst)
}

// AppendRepr appends what [Value.Repr] returns.
func (v Value) AppendRepr(dst []byte) []byte {
	switch v.kind {
	case KindNone:
		return append(dst, "None"...)
	case KindBool:
		if v.bits != 0 {
			return append(dst, "True"...)
		}
		return append(dst, "False"...)
	case KindInt:
		if n, ok := v.ref.(*big.Int); ok {
			return n.Append(dst, 10)
		}
		return strconv.AppendInt(dst, int64(v.bits), 10)
	case KindFloat:
		return AppendFloat(dst, math.Float64frombits(v.bits))
	case KindStr:
		return appendQuoted(dst, v.text)
	case KindList:
		return append(appendItems(append(dst, '['), v.Items()), ']')
	case KindTuple:
		items := v.Items()
		dst = appendItems(append(dst, '('), items)
		if len(items) == 1 {
			dst = append(dst, ',')
		}
		return append(dst, ')')
	case KindDict:
		return appendDict(dst, v.Dict())
	default:
		o, ok := v.Object()
		if !ok {
			return append(dst, "None"...)
		}
		return o.AppendRepr(dst)
	}
}

func appendItems(dst []byte, items []Value) []byte {
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = item.AppendRepr(dst)
	}
	return dst
}

func appendDict(dst []byte, d *Dict) []byte {
	dst = append(dst, '{')
	for i, e := range d.Entries() {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = append(e.Key.AppendRepr(dst), ": "...)
		dst = e.Value.AppendRepr(dst)
	}
	return append(dst, '}')
}

// AppendFloat appends a float as Python's repr does: the shortest digits that
// read back to the same number, an exponent of at least two digits below 1e-4
// and from 1e16 on, else at least one digit after the point.
func AppendFloat(dst []byte, f float64) []byte {
	switch {
	case f != f:
		return append(dst, "nan"...)
	case math.IsInf(f, 1):
		return append(dst, "inf"...)
	case math.IsInf(f, -1):
		return append(dst, "-inf"...)
	}
	if abs := math.Abs(f); abs != 0 && (abs < 1e-4 || abs >= 1e16) {
		return strconv.AppendFloat(dst, f, 'e', -1, 64)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
	if slices.Contains(dst[start:], '.') {
		return dst
	}
	return append(dst, ".0"...)
}

const hexDigits = "0123456789abcdef"

// appendQuoted appends a str as Python's repr quotes it: single quotes unless
// that needs an escape and double quotes do not.
func appendQuoted(dst []byte, s string) []byte {
	quote := byte('\'')
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		quote = '"'
	}
	dst = append(dst, quote)
	for i := 0; i < len(s); {
		r, size := DecodeRune(s[i:])
		switch {
		case r == rune(quote) || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, `\n`...)
		case r == '\r':
			dst = append(dst, `\r`...)
		case r == '\t':
			dst = append(dst, `\t`...)
		case unicode.IsPrint(r) && !IsSurrogate(r):
			dst = append(dst, s[i:i+size]...)
		default:
			dst = appendEscaped(dst, r)
		}
		i += size
	}
	return append(dst, quote)
}

func appendEscaped(dst []byte, r rune) []byte {
	digits := 2
	switch {
	case r > 0xffff:
		dst, digits = append(dst, `\U`...), 8
	case r > 0xff:
		dst, digits = append(dst, `\u`...), 4
	default:
		dst = append(dst, `\x`...)
	}
	for shift := (digits - 1) * 4; shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[r>>shift&0xf])
	}
	return dst
}
