package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPrepare(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	write := func(data string, replace bool) {
		t.Helper()
		p, err := Prepare(path, []byte(data), 0o600)
		if err == nil && replace {
			err = p.Replace()
		} else if err == nil {
			err = p.Drop()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	write("one", true)
	check(t, path, "one", 0o600)
	if err := os.Chmod(path, 0o754); err != nil {
		t.Fatal(err)
	}
	write("two", true)
	check(t, path, "two", 0o754)
	write("three", false)
	check(t, path, "two", 0o754)
	if err := SyncDir(dir); err != nil {
		t.Error(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	path, link = link, path
	write("four", true)
	check(t, link, "four", 0o754)
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if _, err := Prepare(dir, nil, 0o600); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Error(err)
	}
}
