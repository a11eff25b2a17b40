package regex

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"nlgserver/internal/python"
)

// pythonCase is a pattern and what Python 3.11's re made of it.
type pythonCase struct {
	pattern, flags, fault string
	match, miss           []string
}

// readPython reads testdata/python.jsonl. It reads JSON by python because some
// texts hold half of a surrogate pair.
func readPython(t *testing.T, path string) []pythonCase {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []pythonCase
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		v, err := python.ParseJSON(lines.Text())
		if err != nil {
			t.Fatal(err)
		}
		text := func(key string) string {
			field, _ := v.Dict().Get(key)
			s, _ := field.Text()
			return s
		}
		list := func(key string) (out []string) {
			field, _ := v.Dict().Get(key)
			for _, item := range field.Items() {
				out = append(out, item.Str())
			}
			return out
		}
		cases = append(cases, pythonCase{text("pattern"), text("flags"), text("error"), list("match"), list("miss")})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

func flagsOf(letters string) (f Flags) {
	for _, r := range strings.ToLower(letters) {
		one := flagLetters[r]
		f |= one
	}
	return f
}
