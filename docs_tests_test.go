package nlgserver_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNamedTestsExist checks that each test that a page names as proof exists.
func TestNamedTestsExist(t *testing.T) {
	exist := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := os.ReadFile(name)
		for _, m := range declared.FindAllStringSubmatch(string(data), -1) {
			exist[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z]\\w*)(?:/[^`]*)?`")
	count := 0
	for _, page := range pages(t) {
		for _, line := range prose(t, page) {
			for _, m := range named.FindAllStringSubmatch(line, -1) {
				count++
				if !exist[m[1]] {
					t.Errorf("%s names %s, which does not exist", page, m[1])
				}
			}
		}
	}
	if count < 50 {
		t.Errorf("only %d tests are found in the pages", count)
	}
}
