package yamlsrc

import (
	"encoding/json"
	"fmt"
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
			e := Options{Env: testEnv}.expand(text, maxGrowth)
			got, unset = e.result, e.unset
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

// TestRefusedVariables checks that the server's own variables never come into a
// file, nor those that are not allowed, whether they are set or not.
func TestRefusedVariables(t *testing.T) {
	env := func(name string) (string, bool) {
		value, ok := map[string]string{"NLG_TOKEN": "s3cret", "Otel_X": "s3cret", "DB": "s3cret", "OK": "fine", "NLG": "fine", "A:B": "s3cret"}[name]
		return value, ok
	}
	only := func(name string) bool { return name == "OK" || name == "NLG_TOKEN" }
	for _, tt := range []struct {
		text    string
		allowed func(string) bool
		want    string // the value, or where which variable is refused
	}{
		{"x ${OK} ${NLG} ${DB}", nil, "x fine fine s3cret"},
		{"${NLG_TOKEN}", nil, "1:4 NLG_TOKEN [NLG045]"},
		{"a${NLG_TOKEN}b", nil, "1:5 NLG_TOKEN [NLG045]"},
		{"${NLG_NOT_SET}", nil, "1:4 NLG_NOT_SET [NLG045]"},
		{"${nlg_token}", nil, "1:4 nlg_token [NLG045]"},
		{"${Otel_X}", nil, "1:4 Otel_X [NLG045]"},
		{"${OK} $NLG_TOKEN", nil, "1:10 NLG_TOKEN [NLG045]"},
		{"${NLG_TOKEN} ${NLG_TOKEN}", nil, "1:4 NLG_TOKEN [NLG045], 1:17 NLG_TOKEN [NLG045]"},
		{"$NLG_TOKEN", nil, "$NLG_TOKEN"},
		{"'${NLG_TOKEN}'", nil, "${NLG_TOKEN}"},
		{"${OK} ${DB}", only, "1:10 DB [NLG045]"},
		{"${OK} ${NLG_TOKEN}", only, "1:10 NLG_TOKEN [NLG045]"},
		{"x${A:B}", only, "x${A:B}"},
		{"${OK}", func(string) bool { return false }, "1:4 OK [NLG045]"},
	} {
		doc, problems := Parse("f.yml", []byte("a: "+tt.text), Options{Env: env, EnvAllowed: tt.allowed})
		var got []string
		for _, p := range problems {
			got = append(got, fmt.Sprintf("%d:%d %s [%s]", p.Line, p.Column, strings.Fields(p.Message)[2], p.Code))
			if p.Hint == "" || strings.Contains(p.Message+p.Hint, "s3cret") {
				t.Errorf("%q: %s, hint %q", tt.text, p, p.Hint)
			}
		}
		if len(problems) == 0 {
			got = []string{doc.Root.Get("a").Value.Str()}
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
		if v := doc.Root.Get("a").Value.Str(); len(problems) > 0 && strings.Contains(v, "s3cret") {
			t.Errorf("%q: the value is %q", tt.text, v)
		}
	}
}
