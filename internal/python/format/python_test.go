package format_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/internal/python/format"
)

const roomy = 1 << 20

// TestPython compares with what Python printed or raised, message included;
// testdata/generate.py made the cases.
func TestPython(t *testing.T) {
	files, err := filepath.Glob("testdata/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for text := range strings.Lines(string(content)) {
			n++
			line, err := python.ParseJSON(text)
			if err != nil {
				t.Fatalf("%s:%d: %v", name, n, err)
			}
			checkCase(t, n, line.Dict())
		}
		if n < 1000 {
			t.Fatalf("%s: only %d cases", name, n)
		}
	}
}

func checkCase(t *testing.T, line int, c *python.Dict) {
	t.Helper()
	text := func(key string) string {
		v, _ := c.Get(key)
		s, _ := v.Text()
		return s
	}
	value, _ := c.Get("value")
	args, isTuple := c.Get("args")
	var got string
	var err error
	switch text("call") {
	case "format":
		got, err = format.Format(value, text("spec"), roomy, nil)
	case "percent":
		if isTuple {
			value = python.Tuple(args.Items()...)
		}
		got, err = format.Percent(text("format"), value, roomy, nil)
	case "str.format":
		kwargs, _ := c.Get("kwargs")
		got, err = format.StrFormat(text("template"), args.Items(), kwargs.Dict(), roomy, nil)
	default:
		t.Fatalf("line %d: unknown call", line)
	}
	gotError := ""
	if err != nil {
		gotError = err.Error()
	}
	if _, raises := c.Get("error"); raises {
		if want := text("error") + ": " + text("message"); gotError != want && !unprintable(err) {
			t.Errorf("line %d: %s\n got %q %s\nwant %s", line, python.OfDict(c).Repr(), got, gotError, want)
		}
		return
	}
	if want := text("want"); got != want || err != nil {
		t.Errorf("line %d: %s\n got %q %s\nwant %q", line, python.OfDict(c).Repr(), got, gotError, want)
	}
}

// unprintable reports an error that stands for a value which only Python's
// interpreter can print.
func unprintable(err error) bool {
	e, ok := errors.AsType[*format.Error](err)
	return ok && e.Kind == format.UnsupportedError
}
