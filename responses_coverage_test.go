package nlgserver_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// notShown are the deviations that content cannot show, with the reasons.
// docs/deviations.md names the test of a deviation that is about the process, such
// as serving the last good content.
var notShown = map[string]string{
	"D34": "a case would be of a megabyte; the bounds are in tests of their own",
	"D33": "such a request gets no response",
	"D36": "a link out of the content is not part of it",
	"D37": "it takes a language model",
	"D38": "it takes a language model",
	"D39": "it takes a language model",
	"D40": "it takes a language model",
	"D41": "it takes a language model",
	"D42": "it takes a language model",
}

// TestResponsesShowDeviations checks that each row of docs/deviations.md has a case:
// the first line of a case names its deviation in parentheses.
func TestResponsesShowDeviations(t *testing.T) {
	listed := map[string]bool{}
	for _, row := range matches(t, "docs/deviations.md", `(?m)^\| (D\d+) \|`) {
		listed[row[1]] = true
	}
	if len(listed) == 0 {
		t.Fatal("docs/deviations.md lists no deviation")
	}
	shown := map[string]bool{}
	named := regexp.MustCompile(`\((D\d+)\)\.$`)
	for _, e := range readExamples(t) {
		m := named.FindStringSubmatch(e.shows)
		if m == nil {
			continue
		}
		shown[m[1]] = true
		if !listed[m[1]] {
			t.Errorf("%s shows %s, which docs/deviations.md does not list", e.dir, m[1])
		}
	}
	for d := range listed {
		switch why, excepted := notShown[d]; {
		case excepted == shown[d] && excepted:
			t.Errorf("%s is shown, and also excepted: %s", d, why)
		case !excepted && !shown[d]:
			t.Errorf("no case shows %s", d)
		}
	}
	for d := range notShown {
		if !listed[d] {
			t.Errorf("%s is excepted, but docs/deviations.md does not list it", d)
		}
	}
}

// TestResponsesShowGroups checks that each row of README's table, whose groups
// docs/selection.md names, is the selected one in a case.
func TestResponsesShowGroups(t *testing.T) {
	groups := map[string]string{}
	for _, row := range matches(t, "docs/selection.md", "(?m)^ *\\| (\\d) \\| `([a-z+]+)` \\|") {
		groups[row[1]] = row[2]
	}
	won := map[string]bool{}
	for _, e := range readExamples(t) {
		if e.messages == nil {
			continue
		}
		if catalog, _ := e.compile(); catalog != nil {
			if x, err := catalog.Explain(e.read(t)); err == nil {
				won[x.Group.String()] = true
			}
		}
	}
	rows := matches(t, "README.md", `(?m)^\| (\d) \|`)
	if len(rows) == 0 || len(rows) != len(groups) {
		t.Fatalf("README has %d rows, docs/selection.md %d", len(rows), len(groups))
	}
	for _, row := range rows {
		if group := groups[row[1]]; !won[group] {
			t.Errorf("no case selects row %s, group %q", row[1], group)
		}
	}
}

func matches(t *testing.T, file, pattern string) [][]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(pattern).FindAllStringSubmatch(string(data), -1)
}

func readExamples(t *testing.T) []*example {
	t.Helper()
	names, err := exampleNames()
	if err != nil {
		t.Fatal(err)
	}
	var all []*example
	for _, name := range names {
		e, err := readExample(filepath.Join(examplesDir, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all = append(all, e)
	}
	return all
}
