package interpolate_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/interpolate"
)

// TestDocumentation runs the tables of docs/interpolation.md.
func TestDocumentation(t *testing.T) {
	page, err := os.ReadFile("../docs/interpolation.md")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`(?m)^<!-- variables: (.*) -->$`).FindSubmatch(page)
	if declared == nil {
		t.Fatal("the page declares no variables")
	}
	vars, err := python.ParseJSON(string(declared[1]))
	if err != nil {
		t.Fatal(err)
	}
	run := 0
	header := ""
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|"), " | ")
		switch {
		case strings.HasPrefix(line, "|---"):
			continue
		case len(cells) != 2 || !strings.HasPrefix(line, "| "):
			header = ""
			continue
		case header == "":
			header = strings.TrimSpace(line)
			continue
		}
		text, want := code(cells[0]), cells[1]
		if header == "| you want | you write |" {
			text, want = code(cells[1]), cells[0]
		}
		run++
		checkDocumented(t, text, strings.TrimSpace(want), vars.Dict())
	}
	if run < 35 {
		t.Errorf("only %d rows", run)
	}
}

// code returns what stands between the backticks of a cell.
func code(cell string) string { return strings.Trim(cell, " `") }

func checkDocumented(t *testing.T, text, want string, vars *python.Dict) {
	t.Helper()
	template := interpolate.Compile(text)
	got, problem := template.Append(nil, vars, nil)
	raised := problem != nil && problem.Kind == interpolate.Raised
	asWritten, wantRaised := strings.HasPrefix(want, "as written"), strings.HasSuffix(want, "with an error")
	switch {
	case asWritten && (string(got) != text || problem == nil || raised != wantRaised):
		t.Errorf("%s: %q, %+v; want it %s", text, got, problem, want)
	case !asWritten && (string(got) != code(want) || problem != nil):
		t.Errorf("%s: %q, %+v; want %q", text, got, problem, code(want))
	case raised && len(template.Lint()) == 0, problem == nil && len(template.Lint()) > 0:
		t.Errorf("%s: raised %v, but Lint gives %+v", text, raised, template.Lint())
	}
}
