package jinja

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/python"
)

// oracleCase is a template with what Jinja2 3.1.6 makes of it: a text, or the
// kind of error.
type oracleCase struct {
	Template string
	Want     string
	Error    string // syntax, undefined or raised
	Message  string
}

func readOracle(t testing.TB, path string) []oracleCase {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []oracleCase
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		// Python's JSON spells halves of surrogate pairs, which Go's decoder
		// loses and python's keeps.
		v, err := python.ParseJSON(lines.Text())
		if err != nil {
			t.Fatal(err)
		}
		text := func(key string) string { v, _ := v.Dict().Get(key); s, _ := v.Text(); return s }
		cases = append(cases, oracleCase{text("template"), text("want"), text("error"), text("message")})
	}
	return cases
}

func oracleVars(t testing.TB) *python.Dict {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "vars.json"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := python.ParseJSON(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.Dict()
}

// outcome renders a template and spells what came of it.
func outcome(template string, vars python.Mapping) (text, kind, message string) {
	tpl, err := Compile(template)
	if err != nil {
		return "", "syntax", err.Error()
	}
	out, failed := tpl.Append(nil, vars, nil)
	if failed != nil {
		return "", failed.Kind.String(), failed.Error()
	}
	return string(out), "", ""
}

func TestAgainstJinja2(t *testing.T) {
	paths, _ := filepath.Glob(filepath.Join("testdata", "oracle*.jsonl"))
	if extra := os.Getenv("JINJA_ORACLE"); extra != "" {
		paths = append(paths, strings.Split(extra, ",")...)
	}
	vars := oracleVars(t)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			for _, c := range readOracle(t, path) {
				text, kind, message := outcome(c.Template, vars)
				if text != c.Want || kind != c.Error {
					t.Errorf("%s\n got %q %s %s\nwant %q %s %s", quoted(c.Template), text, kind, message, c.Want, c.Error, c.Message)
				}
			}
		})
	}
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}
