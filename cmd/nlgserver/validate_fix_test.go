package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/content"
)

// TestReplaceFileChanged checks that a file that somebody saved meanwhile is not
// overwritten.
func TestReplaceFileChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yml")
	if err := os.WriteFile(path, []byte("newer"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := content.File{Path: filepath.ToSlash(path), Data: []byte("older")}
	if err := replaceFile(f, []byte("fixed")); err == nil || !strings.Contains(err.Error(), "changed while it was read") {
		t.Errorf("%v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "newer" {
		t.Errorf("the file is now %q", data)
	}
	f.Data = []byte("newer")
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(f, []byte("fixed")); err == nil || !strings.Contains(err.Error(), "is read-only") {
		t.Errorf("%v", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(f, []byte("fixed")); err != nil {
		t.Error(err)
	}
	data, _ := os.ReadFile(path)
	info, _ := os.Stat(path)
	if string(data) != "fixed" || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is now %q, %v", data, info.Mode())
	}
}
