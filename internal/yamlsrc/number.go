package yamlsrc

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"nlgserver/internal/python"
)

// isInt reports whether a plain scalar is an int: 0b, 0o or 0x with digits of that
// base, or decimal digits, as in 017. Underscores count as digits. Rasa: section
// 1.6.
func isInt(s string) bool {
	s = trimSign(s)
	if len(s) > 2 && s[0] == '0' {
		switch s[1] {
		case 'b':
			return consistsOf(s[2:], isBinary)
		case 'o':
			return consistsOf(s[2:], isOctal)
		case 'x':
			return consistsOf(s[2:], isHex)
		}
	}
	return s != "" && consistsOf(s, isDecimal)
}

// isFloat reports whether a plain scalar is a float. A number that starts with its
// point needs a sign in its exponent: .5e3 is text.
func isFloat(s string) bool {
	switch s = trimSign(s); s {
	case ".inf", ".Inf", ".INF":
		return true
	case "":
		return false
	}
	if s[0] == '.' {
		digits := s[1:]
		rest := strings.TrimLeft(digits, "0123456789_")
		return len(rest) < len(digits) && (rest == "" || isExponent(rest, true))
	}
	if s[0] < '0' || s[0] > '9' {
		return false
	}
	rest := strings.TrimLeft(s, "0123456789_")
	if fraction, ok := strings.CutPrefix(rest, "."); ok {
		rest = strings.TrimLeft(fraction, "0123456789_")
		return rest == "" || isExponent(rest, false)
	}
	return isExponent(rest, false)
}

func isExponent(s string, needSign bool) bool {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return false
	}
	digits := trimSign(s[1:])
	if needSign && len(digits) == len(s)-1 {
		return false
	}
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// toInt reads an int as Python does; ok is false if Python raises an error, as for
// 0x_ or too many decimal digits. One in another base may not have more than Python
// prints, since a reply could not contain it (D34).
func toInt(s string) (v python.Value, ok bool) {
	s = strings.ReplaceAll(s, "_", "")
	digits := trimSign(s)
	base := 10
	if len(digits) >= 2 && digits[0] == '0' {
		switch digits[1] {
		case 'b':
			base = 2
		case 'o':
			base = 8
		case 'x':
			base = 16
		}
	}
	if base == 10 {
		return python.ParseInt(s)
	}
	digits = digits[2:]
	if digits == "" || digits[0] == '+' || digits[0] == '-' {
		return python.Value{}, false
	}
	if isTooLong(s) {
		return python.Value{}, false
	}
	n, ok := new(big.Int).SetString(digits, base)
	if !ok || n.BitLen() >= maxIntBits && n.CmpAbs(leastTooLong()) >= 0 {
		return python.Value{}, false
	}
	if s[0] == '-' {
		n.Neg(n)
	}
	return python.BigInt(n), true
}

// maxIntBits is how many bits a number of [python.MaxIntDigits] decimal digits has at
// most. Numbers of less bits never have more digits.
const maxIntBits = 14_285

// leastTooLong returns the least number that has more digits than Python prints.
func leastTooLong() *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(python.MaxIntDigits), nil)
}

// isTooLong reports whether text that looks like an int has too many digits,
// whatever they are, to be converted at all.
func isTooLong(s string) bool {
	digits := strings.TrimLeft(trimSign(s), "0_")
	bits := 1
	if digits != "" {
		switch digits[0] {
		case 'x':
			bits, digits = 4, digits[1:]
		case 'o':
			bits, digits = 3, digits[1:]
		case 'b':
			digits = digits[1:]
		default:
			return len(digits)-strings.Count(digits, "_") > python.MaxIntDigits
		}
	}
	digits = strings.TrimLeft(digits, "0_")
	return (len(digits)-strings.Count(digits, "_"))*bits > maxIntBits+bits
}

// toFloat reads a float as Python does; a number that is too large is infinite.
func toFloat(s string) (v python.Value, ok bool) {
	s = strings.ToLower(strings.ReplaceAll(s, "_", ""))
	switch digits := trimSign(s); digits {
	case ".inf", "inf", "infinity":
		return python.Float(math.Inf(sign(s))), true
	case ".nan", "nan":
		return python.Float(math.NaN()), true
	default:
		if strings.Trim(digits, "0123456789.e+-") != "" {
			return python.Value{}, false // such as 0x1p3, which only Go reads
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(f, 0) {
		return python.Value{}, false
	}
	return python.Float(f), true
}

func sign(s string) int {
	if s[0] == '-' {
		return -1
	}
	return 1
}

func trimSign(s string) string {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[1:]
	}
	return s
}

// consistsOf reports whether every byte is an underscore or a digit.
func consistsOf(s string, digit func(byte) bool) bool {
	for i := range len(s) {
		if s[i] != '_' && !digit(s[i]) {
			return false
		}
	}
	return true
}

func isBinary(c byte) bool  { return c == '0' || c == '1' }
func isOctal(c byte) bool   { return '0' <= c && c <= '7' }
func isDecimal(c byte) bool { return '0' <= c && c <= '9' }
func isHex(c byte) bool {
	return isDecimal(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
