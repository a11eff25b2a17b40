package text

import (
	"bufio"
	"os"
	"testing"

	"nlgserver/internal/python"
)

// call is a case of testdata/python.jsonl.
type call struct {
	s    string
	args []python.Value
}

func (c call) text(i int) string { s, _ := c.args[i].Text(); return s }
func (c call) int(i int) int     { n, _ := c.args[i].Int64(); return int(n) }

func list(parts []string) python.Value {
	items := make([]python.Value, len(parts))
	for i, p := range parts {
		items[i] = python.Str(p)
	}
	return python.List(items...)
}

func triple(parts [3]string) python.Value { return list(parts[:]) }

// calls says what the functions return for a case.
var calls = map[string]func(c call) python.Value{
	"splitlines": func(c call) python.Value { return list(SplitLines(c.s, false)) },
	"keepends":   func(c call) python.Value { return list(SplitLines(c.s, true)) },
	"split":      func(c call) python.Value { return list(Fields(c.s, c.int(0))) },
	"rsplit":     func(c call) python.Value { return list(RFields(c.s, c.int(0))) },
	"splitsep":   func(c call) python.Value { return list(Split(c.s, c.text(0), c.int(1))) },
	"rsplitsep":  func(c call) python.Value { return list(RSplit(c.s, c.text(0), c.int(1))) },
	"center":     func(c call) python.Value { return python.Str(Center(c.s, c.int(0), c.text(1))) },
	"ljust":      func(c call) python.Value { return python.Str(LJust(c.s, c.int(0), c.text(1))) },
	"rjust":      func(c call) python.Value { return python.Str(RJust(c.s, c.int(0), c.text(1))) },
	"zfill":      func(c call) python.Value { return python.Str(ZFill(c.s, c.int(0))) },
	"expandtabs": func(c call) python.Value { s, _ := ExpandTabs(c.s, c.int(0), 1000); return python.Str(s) },
	"find":       func(c call) python.Value { return python.Int(int64(Find(c.s, c.text(0)))) },
	"rfind":      func(c call) python.Value { return python.Int(int64(RFind(c.s, c.text(0)))) },
	"count":      func(c call) python.Value { return python.Int(int64(Count(c.s, c.text(0)))) },
	"replace":    func(c call) python.Value { return python.Str(Replace(c.s, c.text(0), c.text(1), c.int(2))) },
	"partition":  func(c call) python.Value { return triple(Partition(c.s, c.text(0))) },
	"rpartition": func(c call) python.Value { return triple(RPartition(c.s, c.text(0))) },
	"stripchars": func(c call) python.Value {
		within := Among(c.text(0))
		return python.Str(TrimRight(TrimLeft(c.s, within), within))
	},
	"wrap": func(c call) python.Value {
		w := Wrapper{Width: c.int(0), BreakLong: c.args[1].Truth(), Hyphens: c.args[2].Truth()}
		return list(w.Wrap(c.s))
	},
}

var mappings = map[string]func(string) string{
	"upper": Upper, "lower": Lower, "capitalize": Capitalize, "title": Title, "swapcase": SwapCase, "casefold": Casefold,
	"strip": TrimSpace, "lstrip": TrimLeftSpace, "rstrip": TrimRightSpace,
}

var properties = map[string]func(string) bool{
	"isalpha": IsAlpha, "isdecimal": IsDecimal, "isdigit": IsDigit, "isnumeric": IsNumeric, "isalnum": IsAlnum,
	"isspace": IsSpace, "islower": IsLower, "isupper": IsUpper, "istitle": IsTitle, "isidentifier": IsIdentifier,
	"isascii": IsASCII, "isprintable": IsPrintable,
}

func TestAgainstPython(t *testing.T) {
	f, err := os.Open("testdata/python.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	seen := map[string]bool{}
	for lines.Scan() {
		row, err := python.ParseJSON(lines.Text())
		if err != nil {
			t.Fatal(err)
		}
		field := func(key string) python.Value { v, _ := row.Dict().Get(key); return v }
		name, _ := field("call").Text()
		s, _ := field("s").Text()
		seen[name] = true
		var got python.Value
		switch {
		case calls[name] != nil:
			got = calls[name](call{s, field("args").Items()})
		case mappings[name] != nil:
			got = python.Str(mappings[name](s))
		case properties[name] != nil:
			got = python.Bool(properties[name](s))
		default:
			t.Fatalf("no function for %s", name)
		}
		if want := field("want"); !python.Equal(got, want) || got.Kind() != want.Kind() {
			t.Errorf("%s of %q %v: %s, Python says %s", name, s, field("args").Repr(), got.Repr(), want.Repr())
		}
	}
	if all := len(calls) + len(mappings) + len(properties); len(seen) != all {
		t.Errorf("%d of %d functions have cases", len(seen), all)
	}
}
