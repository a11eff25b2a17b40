package pyformat_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"nlgserver/internal/pyformat"
	"nlgserver/internal/pyval"
)

// TestLimit asks for results that would not fit into memory if anybody tried.
func TestLimit(t *testing.T) {
	huge := pyval.BigInt(new(big.Int).Lsh(big.NewInt(1), 4000))
	tests := []struct {
		name string
		run  func() (string, error)
	}{
		{"width", func() (string, error) { return pyformat.Format(pyval.Str("a"), "9000000000000000000", 99) }},
		{"width of wide fill", func() (string, error) { return pyformat.Format(pyval.Str("a"), "😀>50", 99) }},
		{"width of a number", func() (string, error) { return pyformat.Format(pyval.Int(1), "9000000000000000000,", 99) }},
		{"precision", func() (string, error) { return pyformat.Format(pyval.Float(1), ".2000000000f", 99) }},
		{"precision with zeros", func() (string, error) { return pyformat.Format(pyval.Float(1), "#.2000000000", 99) }},
		{"base", func() (string, error) { return pyformat.Format(huge, "b", 999) }},
		{"text", func() (string, error) { return pyformat.Format(pyval.Str(strings.Repeat("a", 100)), "", 99) }},
		{"%*d", func() (string, error) {
			return pyformat.Percent("%*d", pyval.Tuple(pyval.Int(1<<62), pyval.Int(1)), 99)
		}},
		{"%.2147483647d", func() (string, error) { return pyformat.Percent("%.2147483647d", pyval.Int(1), 99) }},
		{"%.2147483647f", func() (string, error) { return pyformat.Percent("%.2147483647f", pyval.Int(1), 99) }},
		{"nested", func() (string, error) {
			return pyformat.StrFormat("{0:{1}}", []pyval.Value{pyval.Int(1), pyval.Int(1 << 62)}, nil, 99)
		}},
		{"many", func() (string, error) {
			return pyformat.StrFormat(strings.Repeat("{0}", 10), []pyval.Value{pyval.Str("0123456789")}, nil, 99)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.run()
			if e, ok := errors.AsType[*pyformat.Error](err); !ok || e.Kind != pyformat.LimitError {
				t.Fatalf("got %v, want a limit error", err)
			}
		})
	}
}

// TestLimitIsExact checks that a result as large as the limit passes.
func TestLimitIsExact(t *testing.T) {
	for limit, fits := range map[int]bool{9: false, 10: true} {
		text, err := pyformat.Format(pyval.Int(7), "010d", limit)
		if fits != (err == nil && text == "0000000007") {
			t.Errorf("limit %d: %q, %v", limit, text, err)
		}
	}
}

// TestManyDigits: like Python, no decimal of more than 4300 digits is written.
func TestManyDigits(t *testing.T) {
	ten := big.NewInt(10)
	for exponent, fits := range map[int64]bool{4299: true, 4300: false, 5000: false} {
		n := pyval.BigInt(new(big.Int).Exp(ten, big.NewInt(exponent), nil))
		for _, spec := range []string{"", "d", "n", "+"} {
			if _, err := pyformat.Format(n, spec, limit); (err == nil) != fits {
				t.Errorf("10**%d with %q: %v", exponent, spec, err)
			}
		}
		if _, err := pyformat.Percent("%s", n, limit); (err == nil) != fits {
			t.Errorf("%%s of 10**%d: %v", exponent, err)
		}
		if _, err := pyformat.Format(n, "x", limit); err != nil {
			t.Errorf("10**%d in hex: %v", exponent, err)
		}
	}
}

// TestMethodsAreUnsupported: Python would print an address.
func TestMethodsAreUnsupported(t *testing.T) {
	for _, v := range []pyval.Value{pyval.Str(""), pyval.Int(1), pyval.Float(1), pyval.List(), pyval.Tuple(), pyval.OfDict(nil), pyval.None()} {
		for _, name := range []string{"__class__", "upper", "conjugate", "count", "items", "nothing"} {
			_, err := pyformat.StrFormat("{0."+name+"}", []pyval.Value{v}, nil, limit)
			e, ok := errors.AsType[*pyformat.Error](err)
			if !ok || e.Kind != pyformat.UnsupportedError && e.Kind != pyformat.AttributeError {
				t.Errorf("%s.%s: %v", v.TypeName(), name, err)
			}
			if name == "nothing" && e.Kind != pyformat.AttributeError || name == "__class__" && e.Kind != pyformat.UnsupportedError {
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
		_, err := pyformat.StrFormat(template, []pyval.Value{pyval.Int(1)}, nil, limit)
		e, ok := errors.AsType[*pyformat.Error](err)
		if !ok || e.Offset != want {
			t.Errorf("%q: %#v, want offset %d", template, err, want)
		}
	}
}
