package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTestingPage runs the examples of docs/testing.md, and checks its tables
// against the flags and keys that exist.
func TestTestingPage(t *testing.T) {
	data, err := os.ReadFile("../../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	t.Chdir(t.TempDir())
	save := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	content := regexp.MustCompile("(?s)```yaml content\n(.*?)```").FindStringSubmatch(page)
	if content == nil {
		t.Fatal("the page has no content")
	}
	save("domain.yml", content[1])
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(page, -1)
	if len(examples) < 4 {
		t.Errorf("only %d examples", len(examples))
	}
	for _, example := range examples {
		save("example.nlgtest.yml", example[1])
		if out := output(t, "test", "domain.yml", "--tests", "example.nlgtest.yml"); !strings.Contains(out, ", FAIL 0\n") || strings.Contains(out, "PASS 0") {
			t.Errorf("%s\n%s", example[1], out)
		}
	}
	save("failing.nlgtest.yml", "tests:\n  - {name: Bob, response: utter_greet, slots: {known: true, name: Bob}, expect: \"Hello Ann!\"}\n")
	save("few.nlgtest.yml", "tests:\n  - {response: utter_greet, expect: Hello there!}\n  - {response: utter_confirm, expect: \"Continue?\"}\n")
	sessions := regexp.MustCompile("(?s)```console\n\\$ nlgserver (.*?)\n(.*?)```").FindAllStringSubmatch(page, -1)
	if len(sessions) < 2 {
		t.Errorf("only %d sessions", len(sessions))
	}
	for _, s := range sessions {
		var out bytes.Buffer
		execute(t.Context(), strings.Fields(s[1]), strings.NewReader(""), &out, &bytes.Buffer{})
		if !strings.HasPrefix(out.String(), s[2]) {
			t.Errorf("%s prints\n%s\nthe page has\n%s", s[1], out.String(), s[2])
		}
	}
	for _, flag := range []string{"tests", "run", "verbose", "update", "coverage", "min-coverage", "junit", "format", "color", "from-request", "quiet"} {
		if newTest().Flags().Lookup(flag) == nil || !strings.Contains(page, "| `--"+flag) {
			t.Errorf("the flag --%s is not on the page, or does not exist", flag)
		}
	}
}
