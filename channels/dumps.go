package channels

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf16"

	"nlgserver/internal/python"
)

// dumps writes a value as Python's json.dumps does: with a space behind commas
// and colons, and everything that is not ASCII escaped.
func dumps(v python.Value, sortKeys bool) string {
	return string(appendDumps(nil, v, sortKeys))
}

func appendDumps(dst []byte, v python.Value, sortKeys bool) []byte {
	switch v.Kind() {
	case python.KindStr:
		s, _ := v.Text()
		return appendASCII(dst, s)
	case python.KindList, python.KindTuple:
		dst = append(dst, '[')
		for i, item := range v.Items() {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			dst = appendDumps(dst, item, sortKeys)
		}
		return append(dst, ']')
	case python.KindDict:
		entries := slices.Clone(v.Dict().Entries())
		if sortKeys {
			slices.SortStableFunc(entries, func(a, b python.Entry) int { return cmp.Compare(python.JSONKey(a.Key), python.JSONKey(b.Key)) })
		}
		dst = append(dst, '{')
		for i, e := range entries {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			dst = append(appendASCII(dst, python.JSONKey(e.Key)), ": "...)
			dst = appendDumps(dst, e.Value, sortKeys)
		}
		return append(dst, '}')
	case python.KindFloat:
		switch f, _ := v.Float64(); {
		case math.IsNaN(f):
			return append(dst, "NaN"...)
		case math.IsInf(f, 1):
			return append(dst, "Infinity"...)
		case math.IsInf(f, -1):
			return append(dst, "-Infinity"...)
		}
	}
	return v.AppendJSON(dst)
}

// appendASCII appends a JSON string with everything that is not ASCII escaped.
func appendASCII(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	unit := func(r rune) { dst = append(dst, '\\', 'u', hex[r>>12&0xf], hex[r>>8&0xf], hex[r>>4&0xf], hex[r&0xf]) }
	short := map[rune]byte{'"': '"', '\\': '\\', '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f'}
	dst = append(dst, '"')
	for len(s) > 0 {
		r, size := python.DecodeRune(s)
		s = s[size:]
		switch c, escaped := short[r]; {
		case escaped:
			dst = append(dst, '\\', c)
		case r >= 0x10000:
			high, low := utf16.EncodeRune(r)
			unit(high)
			unit(low)
		case r < ' ' || r >= 0x7f:
			unit(r)
		default:
			dst = append(dst, byte(r))
		}
	}
	return append(dst, '"')
}
