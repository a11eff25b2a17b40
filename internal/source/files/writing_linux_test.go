package files_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
)

// TestWriting checks that a file that is open for writing is found, as far as the
// file system tells.
func TestWriting(t *testing.T) {
	dir := tree(t, map[string]string{"a.yml": "a", "sub/b.yml": "b", "note.txt": "no"})
	src := files.New([]string{dir})
	writing := func() string { t.Helper(); return source.Writing(t.Context(), src) }
	open := func(name string, flag int) *os.File {
		t.Helper()
		f, err := os.OpenFile(filepath.Join(dir, name), flag, 0)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if got := writing(); got != "" {
		t.Errorf("nothing is open, but %s", got)
	}
	f := open("sub/b.yml", os.O_WRONLY)
	if got := writing(); got == "" {
		t.Skip("the file system does not tell")
	} else if got != filepath.ToSlash(filepath.Join(dir, "sub/b.yml")) {
		t.Errorf("writing %s", got)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(f.Name(), old, old); err != nil {
		t.Fatal(err)
	}
	if got := writing(); got != "" {
		t.Errorf("%s has not changed for an hour", got)
	}
	f.Close()
	for name, flag := range map[string]int{"a.yml": os.O_RDONLY, "note.txt": os.O_RDWR} {
		f := open(name, flag)
		if got := writing(); got != "" {
			t.Errorf("%s is open, but %s", name, got)
		}
		f.Close()
	}
	if f := open("a.yml", os.O_RDWR|os.O_APPEND); writing() == "" {
		t.Error("a file that is open for appending is not found")
	} else {
		f.Close()
	}
	// Asking leaves nothing behind that keeps others from writing.
	if err := os.WriteFile(filepath.Join(dir, "a.yml"), []byte("b"), 0o600); err != nil {
		t.Error(err)
	}
}
