package nlgserver_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// pages are the documents whose links are checked.
func pages(t *testing.T) []string {
	t.Helper()
	docs, err := filepath.Glob("docs/*.md")
	if err != nil || len(docs) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	return append(docs, "README.md", "CONTRIBUTING.md", "CHANGELOG.md")
}

// prose returns a Markdown file's lines without fenced code.
func prose(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	fenced := false
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
		} else if !fenced {
			lines = append(lines, strings.TrimRight(line, "\n"))
		}
	}
	return lines
}

// headings returns the texts of a page's headings, without their marks.
func headings(t *testing.T, name string) []string {
	t.Helper()
	heading := regexp.MustCompile(`^#{1,6} +(.*)$`)
	var found []string
	for _, line := range prose(t, name) {
		if m := heading.FindStringSubmatch(line); m != nil {
			found = append(found, m[1])
		}
	}
	return found
}

// anchors returns the fragments that GitHub gives to a page's headings.
func anchors(t *testing.T, name string) []string {
	t.Helper()
	var found []string
	for _, heading := range headings(t, name) {
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, heading)
		again := 0
		for unique := anchor; ; unique = fmt.Sprintf("%s-%d", anchor, again) {
			if !slices.Contains(found, unique) {
				found = append(found, unique)
				break
			}
			again++
		}
	}
	return found
}

// TestLinks checks every relative link of the documentation: the file must exist
// and have the heading.
func TestLinks(t *testing.T) {
	code := regexp.MustCompile("`[^`]*`")
	link := regexp.MustCompile(`\]\(([^()\s]+)\)`)
	followed := 0
	for _, page := range pages(t) {
		for _, line := range prose(t, page) {
			for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(line, "code"), -1) {
				if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
					continue
				}
				followed++
				file, fragment, hasFragment := strings.Cut(m[1], "#")
				target := page
				if file != "" {
					target = path.Join(path.Dir(page), file)
				}
				if _, err := os.Stat(target); err != nil {
					t.Errorf("%s: %s: %v", page, m[1], err)
				} else if hasFragment && !slices.Contains(anchors(t, target), fragment) {
					t.Errorf("%s: %s: the heading does not exist", page, m[1])
				}
			}
		}
	}
	if followed < 100 {
		t.Errorf("only %d links found", followed)
	}
}
