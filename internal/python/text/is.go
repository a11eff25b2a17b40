package text

import (
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/python"
)

// every reports whether a string is not empty and all of its characters have a
// property.
func every(s string, holds func(rune) bool) bool {
	for i := 0; i < len(s); {
		r, size := python.DecodeRune(s[i:])
		if !holds(r) {
			return false
		}
		i += size
	}
	return s != ""
}

// IsAlpha is str.isalpha.
func IsAlpha(s string) bool { return every(s, unicode.IsLetter) }

// IsDecimal is str.isdecimal.
func IsDecimal(s string) bool { return every(s, isDecimal) }

// IsDigit is str.isdigit: decimal digits and those written above, below or in
// circles.
func IsDigit(s string) bool { return every(s, isDigit) }

// IsNumeric is str.isnumeric.
func IsNumeric(s string) bool { return every(s, isNumeric) }

// IsAlnum is str.isalnum.
func IsAlnum(s string) bool {
	return every(s, func(r rune) bool { return unicode.IsLetter(r) || isNumeric(r) })
}

// IsSpace is str.isspace.
func IsSpace(s string) bool { return every(s, IsSpaceRune) }

// IsPrintable is str.isprintable, which holds for the empty string.
func IsPrintable(s string) bool {
	return s == "" || every(s, func(r rune) bool { return unicode.IsPrint(r) && !python.IsSurrogate(r) })
}

// IsASCII is str.isascii.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// IsIdentifier is str.isidentifier.
func IsIdentifier(s string) bool {
	for i := 0; i < len(s); {
		r, size := python.DecodeRune(s[i:])
		ok := r == '_' || unicode.IsLetter(r) || unicode.Is(unicode.Nl, r)
		if i > 0 {
			ok = ok || unicode.In(r, unicode.Nd, unicode.Mn, unicode.Mc, unicode.Pc)
		}
		if !ok {
			return false
		}
		i += size
	}
	return s != ""
}

func isDecimal(r rune) bool { return unicode.Is(unicode.Nd, r) }

// digits are the digits that are not decimal digits.
var digits = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0xb2, 0xb3, 1},
		{0xb9, 0xb9, 1},
		{0x1369, 0x1371, 1},
		{0x19da, 0x19da, 1},
		{0x2070, 0x2070, 1},
		{0x2074, 0x2079, 1},
		{0x2080, 0x2089, 1},
		{0x2460, 0x2468, 1},
		{0x2474, 0x247c, 1},
		{0x2488, 0x2490, 1},
		{0x24ea, 0x24ea, 1},
		{0x24f5, 0x24fd, 1},
		{0x24ff, 0x24ff, 1},
		{0x2776, 0x277e, 1},
		{0x2780, 0x2788, 1},
		{0x278a, 0x2792, 1},
	},
	R32: []unicode.Range32{
		{0x10a40, 0x10a43, 1},
		{0x10e60, 0x10e68, 1},
		{0x11052, 0x1105a, 1},
		{0x1f100, 0x1f10a, 1},
	},
	LatinOffset: 2,
}

func isDigit(r rune) bool { return isDecimal(r) || unicode.Is(digits, r) }

// numericLetters are the letters that stand for a number. Go's tables know them
// as letters only.
const numericLetters = "〇一二三四五六七八九十百千万億亿兆零両两"

func isNumeric(r rune) bool {
	if unicode.IsNumber(r) {
		return true
	}
	for _, letter := range numericLetters {
		if r == letter {
			return true
		}
	}
	return false
}
