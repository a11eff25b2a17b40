package nlgserver_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

const rasaPage = "docs/rasa.md"

// rasaSections returns the numbers of the sections of docs/rasa.md.
func rasaSections(t *testing.T) map[string]bool {
	t.Helper()
	number := regexp.MustCompile(`^(\d+a?(?:\.\d+)*)\.? `)
	found := map[string]bool{}
	for _, heading := range headings(t, rasaPage) {
		m := number.FindStringSubmatch(heading)
		if m == nil {
			continue
		}
		if found[m[1]] {
			t.Errorf("%s: section %s appears twice", rasaPage, m[1])
		}
		found[m[1]] = true
	}
	return found
}

// TestRasaSections checks that every section cited in the code, in the oracles or in
// the page itself exists.
func TestRasaSections(t *testing.T) {
	sections := rasaSections(t)
	citation := regexp.MustCompile(`(RFC \d+, )?\b[Ss]ections? ((?:\d+a?(?:\.\d+)*(?:, | and | to | or )?)+)`)
	numbers := regexp.MustCompile(`\d+a?(?:\.\d+)*`)
	wrapped := regexp.MustCompile(`\n\s*(?://)?\s*`)
	cited := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch ext := path.Ext(name); {
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && name != ".":
			return fs.SkipDir
		case d.IsDir(), name != rasaPage && ext != ".go" && ext != ".py" && ext != ".tsv":
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range citation.FindAllStringSubmatch(wrapped.ReplaceAllString(string(data), " "), -1) {
			if m[1] != "" {
				continue // in a different document
			}
			for _, number := range numbers.FindAllString(m[2], -1) {
				cited++
				if !sections[number] {
					t.Errorf("%s cites section %s, which %s does not have", name, number, rasaPage)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cited < 60 {
		t.Errorf("only %d citations found", cited)
	}
}

// caseRows returns the cells of the rows of section 10 that are numbered with a
// letter: I1, I2 and so on.
func caseRows(t *testing.T, letter string) [][]string {
	t.Helper()
	row := regexp.MustCompile(`^\| ` + letter + `\d+ \|`)
	var found [][]string
	for _, line := range prose(t, rasaPage) {
		if row.MatchString(line) {
			cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "| "), " |"), " | ")
			for i, cell := range cells {
				if text, isCode := strings.CutPrefix(cell, "`` "); isCode {
					cells[i] = strings.TrimSuffix(text, " ``")
				}
			}
			found = append(found, cells)
		}
	}
	return found
}

// TestRasaFormatCases compares the table of section 10.1 with the file that tests
// interpolation.
func TestRasaFormatCases(t *testing.T) {
	data, err := os.ReadFile("interpolate/testdata/specification.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := caseRows(t, "I")
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(rows) != len(lines) {
		t.Fatalf("%d rows, want %d", len(rows), len(lines))
	}
	for i, line := range lines {
		cells := strings.Split(line, "\t")
		want := cells[3]
		switch outcome := cells[2]; outcome {
		case "raw":
			want = "*raw (unchanged)*"
		case "text":
		default:
			want = "**" + outcome + "**: " + want
		}
		if got := rows[i]; got[0] != cells[0] || got[1] != cells[1] || got[2] != want {
			t.Errorf("%s has %q, want %q %q %q", rasaPage, got, cells[0], cells[1], want)
		}
	}
}

// TestRasaPredicateCases compares the table of section 10.3 with the file that tests
// predicates.
func TestRasaPredicateCases(t *testing.T) {
	data, err := os.ReadFile("selector/predicate/testdata/specification.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	rows := caseRows(t, "P")
	for line := range strings.Lines(string(data)) {
		var c struct {
			ID, Predicate string
			Want, Invalid bool
		}
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		if c.ID == "" {
			continue // the slots
		}
		if len(rows) == 0 {
			t.Fatalf("%s has no row %s", rasaPage, c.ID)
		}
		got := rows[0]
		rows = rows[1:]
		holds, why, _ := strings.Cut(got[2], " ")
		if predicate := strings.ReplaceAll(got[1], "⏎", "\n"); got[0] != c.ID || strings.TrimSpace(predicate) != strings.TrimSpace(c.Predicate) {
			t.Errorf("%s has %q, want %s %q", rasaPage, got, c.ID, c.Predicate)
		}
		if (holds == "True") != c.Want || (why == "(invalid)") != c.Invalid && !strings.Contains(c.Predicate, "{{") {
			t.Errorf("%s has %q, want %v, invalid: %v", rasaPage, got, c.Want, c.Invalid)
		}
	}
	if len(rows) > 0 {
		t.Errorf("%s has %d rows too many", rasaPage, len(rows))
	}
}
