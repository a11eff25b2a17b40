package files

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestReads asks of files that do not exist what Fetch does once they do.
func TestReads(t *testing.T) {
	dir := t.TempDir()
	for _, sub := range []string{"content/rasa/domain", "content/.stversions", "content/own", "beside"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"content/a.yml":          "responses: {utter_a: [{text: a}]}\n",
		"content/.nlgserver.yml": "exclude: [/rasa/, names.yml]\n",
		"beside/b.yml":           "responses: {utter_b: [{text: b}]}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("content/own", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	f := New([]string{filepath.Join(dir, "beside/b.yml"), filepath.Join(dir, "content")})
	for name, want := range map[string]bool{
		"content/new.yml":             true,
		"content/own/new.yaml":        true,
		"link/new.yml":                true,
		"content/own/../new.yml":      true,
		"content/new.txt":             false,
		"content/new.nlgtest.yml":     false,
		"content/names.yml":           false,
		"content/rasa/domain/new.yml": false,
		"content/.stversions/new.yml": false,
		"beside/new.yml":              false,
		"new.yml":                     false,
		"missing/new.yml":             false,
	} {
		path := filepath.Join(dir, name)
		if given, got := f.Reads(context.Background(), path); got != want || got && given != filepath.Join(dir, "content") {
			t.Errorf("%s: %q, %v, want %v", name, given, got, want)
		}
		if filepath.Base(filepath.Dir(path)) == "missing" {
			continue
		}
		if err := os.WriteFile(path, []byte("responses: {}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		read, _ := f.Fetch(context.Background())
		if fetched := len(read) == 3; fetched != want {
			t.Errorf("%s: fetched %v, want %v", name, fetched, want)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}
