package predicate_test

import (
	"bufio"
	"errors"
	"os"
	"testing"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/selector/predicate"
)

// rendering is a template that renders to what Jinja2 made of it.
type rendering struct {
	text string
	err  error
}

func (r rendering) Render(python.Mapping, *budget.Budget) (string, error) { return r.text, r.err }

// tableCase is a line of testdata; see its README.md.
type tableCase struct {
	line  int
	slots *python.Dict
	*python.Dict
}

func (c *tableCase) text(key string) (string, bool) {
	v, found := c.Get(key)
	text, _ := v.Text()
	return text, found
}

func (c *tableCase) flag(key string) bool {
	v, _ := c.Get(key)
	return v.Truth()
}

// engine stands in for Jinja.
func (c *tableCase) engine(string) (predicate.Template, error) {
	if why, refused := c.text("refused"); refused {
		return nil, errors.New(why)
	}
	if why, raises := c.text("raises"); raises {
		return rendering{err: errors.New(why)}, nil
	}
	text, _ := c.text("rendered")
	return rendering{text: text}, nil
}

func (c *tableCase) isDynamic() bool {
	for _, key := range []string{"refused", "raises", "rendered"} {
		if _, found := c.Get(key); found {
			return true
		}
	}
	return false
}

func readTable(t *testing.T, name string) []tableCase {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []tableCase
	var slots *python.Dict
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		v, err := python.ParseJSON(lines.Text())
		if err != nil {
			t.Fatalf("%s:%d: %v", name, n, err)
		}
		if s, isSlots := v.Dict().Get("slots"); isSlots {
			slots = s.Dict()
			continue
		}
		cases = append(cases, tableCase{line: n, slots: slots, Dict: v.Dict()})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestTables(t *testing.T) {
	for name, size := range map[string]int{
		"testdata/specification.jsonl": 166,
		"testdata/conformance.jsonl":   1111,
		"testdata/python.jsonl":        2000,
	} {
		cases := readTable(t, name)
		if len(cases) < size {
			t.Errorf("%s: %d cases, want at least %d", name, len(cases), size)
		}
		for i := range cases {
			checkCase(t, name, &cases[i])
		}
	}
}

func checkCase(t *testing.T, name string, c *tableCase) {
	t.Helper()
	source, _ := c.text("predicate")
	p, problems := predicate.Compile(source, c.engine)
	trace := p.Explain(c.slots, nil)
	if got := p.Eval(c.slots, nil); got != c.flag("want") || trace.Holds != got {
		t.Errorf("%s:%d: %q is %v, explained as %+v, want %v", name, c.line, source, got, trace, c.flag("want"))
	}
	if name == "testdata/conformance.jsonl" {
		return // says nothing of why
	}
	wrong := c.flag("invalid") || c.flag("error")
	if wrong && trace.Error == "" || !wrong && trace.Error != "" && name == "testdata/python.jsonl" {
		t.Errorf("%s:%d: %q: error %q, want one: %v", name, c.line, source, trace.Error, wrong)
	}
	if !c.isDynamic() && c.flag("invalid") != isInvalid(problems) {
		t.Errorf("%s:%d: %q: problems %+v, want invalid: %v", name, c.line, source, problems, c.flag("invalid"))
	}
}

func isInvalid(problems []predicate.Problem) bool {
	return len(problems) > 0 && !problems[0].Warning
}
