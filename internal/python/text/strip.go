package text

import (
	"slices"

	"nlgserver/internal/python"
)

// Among returns a function that reports whether a character is one of chars, as
// str.strip(chars) asks.
func Among(chars string) func(rune) bool {
	set := Runes(chars) // which may be halves of surrogate pairs
	return func(r rune) bool { return slices.Contains(set, r) }
}

// TrimLeft removes characters from the start of a string while within holds.
func TrimLeft(s string, within func(rune) bool) string {
	for s != "" {
		r, size := python.DecodeRune(s)
		if !within(r) {
			break
		}
		s = s[size:]
	}
	return s
}

// TrimRight removes characters from the end of a string while within holds.
func TrimRight(s string, within func(rune) bool) string {
	for s != "" {
		r, size := DecodeLastRune(s)
		if !within(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

// TrimLeftSpace is str.lstrip().
func TrimLeftSpace(s string) string { return TrimLeft(s, IsSpaceRune) }

// TrimRightSpace is str.rstrip().
func TrimRightSpace(s string) string { return TrimRight(s, IsSpaceRune) }

// TrimSpace is str.strip().
func TrimSpace(s string) string { return TrimLeftSpace(TrimRightSpace(s)) }
