package python

import "unicode/utf8"

// DecodeRune returns the first code point of s and its width in bytes. Unlike
// utf8.DecodeRuneInString it also reads a lone surrogate (three bytes), which a
// Python str may hold. Any other malformed byte gives (utf8.RuneError, 1); the
// empty string (utf8.RuneError, 0).
func DecodeRune(s string) (r rune, size int) {
	r, size = utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 && isSurrogateAt(s) {
		return rune(s[0]&0x0f)<<12 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f), 3
	}
	return r, size
}

// isSurrogateAt reports whether s begins with the three bytes of a surrogate.
func isSurrogateAt(s string) bool {
	return len(s) >= 3 && s[0] == 0xed && s[1]&0xe0 == 0xa0 && s[2]&0xc0 == 0x80
}

// IsSurrogate reports whether r is half of a surrogate pair.
func IsSurrogate(r rune) bool { return 0xd800 <= r && r <= 0xdfff }

// AppendRune appends r, a lone surrogate included.
func AppendRune(dst []byte, r rune) []byte {
	if IsSurrogate(r) {
		return append(dst, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
	}
	return utf8.AppendRune(dst, r)
}

// RuneCount returns len(s) as Python counts it: code points.
func RuneCount(s string) int {
	n := 0
	for i := 0; i < len(s); n++ {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := DecodeRune(s[i:])
		i += size
	}
	return n
}
