package interpolate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/interpolate"
)

// TestPython compares with Python's own outcome for random texts;
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
			checkPython(t, n, line.Dict())
		}
		if n < 1000 {
			t.Fatalf("%s: only %d cases", name, n)
		}
	}
}

func checkPython(t *testing.T, line int, c *python.Dict) {
	t.Helper()
	text := func(key string) string {
		v, _ := c.Get(key)
		s, _ := v.Text()
		return s
	}
	vars, _ := c.Get("vars")
	template := interpolate.Compile(text("template"))
	got, problem := template.Append(nil, vars.Dict(), nil)
	outcome, message := "filled", ""
	if problem != nil {
		outcome, message = problem.Kind.String(), problem.Message
	}
	if string(got) != text("want") || outcome != text("outcome") || outcome == "raised" && !strings.EqualFold(message, text("message")) {
		t.Errorf("line %d: %q with %s\n got %q, %s %s\nwant %q, %s %s", line, text("template"), vars.Repr(),
			got, outcome, message, text("want"), text("outcome"), text("message"))
	}
}
