package yamlsrc

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"nlgserver/internal/diag"
)

func testEnv(name string) (string, bool) {
	value, ok := map[string]string{
		"FOO": "bar", "N": "5", "E": "", "SP": "a b", "D": "$FOO", "U": "é😀",
	}[name]
	return value, ok
}

// rows reads a table of testdata with columns separated by tabs.
func rows(t *testing.T, file string, columns int) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var table [][]string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(row) != columns {
			t.Fatalf("%s: %d columns in %q", file, len(row), line)
		}
		table = append(table, row)
	}
	if len(table) == 0 {
		t.Fatal(file, "is empty")
	}
	return table
}

// TestExpandTable compares the replacement with Python's.
func TestExpandTable(t *testing.T) {
	for _, row := range rows(t, "env.tsv", 2) {
		var text string
		var want *string
		if err := json.Unmarshal([]byte(row[0]), &text); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(row[1]), &want); err != nil {
			t.Fatal(err)
		}
		got, unset := text, []string(nil)
		if wantsExpansion(text) {
			got, unset = expand(text, testEnv)
		}
		switch {
		case want == nil && len(unset) == 0:
			t.Errorf("%q: got %q, want an error", text, got)
		case want != nil && (len(unset) > 0 || got != *want):
			t.Errorf("%q: got %q, unset %q, want %q", text, got, unset, *want)
		}
	}
}

// TestEnvironment checks where in a file variables are replaced.
func TestEnvironment(t *testing.T) {
	tests := []struct{ data, want string }{
		{"a: ${FOO}", "{'a': 'bar'}"},
		{"a: ${N}", "{'a': '5'}"},
		{"a: ${E}", "{'a': ''}"},
		{"${FOO}: ${FOO}", "{'bar': 'bar'}"},
		{"- '${FOO}'\n- \"${FOO}\"\n- |\n  ${FOO}\n- >\n  ${FOO}\n", `['${FOO}', '${FOO}', '${FOO}\n', '${FOO}\n']`},
		{"a: !!str ${FOO}", "{'a': '${FOO}'}"},
		{"a: x ${FOO}\n  y", "{'a': 'x bar y'}"},
		{"a: x ${FOO}\n\n  y", `{'a': 'x ${FOO}\ny'}`},
		{"a: &x ${FOO}\nb: *x", "{'a': 'bar', 'b': 'bar'}"},
	}
	for _, tt := range tests {
		doc, problems := Parse("f.yml", []byte(tt.data), Options{Env: testEnv})
		if len(problems) > 0 {
			t.Errorf("%q: %v", tt.data, problems)
			continue
		}
		if got := doc.Root.ToValue().Repr(); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.data, got, tt.want)
		}
	}
}

// TestUnsetVariable checks that the error is at the word itself, and that the text
// stays.
func TestUnsetVariable(t *testing.T) {
	doc, problems := Parse("f.yml", []byte("a:\n- grüße ${FOO}\n    ${NOPE} ${NOPE_2:-x}\n- ${}\n"), Options{Env: testEnv})
	want := []string{
		"f.yml:3:5: error: environment variable NOPE is not set [NLG008]",
		"f.yml:3:13: error: an environment variable cannot have a default value here [NLG008]",
		"f.yml:4:3: error: ${} does not name an environment variable [NLG008]",
	}
	if len(problems) != len(want) {
		t.Fatalf("got %v", problems)
	}
	for i, p := range problems {
		if p.String() != want[i] || p.Code != diag.UnsetVariable || p.Hint == "" || p.Source == "" {
			t.Errorf("got %s, want %s", p, want[i])
		}
	}
	if got := doc.Root.Get("a").Items[1].Value.Str(); got != "${}" {
		t.Errorf("got %q", got)
	}
}

// TestNoEnvironment checks that without a lookup every variable is unset.
func TestNoEnvironment(t *testing.T) {
	if _, problems := Parse("f.yml", []byte("${HOME}"), Options{}); len(problems) != 1 {
		t.Errorf("got %v", problems)
	}
}
