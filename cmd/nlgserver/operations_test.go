package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryAlertIsExplained checks that the links of the alerts lead to headings
// of the document.
func TestEveryAlertIsExplained(t *testing.T) {
	anchors := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^##+ (.+)$`).FindAllStringSubmatch(read(t, "docs/operations.md"), -1) {
		anchors[strings.ReplaceAll(strings.ToLower(m[1]), " ", "-")] = true
	}
	alerts := read(t, "deploy/monitoring/alerts.yml")
	links := regexp.MustCompile(`docs/operations\.md#([\w-]+)`).FindAllStringSubmatch(alerts, -1)
	if names := strings.Count(alerts, "- alert:"); len(links) != names || names < 10 {
		t.Errorf("%d links of %d alerts", len(links), names)
	}
	for _, link := range links {
		if !anchors[link[1]] {
			t.Errorf("docs/operations.md has no heading for #%s", link[1])
		}
	}
	for _, m := range regexp.MustCompile(`- alert: (\w+)`).FindAllStringSubmatch(alerts, -1) {
		if !strings.Contains(read(t, "docs/operations.md"), "`"+m[1]+"`") {
			t.Errorf("docs/operations.md does not mention %s", m[1])
		}
	}
}

// TestNamedTestsExist checks that the tests that documents name as proof exist.
func TestNamedTestsExist(t *testing.T) {
	declared := map[string]bool{}
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range declaration.FindAllSubmatch(source, -1) {
			declared[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []string{"operations", "reload", "security"} {
		named := regexp.MustCompile("`(Test\\w+)").FindAllStringSubmatch(read(t, "docs/"+doc+".md"), -1)
		if len(named) < 10 {
			t.Errorf("docs/%s.md names %d tests", doc, len(named))
		}
		for _, m := range named {
			if !declared[m[1]] {
				t.Errorf("docs/%s.md: there is no %s", doc, m[1])
			}
		}
	}
	// Commands are proof too.
	for _, m := range regexp.MustCompile(`go run \./([\w/]+)`).FindAllStringSubmatch(read(t, "docs/operations.md"), -1) {
		if _, err := os.Stat("../../" + m[1]); err != nil {
			t.Errorf("docs/operations.md: %v", err)
		}
	}
}
