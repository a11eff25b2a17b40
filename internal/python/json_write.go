package python

import "math"

func nan() Value              { return Float(math.NaN()) }
func infinity(sign int) Value { return Float(math.Inf(sign)) }

// AppendJSON appends the value as JSON: compact, ints and floats spelled as
// Python does so that 1 and 1.0 stay apart, text as UTF-8, lone surrogates
// escaped. A key that is not a str is spelled as Python's json.dumps spells it.
// NaN, infinities and objects have no JSON spelling and are written as null;
// the loader refuses content that holds one.
func (v Value) AppendJSON(dst []byte) []byte {
	switch v.kind {
	case KindBool:
		if v.bits != 0 {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	case KindInt:
		return v.AppendRepr(dst)
	case KindFloat:
		if f := math.Float64frombits(v.bits); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return AppendFloat(dst, f)
		}
	case KindStr:
		return AppendJSONString(dst, v.text)
	case KindList, KindTuple:
		dst = append(dst, '[')
		for i, item := range v.Items() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = item.AppendJSON(dst)
		}
		return append(dst, ']')
	case KindDict:
		dst = append(dst, '{')
		for i, e := range v.Dict().Entries() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(AppendJSONString(dst, JSONKey(e.Key)), ':')
			dst = e.Value.AppendJSON(dst)
		}
		return append(dst, '}')
	}
	return append(dst, "null"...)
}

// JSONKey spells a dict key as Python's json.dumps does: True is "true", None
// is "null", 1.0 is "1.0".
func JSONKey(key Value) string {
	switch key.kind {
	case KindStr:
		return key.text
	case KindNone, KindBool:
		return string(key.AppendJSON(nil))
	default:
		return key.Str()
	}
}

// AppendJSONString appends s as a JSON string.
func AppendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < 0x80 {
			i++
			continue
		}
		if c >= 0x80 {
			r, size := DecodeRune(s[i:])
			if !IsSurrogate(r) && (r != '\uFFFD' || size > 1) {
				i += size
				continue
			}
			dst = append(dst, s[start:i]...)
			dst = appendUnit(dst, r)
			i += size
			start = i
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			dst = appendUnit(dst, rune(c))
		}
		i++
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

// JSONSize returns how many bytes [AppendJSONString] appends.
func JSONSize(s string) int {
	size := len(s) + 2
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 0x80:
			r, n := DecodeRune(s[i:])
			if IsSurrogate(r) || r == '\uFFFD' && n == 1 {
				size += len(`\u0000`) - n
			}
			i += n
			continue
		case c == '"', c == '\\', c == '\n', c == '\r', c == '\t':
			size++
		case c < ' ':
			size += len(`\u0000`) - 1
		}
		i++
	}
	return size
}

func appendUnit(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&0xf], hexDigits[r>>8&0xf], hexDigits[r>>4&0xf], hexDigits[r&0xf])
}
