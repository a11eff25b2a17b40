package format_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

// sampleValues has a value of every type.
func sampleValues() []python.Value {
	return []python.Value{
		python.None(), python.Bool(true), python.Int(-1234567), python.Float(-0.00012345), python.Str("aé😀'"),
		python.List(python.Int(1)), python.Tuple(python.Float(1)), python.OfDict(python.DictOf("k", python.Str("v"))),
	}
}

const small = 4096

// checkOutcome: a result within the limit, or an *Error.
func checkOutcome(t *testing.T, result string, err error) {
	t.Helper()
	if err == nil && len(result) > small {
		t.Fatalf("%d bytes, limit %d", len(result), small)
	}
	if _, typed := errors.AsType[*format.Error](err); err != nil && !typed {
		t.Fatalf("%T is not an *Error", err)
	}
}

func FuzzFormat(f *testing.F) {
	for _, spec := range []string{"", ">10", "é^+#012,.3f", "=٣", "_x", "c", ".9999999999", "99999999999999999999"} {
		f.Add(spec)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		for _, v := range sampleValues() {
			result, err := format.Format(v, spec, small, nil)
			checkOutcome(t, result, err)
		}
	})
}

func FuzzPercent(f *testing.F) {
	for _, directives := range []string{"%", "%%", "%5.3s%-#010x%+e", "%(k)s%(zz)s", "%*.*f", "%99999999999999999999d", "%(("} {
		f.Add(directives)
	}
	f.Fuzz(func(t *testing.T, directives string) {
		for _, v := range append(sampleValues(), python.Tuple(sampleValues()...)) {
			result, err := format.Percent(directives, v, small, nil)
			checkOutcome(t, result, err)
		}
	})
}

func FuzzStrFormat(f *testing.F) {
	for _, template := range []string{"{", "}", "{{}}", "{}{}", "{0[k].real!r:>{1}}", "{k}", "{a[}", "{0!", "{0!r", "{:{:{}}}"} {
		f.Add(template)
	}
	f.Fuzz(func(t *testing.T, template string) {
		kwargs := python.DictOf("k", python.List(sampleValues()...))
		result, err := format.StrFormat(template, sampleValues(), kwargs, small, nil)
		checkOutcome(t, result, err)
		if e, ok := errors.AsType[*format.Error](err); ok && e.Offset >= len(template) {
			t.Fatalf("offset %d of %d", e.Offset, len(template))
		}
	})
}

// TestEscapedTextIsItself: doubling every brace makes any text a template of
// that text.
func TestEscapedTextIsItself(t *testing.T) {
	escape := strings.NewReplacer("{", "{{", "}", "}}")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[{}a\[0]*`)).Draw(t, "text")
		got, err := format.StrFormat(escape.Replace(text), nil, nil, limit, nil)
		if err != nil || got != text {
			t.Fatalf("got %q, %v", got, err)
		}
	})
}

// TestGroupingOnlySeparates: without its separators a grouped number is the
// plain one, a separator is never first, and groups are full but for the first.
func TestGroupingOnlySeparates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := python.Int(rapid.Int64().Draw(t, "n"))
		width := rapid.StringMatching(`(0[0-9]{1,2})?`).Draw(t, "width")
		grouped, err := format.Format(n, width+"_d", limit, nil)
		if err != nil {
			t.Fatal(err)
		}
		plain, _ := format.Format(n, "d", limit, nil)
		digits := strings.ReplaceAll(strings.TrimPrefix(grouped, "-"), "_", "")
		if strings.TrimLeft(digits, "0") != strings.TrimLeft(strings.TrimPrefix(plain, "-"), "0") {
			t.Fatalf("%s groups %s", grouped, plain)
		}
		for i, group := range strings.Split(strings.TrimPrefix(grouped, "-"), "_") {
			if len(group) > 3 || len(group) == 0 || i > 0 && len(group) != 3 {
				t.Fatalf("%s has a group of %d", grouped, len(group))
			}
		}
	})
}
