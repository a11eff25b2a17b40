package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/python"
)

// Upper is str.upper, with Unicode's full mapping: "ß" becomes "SS".
func Upper(s string) string {
	if IsASCII(s) {
		return strings.ToUpper(s)
	}
	return mapRunes(s, func(out []byte, _ int, r rune) []byte {
		if special, ok := specialCasing(r); ok {
			return append(out, special.upper...)
		}
		return python.AppendRune(out, unicode.ToUpper(r))
	})
}

// Lower is str.lower, which knows the final sigma.
func Lower(s string) string {
	if IsASCII(s) {
		return strings.ToLower(s)
	}
	return mapRunes(s, func(out []byte, i int, r rune) []byte { return appendLower(out, s, i, r) })
}

// appendLower appends the small letter for r, the character at byte i of s.
func appendLower(out []byte, s string, i int, r rune) []byte {
	switch r {
	case 'Σ':
		return append(out, finalSigma(s, i)...)
	case 'İ':
		return append(out, "i\u0307"...)
	}
	return python.AppendRune(out, unicode.ToLower(r))
}

// appendTitle appends a character as the first of a word.
func appendTitle(out []byte, r rune) []byte {
	if special, ok := specialCasing(r); ok {
		return append(out, special.title...)
	}
	return python.AppendRune(out, unicode.ToTitle(r))
}

// mapRunes builds a string from what add appends for each character.
func mapRunes(s string, add func(out []byte, i int, r rune) []byte) string {
	out := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); {
		r, size := python.DecodeRune(s[i:])
		if r == utf8.RuneError && size == 1 {
			out = append(out, s[i])
		} else {
			out = add(out, i, r)
		}
		i += size
	}
	return string(out)
}

// Capitalize is str.capitalize.
func Capitalize(s string) string {
	return mapRunes(s, func(out []byte, i int, r rune) []byte {
		if i == 0 {
			return appendTitle(out, r)
		}
		return appendLower(out, s, i, r)
	})
}

// Title is str.title: every run of letters starts with a capital.
func Title(s string) string {
	inWord := false
	return mapRunes(s, func(out []byte, i int, r rune) []byte {
		if inWord {
			out = appendLower(out, s, i, r)
		} else {
			out = appendTitle(out, r)
		}
		inWord = isCased(r)
		return out
	})
}

// finalSigma returns the small sigma for the capital one at byte i: the final one
// after a letter that has a case and not before one. Marks in between do not
// count.
func finalSigma(s string, i int) string {
	before := s[:i]
	for before != "" {
		r, size := DecodeLastRune(before)
		if !isCaseIgnorable(r) {
			break
		}
		before = before[:len(before)-size]
	}
	after := strings.TrimLeftFunc(s[i+len("Σ"):], isCaseIgnorable)
	first, _ := python.DecodeRune(after)
	if last, _ := DecodeLastRune(before); isCased(last) && !isCased(first) {
		return "ς"
	}
	return "σ"
}

// isCaseIgnorable reports whether a character does not end a word by Unicode's
// rule for sigma.
func isCaseIgnorable(r rune) bool {
	return strings.ContainsRune(caseIgnorable, r) || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk)
}

const caseIgnorable = "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a"

// SwapCase is str.swapcase.
func SwapCase(s string) string {
	return mapRunes(s, func(out []byte, i int, r rune) []byte {
		switch {
		case isUpper(r):
			return appendLower(out, s, i, r)
		case isLower(r):
			return append(out, Upper(string(r))...)
		}
		return python.AppendRune(out, r)
	})
}

func isUpper(r rune) bool { return unicode.IsUpper(r) || unicode.Is(unicode.Other_Uppercase, r) }
func isLower(r rune) bool { return unicode.IsLower(r) || unicode.Is(unicode.Other_Lowercase, r) }
func isCased(r rune) bool { return isUpper(r) || isLower(r) || unicode.IsTitle(r) }

// IsLower is str.islower: some letter has a case, and all that have one are
// small.
func IsLower(s string) bool { return isCase(s, true) }

// IsUpper is str.isupper.
func IsUpper(s string) bool { return isCase(s, false) }

func isCase(s string, small bool) bool {
	found := false
	for _, r := range s {
		if !isCased(r) {
			continue
		}
		if isLower(r) != small || unicode.IsTitle(r) {
			return false
		}
		found = true
	}
	return found
}

// IsTitle is str.istitle.
func IsTitle(s string) bool {
	found, inWord := false, false
	for _, r := range s {
		switch {
		case isUpper(r) || unicode.IsTitle(r):
			if inWord {
				return false
			}
			inWord, found = true, true
		case isLower(r):
			if !inWord {
				return false
			}
			found = true
		default:
			inWord = false
		}
	}
	return found
}
