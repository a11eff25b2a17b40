package view_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/internal/source"
	"nlgserver/nlg"
)

const corpusDir = "../../../../shared/corpus"

// readTree reads the YAML files of a directory.
func readTree(t testing.TB, dir string) (s view.Sources) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !source.IsYAML(name) {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		below, _ := filepath.Rel(dir, name)
		f := nlg.File{Path: filepath.ToSlash(below), Name: filepath.ToSlash(below), Data: data}
		if source.IsTest(name) {
			s.Tests = append(s.Tests, f)
		} else {
			s.Files = append(s.Files, f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCorpus lists, opens and tries every response of real assistants, and checks that
// their findings are at a field of theirs.
func TestCorpus(t *testing.T) {
	dirs, err := os.ReadDir(corpusDir)
	if err != nil {
		t.Skip("no corpus of real assistants here")
	}
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		t.Run(d.Name(), func(t *testing.T) {
			c, found := view.Open(t.Context(), readTree(t, filepath.Join(corpusDir, d.Name())), view.Options{Compile: nlg.Options{Patterns: true}})
			if c == nil {
				if len(found) == 0 {
					t.Fatal("neither content nor findings")
				}
				t.Skipf("rejected: %v", found[0].Message)
			}
			tryAll(t, c)
		})
	}
}

func tryAll(t *testing.T, c *view.Content) {
	t.Helper()
	for offset := 0; ; {
		list := c.List(view.Query{Offset: offset})
		for _, row := range list.Rows {
			r, ok := c.Response(row.Name)
			if !ok || len(r.Variations) != row.Variations {
				t.Fatalf("%s: %v", row.Name, ok)
			}
			checkFindings(t, r, row)
			tried, err := c.Try(context.Background(), view.Try{Response: row.Name, AllChannels: offset == 0})
			if err != nil {
				t.Fatalf("%s: %v", row.Name, err)
			}
			if len(tried.Chances) != len(tried.Preview.Messages) || tried.Drawn >= len(tried.Chances) {
				t.Errorf("%s: drawn %d of %d", row.Name, tried.Drawn, len(tried.Chances))
			}
		}
		if offset += len(list.Rows); len(list.Rows) == 0 {
			if offset != list.Total {
				t.Errorf("%d of %d rows", offset, list.Total)
			}
			return
		}
	}
}

// checkFindings checks that the findings of a response are as many as its row says, and
// each at a field that there is.
func checkFindings(t *testing.T, r *view.Response, row view.Row) {
	t.Helper()
	n := len(r.Findings)
	for _, v := range r.Variations {
		n += len(v.Findings)
		for _, f := range v.Findings {
			if f.Response != r.Name || f.Number != v.Number {
				t.Errorf("%s, variation %d has a finding of %s, variation %d", r.Name, v.Number, f.Response, f.Number)
			}
			if key, _, _ := strings.Cut(strings.ReplaceAll(f.Path, "[", "."), "."); key != "" && !hasField(v, key) {
				t.Errorf("%s, variation %d has no %q (%s)", r.Name, v.Number, f.Path, f.Message)
			}
		}
	}
	if n != row.Errors+row.Warnings {
		t.Errorf("%s has %d findings, but its row %d and %d", r.Name, n, row.Errors, row.Warnings)
	}
}

func hasField(v view.Variation, key string) bool {
	switch key {
	case "text":
		return len(v.Texts) > 0
	case "image":
		return v.Image != nil
	case "buttons":
		return len(v.Buttons) > 0
	case "quick_replies":
		return len(v.QuickReplies) > 0
	case "condition":
		return v.Condition != nil
	case "channel":
		return v.Channel != nil
	case "id":
		return true
	}
	for _, p := range v.Parts {
		if p.Key == key {
			return true
		}
	}
	return false
}
