package jinja

import (
	"unicode"

	"nlgserver/internal/python"
)

// strIsMethod returns the methods of str that test all of its characters.
func strIsMethod(name string) (operation, bool) {
	holds := strPredicate(name)
	if holds == nil {
		return operation{}, false
	}
	return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
		s, _ := isText(v)
		return python.Bool(holds(s)), r.reserve(len(s))
	}}, true
}

func strPredicate(name string) func(string) bool {
	every := func(holds func(rune) bool) func(string) bool {
		return func(s string) bool {
			for _, r := range decode(s) {
				if !holds(r) {
					return false
				}
			}
			return s != ""
		}
	}
	switch name {
	case "isalpha":
		return every(unicode.IsLetter)
	case "isdecimal":
		return every(func(r rune) bool { return unicode.Is(unicode.Nd, r) })
	case "isdigit":
		return every(isDigit)
	case "isnumeric":
		return every(isNumeric)
	case "isalnum":
		return every(func(r rune) bool { return unicode.IsLetter(r) || isNumeric(r) })
	case "isspace":
		return every(isSpace)
	case "islower":
		return func(s string) bool { return isCase(s, true) }
	case "isupper":
		return func(s string) bool { return isCase(s, false) }
	case "istitle":
		return isTitleCase
	case "isidentifier":
		return isIdentifier
	case "isascii":
		return isASCII
	case "isprintable":
		return func(s string) bool {
			return s == "" || every(func(r rune) bool { return unicode.IsPrint(r) && !python.IsSurrogate(r) })(s)
		}
	}
	return nil
}

// isDigit reports decimal digits and those written above, below or in circles.
func isDigit(r rune) bool {
	if unicode.Is(unicode.Nd, r) {
		return true
	}
	for _, span := range [...][2]rune{
		{0xb2, 0xb3},
		{0xb9, 0xb9},
		{0x1369, 0x1371},
		{0x19da, 0x19da},
		{0x2070, 0x2070},
		{0x2074, 0x2079},
		{0x2080, 0x2089},
		{0x2460, 0x2468},
		{0x2474, 0x247c},
		{0x2488, 0x2490},
		{0x24ea, 0x24ea},
		{0x24f5, 0x24fd},
		{0x24ff, 0x24ff},
		{0x2776, 0x277e},
		{0x2780, 0x2788},
		{0x278a, 0x2792},
		{0x10a40, 0x10a43},
		{0x10e60, 0x10e68},
		{0x11052, 0x1105a},
		{0x1f100, 0x1f10a},
	} {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}
	return false
}

// isNumeric reports what stands for a number. Some Chinese letters do; Go's
// tables know them as letters only.
func isNumeric(r rune) bool {
	if unicode.IsNumber(r) {
		return true
	}
	switch r {
	case '〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '億', '亿', '兆', '零', '両', '两':
		return true
	}
	return false
}
