package format_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

// TestLimit asks for results that would not fit into memory if anybody tried.
func TestLimit(t *testing.T) {
	huge := python.BigInt(new(big.Int).Lsh(big.NewInt(1), 4000))
	tests := []struct {
		name string
		run  func() (string, error)
	}{
		{"width", func() (string, error) { return format.Format(python.Str("a"), "9000000000000000000", 99, nil) }},
		{"width of wide fill", func() (string, error) { return format.Format(python.Str("a"), "😀>50", 99, nil) }},
		{"width of a number", func() (string, error) { return format.Format(python.Int(1), "9000000000000000000,", 99, nil) }},
		{"precision", func() (string, error) { return format.Format(python.Float(1), ".2000000000f", 99, nil) }},
		{"precision with zeros", func() (string, error) { return format.Format(python.Float(1), "#.2000000000", 99, nil) }},
		{"base", func() (string, error) { return format.Format(huge, "b", 999, nil) }},
		{"text", func() (string, error) { return format.Format(python.Str(strings.Repeat("a", 100)), "", 99, nil) }},
		{"%*d", func() (string, error) {
			return format.Percent("%*d", python.Tuple(python.Int(1<<62), python.Int(1)), 99, nil)
		}},
		{"%.2147483647d", func() (string, error) { return format.Percent("%.2147483647d", python.Int(1), 99, nil) }},
		{"%.2147483647f", func() (string, error) { return format.Percent("%.2147483647f", python.Int(1), 99, nil) }},
		{"nested", func() (string, error) {
			return format.StrFormat("{0:{1}}", []python.Value{python.Int(1), python.Int(1 << 62)}, nil, 99, nil)
		}},
		{"many", func() (string, error) {
			return format.StrFormat(strings.Repeat("{0}", 10), []python.Value{python.Str("0123456789")}, nil, 99, nil)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.run()
			if e, ok := errors.AsType[*format.Error](err); !ok || e.Kind != format.LimitError {
				t.Fatalf("got %v, want a limit error", err)
			}
		})
	}
}

// TestLimitIsExact checks that a result as large as the limit passes.
func TestLimitIsExact(t *testing.T) {
	for limit, fits := range map[int]bool{9: false, 10: true} {
		text, err := format.Format(python.Int(7), "010d", limit, nil)
		if fits != (err == nil && text == "0000000007") {
			t.Errorf("limit %d: %q, %v", limit, text, err)
		}
	}
}

// TestManyDigits: like Python, no decimal of more than 4300 digits is written.
func TestManyDigits(t *testing.T) {
	ten := big.NewInt(10)
	for exponent, fits := range map[int64]bool{4299: true, 4300: false, 5000: false} {
		n := python.BigInt(new(big.Int).Exp(ten, big.NewInt(exponent), nil))
		for _, spec := range []string{"", "d", "n", "+"} {
			if _, err := format.Format(n, spec, limit, nil); (err == nil) != fits {
				t.Errorf("10**%d with %q: %v", exponent, spec, err)
			}
		}
		if _, err := format.Percent("%s", n, limit, nil); (err == nil) != fits {
			t.Errorf("%%s of 10**%d: %v", exponent, err)
		}
		if _, err := format.Format(n, "x", limit, nil); err != nil {
			t.Errorf("10**%d in hex: %v", exponent, err)
		}
	}
}

// TestMethodsAreUnsupported: Python would print an address.
func TestMethodsAreUnsupported(t *testing.T) {
	for _, v := range []python.Value{python.Str(""), python.Int(1), python.Float(1), python.List(), python.Tuple(), python.OfDict(nil), python.None()} {
		for _, name := range []string{"__class__", "upper", "conjugate", "count", "items", "nothing"} {
			_, err := format.StrFormat("{0."+name+"}", []python.Value{v}, nil, limit, nil)
			e, ok := errors.AsType[*format.Error](err)
			if !ok || e.Kind != format.UnsupportedError && e.Kind != format.AttributeError {
				t.Errorf("%s.%s: %v", v.TypeName(), name, err)
			}
			if name == "nothing" && e.Kind != format.AttributeError || name == "__class__" && e.Kind != format.UnsupportedError {
				t.Errorf("%s.%s: %v", v.TypeName(), name, err)
			}
		}
	}
}

// TestOffsets checks where the errors of a template are said to be.
func TestOffsets(t *testing.T) {
	tests := map[string]int{
		"ab}":       2,
		"é{":        2,
		"ab{0":      2,
		"{0}{a{b}}": 3,
		"a{0:{}":    1,
		"ab{zz}":    2,
		"{0:>{1:}":  0,
		"{0:>{zz}}": 4,
		"{0:>}}":    5,
	}
	for template, want := range tests {
		_, err := format.StrFormat(template, []python.Value{python.Int(1)}, nil, limit, nil)
		e, ok := errors.AsType[*format.Error](err)
		if !ok || e.Offset != want {
			t.Errorf("%q: %#v, want offset %d", template, err, want)
		}
	}
}
