package format

import (
	"math"
	"unicode"

	"nlgserver/internal/python"
)

// digitValue returns the value of a decimal digit of any script, -1 for every
// other character.
func digitValue(r rune) int {
	if r < 0x80 {
		if '0' <= r && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	if r <= 0xffff {
		for _, digits := range unicode.Nd.R16 {
			if uint16(r) <= digits.Hi {
				return offsetInRun(r, rune(digits.Lo))
			}
		}
		return -1
	}
	for _, digits := range unicode.Nd.R32 {
		if uint32(r) <= digits.Hi {
			return offsetInRun(r, rune(digits.Lo))
		}
	}
	return -1
}

// offsetInRun relies on Unicode's promise that the digits 0 to 9 of a script
// stand side by side; a few runs of ten follow each other without a gap.
func offsetInRun(r, zero rune) int {
	if r < zero {
		return -1
	}
	return int(r-zero) % 10
}

// leadingInt reads the decimal digits, of any script, at the start of s. size
// is how many bytes they take, 0 if there are none.
func leadingInt(s string) (n, size int, err error) {
	for size < len(s) {
		r, width := python.DecodeRune(s[size:])
		digit := digitValue(r)
		if digit < 0 {
			break
		}
		if n > (math.MaxInt-digit)/10 {
			return 0, 0, errorf(ValueError, "Too many decimal digits in format string")
		}
		n = n*10 + digit
		size += width
	}
	return n, size, nil
}

// Index reads the text between the brackets of a field such as {0[x]}: text
// that is all decimal digits, of any script, means an int, and ok is true. A
// number above the largest index is a ValueError, even if other text follows.
func Index(s string) (n int, ok bool, err error) {
	n, size, err := leadingInt(s)
	return n, err == nil && size > 0 && size == len(s), err
}
