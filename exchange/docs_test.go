package exchange_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDocs checks that the page on translations explains each finding of an import,
// and no other.
func TestDocs(t *testing.T) {
	source, err := os.ReadFile("read.go")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../docs/translation.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n### Import a translation\n")
	explained := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(section, -1) {
		explained[m[1]] = true
	}
	codes := regexp.MustCompile(`diag\.Code = "([a-z-]+)"`).FindAllStringSubmatch(string(source), -1)
	for _, m := range codes {
		if !explained[m[1]] {
			t.Errorf("%s is not explained", m[1])
		}
		delete(explained, m[1])
	}
	if len(codes) < 15 || len(explained) > 0 {
		t.Errorf("%d codes; explained, and unknown: %v", len(codes), explained)
	}
}
