package guard_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/rephrase/guard"
)

// row is an answer to a text, and what the guard has to say of it.
type row struct {
	place, want, text, answer, user, known string
	values                                 []string
}

// readRows reads the rows of a file. The first line of a row is the rule, or "pass". The
// others begin with a mark: = text, > answer, $ value, @ what the user has said, ? why the
// guard is known to be wrong.
func readRows(t *testing.T, name string) (rows []row) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		lines := strings.Split(block, "\n")
		r := row{want: lines[0]}
		for _, line := range lines[1:] {
			mark, rest, ok := strings.Cut(line, " ")
			if !ok {
				t.Fatalf("%s: %q has no mark", name, line)
			}
			switch mark {
			case "=":
				r.text = joinLines(r.text, rest)
			case ">":
				r.answer = joinLines(r.answer, rest)
			case "$":
				r.values = append(r.values, rest)
			case "@":
				r.user = rest
			case "?":
				r.known = rest
			default:
				t.Fatalf("%s: unknown mark %q", name, mark)
			}
		}
		if r.text == "" || r.answer == "" {
			t.Fatalf("%s: a row has no text or no answer: %q", name, block)
		}
		r.place = strings.TrimSuffix(filepath.Base(name), ".txt") + ": " + r.answer
		rows = append(rows, r)
	}
	return rows
}

func joinLines(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// sentence returns what the guard is given for the row, with a prompt as it is sent.
func (r row) sentence() guard.Sentence {
	var prompt strings.Builder
	prompt.WriteString("You are a friendly and helpful assistant. Reword the suggested response below, and keep its meaning.\n" +
		"Keep the facts, names, numbers, dates and links exactly as written.\n\n<conversation>\nAI: Welcome back!\nUSER: " + r.user + "\n</conversation>\n<values>\n")
	for _, v := range r.values {
		prompt.WriteString(v + "\n")
	}
	prompt.WriteString("</values>\nSuggested response: " + r.text + "\nRephrased response:")
	return guard.Sentence{Text: r.text, Values: r.values, Prompt: prompt.String()}
}

var ruleNames = map[guard.Rule]string{
	guard.Number: "number", guard.Link: "link", guard.Value: "value", guard.Length: "length", guard.Echo: "echo", guard.Script: "script",
}

// verdict returns the name of the broken rule, or "pass".
func verdict(v *guard.Violation) string {
	if v == nil {
		return "pass"
	}
	return ruleNames[v.Rule]
}

// TestRephraseGuardTable counts what the guard finds of the changed facts, and what it lets
// pass of the honest paraphrases. A row that it gets wrong says why; one that it gets right
// may not. The rows of fresh*.txt were written by people who had not seen the guard.
func TestRephraseGuardTable(t *testing.T) {
	names, err := filepath.Glob("testdata/facts/*.txt")
	if err != nil || len(names) < 7 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	var changed, caught, honest, passed int
	for _, name := range names {
		for _, r := range readRows(t, name) {
			v := r.sentence().Check(r.answer)
			got := verdict(v)
			if r.want == "pass" {
				honest++
				passed += count(got == "pass")
			} else {
				changed++
				caught += count(got != "pass")
			}
			switch {
			case r.known != "" && got == r.want:
				t.Errorf("%s\nis right now: remove its mark", r.place)
			case r.known == "" && got != r.want:
				t.Errorf("%s\n= %s\ngot %s %+v, want %s", r.place, r.text, got, v, r.want)
			}
		}
	}
	t.Logf("changed facts: %d of %d caught; honest paraphrases: %d of %d passed", caught, changed, passed, honest)
	if changed < 110 || honest < 110 {
		t.Errorf("the table is too small: %d changed, %d honest", changed, honest)
	}
	if caught*100 < changed*99 {
		t.Errorf("%d of %d changed facts were caught, want 99 of 100", caught, changed)
	}
	if passed*100 < honest*95 {
		t.Errorf("%d of %d honest paraphrases passed, want 95 of 100", passed, honest)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
