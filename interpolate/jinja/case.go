package jinja

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/python"
)

// upper, lower, titleCase and their like are Python's methods of str, with
// Unicode's full mappings: "ß" becomes "SS".
func upper(s string) string {
	if isASCII(s) {
		return strings.ToUpper(s)
	}
	return mapRunes(s, func(out []byte, _ int, r rune) []byte {
		if special, _, ok := specialCasing(r); ok {
			return append(out, special...)
		}
		return python.AppendRune(out, unicode.ToUpper(r))
	})
}

func lower(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return mapRunes(s, func(out []byte, i int, r rune) []byte { return appendLower(out, s, i, r) })
}

// appendLower appends the small letter for the character r, which stands at i.
func appendLower(out []byte, s string, i int, r rune) []byte {
	switch r {
	case 'Σ':
		return append(out, finalSigma(s, i)...)
	case 'İ':
		return append(out, "i\u0307"...)
	}
	return python.AppendRune(out, unicode.ToLower(r))
}

// appendTitle appends a character as it begins a word.
func appendTitle(out []byte, r rune) []byte {
	if _, special, ok := specialCasing(r); ok {
		return append(out, special...)
	}
	return python.AppendRune(out, unicode.ToTitle(r))
}

// mapRunes builds a text out of what add appends for each character.
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

func capitalize(s string) string {
	return mapRunes(s, func(out []byte, i int, r rune) []byte {
		if i == 0 {
			return appendTitle(out, r)
		}
		return appendLower(out, s, i, r)
	})
}

// titleCase begins every run of letters with a capital.
func titleCase(s string) string {
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

// finalSigma returns the small sigma for the capital one at i: the final one
// behind a letter with a case and not before one, marks between them left out.
func finalSigma(s string, i int) string {
	before := s[:i]
	for before != "" {
		r, size := decodeLastRune(before)
		if !isCaseIgnorable(r) {
			break
		}
		before = before[:len(before)-size]
	}
	after := strings.TrimLeftFunc(s[i+len("Σ"):], isCaseIgnorable)
	first, _ := python.DecodeRune(after)
	if last, _ := decodeLastRune(before); isCased(last) && !isCased(first) {
		return "ς"
	}
	return "σ"
}

// isCaseIgnorable reports what does not end a word to Unicode's rule for sigma.
func isCaseIgnorable(r rune) bool {
	switch r {
	case '\'', '.', ':', 0xb7, 0x387, 0x55f, 0x5f4, 0x2018, 0x2019, 0x2024, 0x2027, 0xfe13, 0xfe52, 0xfe55, 0xff07, 0xff0e, 0xff1a:
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk)
}

func swapCase(s string) string {
	return mapRunes(s, func(out []byte, i int, r rune) []byte {
		switch {
		case isUpper(r):
			return appendLower(out, s, i, r)
		case isLower(r):
			return append(out, upper(string(r))...)
		}
		return python.AppendRune(out, r)
	})
}

func isUpper(r rune) bool { return unicode.IsUpper(r) || unicode.Is(unicode.Other_Uppercase, r) }
func isLower(r rune) bool { return unicode.IsLower(r) || unicode.Is(unicode.Other_Lowercase, r) }
func isCased(r rune) bool { return isUpper(r) || isLower(r) || unicode.IsTitle(r) }

// isCase is str.islower or str.isupper: some letter has a case and all that have
// one have this.
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

// isTitleCase is str.istitle.
func isTitleCase(s string) bool {
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
