package jinja

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// isInt reports whether a value is an int, which a bool is too.
func isInt(v python.Value) bool {
	return v.Kind() == python.KindInt || v.Kind() == python.KindBool
}

// asFloat converts a number as Python's arithmetic does.
func asFloat(v python.Value) (float64, error) {
	f, ok := v.Float64()
	if !ok {
		return 0, raise("OverflowError", "int too large to convert to float")
	}
	return f, nil
}

// bigInt returns an int if it is not beyond what is computed with.
func (r *render) bigInt(n *big.Int) (python.Value, error) {
	if n.BitLen() > maxIntBits {
		return python.Value{}, limitError("number limit: an int has more than %d bits", maxIntBits)
	}
	return python.BigInt(n), nil
}

// chargeWords pays for arithmetic on two large ints.
func (r *render) chargeWords(a, b *big.Int) error {
	return r.charge((1 + a.BitLen()/64) * (1 + b.BitLen()/64) / 16)
}

// truncate is int(f).
func truncate(f float64) (python.Value, error) {
	switch {
	case f != f:
		return python.Value{}, valueError("cannot convert float NaN to integer")
	case math.IsInf(f, 0):
		return python.Value{}, raise("OverflowError", "cannot convert float infinity to integer")
	}
	n, _ := big.NewFloat(f).Int(nil)
	return python.BigInt(n), nil
}

// parseInt is int(s, base); ok is false where that raises ValueError. Any
// decimal digits will do, with single underscores between them.
func parseInt(s string, base int) (n *big.Int, ok bool) {
	s = asciiDigits(strings.TrimFunc(s, text.IsSpaceRune))
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	prefixed := false
	if len(s) > 1 && s[0] == '0' {
		prefix := map[byte]int{'x': 16, 'o': 8, 'b': 2}[s[1]|0x20]
		if prefix != 0 && (base == prefix || base == 0) {
			s, base, prefixed = s[2:], prefix, true
		}
	}
	if prefixed {
		s = strings.TrimPrefix(s, "_")
	}
	if base == 0 {
		base = 10
		if strings.HasPrefix(s, "0") && strings.Trim(s, "0_") != "" {
			return nil, false
		}
	}
	if s == "" || strings.HasPrefix(s, "_") || strings.HasSuffix(s, "_") || strings.Contains(s, "__") || s[0] == '+' || s[0] == '-' {
		return nil, false
	}
	s = strings.ReplaceAll(s, "_", "")
	if len(s) > python.MaxIntDigits && base&(base-1) != 0 || len(s) > maxIntBits {
		return nil, false
	}
	n, ok = new(big.Int).SetString(s, base)
	if ok && negative {
		n.Neg(n)
	}
	return n, ok
}

// parseFloat is float(s); ok is false where that raises ValueError.
func parseFloat(s string) (f float64, ok bool) {
	s = asciiDigits(strings.TrimFunc(s, text.IsSpaceRune))
	for i := range len(s) {
		digit := func(j int) bool { return j >= 0 && j < len(s) && '0' <= s[j] && s[j] <= '9' }
		switch c := s[i]; {
		case c == '_' && (!digit(i-1) || !digit(i+1)):
			return 0, false
		case c == 'x' || c == 'X' || c == 'p' || c == 'P':
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
	if err != nil && !math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

// asciiDigits spells decimal digits of any script as 0 to 9.
func asciiDigits(s string) string {
	if text.IsASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.Is(unicode.Nd, r) {
			return r
		}
		zero := r
		for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
			zero--
		}
		// Blocks of digits follow each other without a gap in places, but each
		// begins at a multiple of ten from the start of its run.
		start := zero
		for unicode.Is(unicode.Nd, start-1) {
			start--
		}
		return '0' + (r-start)%10
	}, s)
}

// toFloat is float(v) of a number or a text; ok is false where that raises
// TypeError or ValueError.
func toFloat(v python.Value) (f float64, ok bool, err error) {
	if s, isStr := isText(v); isStr {
		f, ok = parseFloat(s)
		return f, ok, nil
	}
	if !v.IsNumber() {
		return 0, false, defined(v)
	}
	f, err = asFloat(v)
	return f, err == nil, err
}
