package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// check checks a file's bytes and mode, and that its directory has no other file.
func check(t *testing.T, path, want string, mode fs.FileMode) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil || string(data) != want {
		t.Errorf("%q, %v, want %q", data, err, want)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
		t.Errorf("mode %v, %v, want %v", info.Mode(), err, mode)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestWrite(t *testing.T) {
	for name, write := range map[string]func(string, []byte, fs.FileMode) error{"synced": Write, "unsynced": WriteUnsynced} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a")
			if err := write(path, []byte("one"), 0o600); err != nil {
				t.Fatal(err)
			}
			check(t, path, "one", 0o600)
			if err := os.Chmod(path, 0o640); err != nil {
				t.Fatal(err)
			}
			if err := write(path, []byte("two"), 0o666); err != nil {
				t.Fatal(err)
			}
			check(t, path, "two", 0o640)
			if err := write(path, []byte("three"), 0o600); err != nil {
				t.Fatal(err)
			}
			check(t, path, "three", 0o600)
		})
	}
}

func TestWriteFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := Write(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	errFull := errors.New("disk full")
	err := WriteFrom(path, 0o600, func(w io.Writer) error {
		_, err := io.WriteString(w, "ne")
		return errors.Join(err, errFull)
	})
	if !errors.Is(err, errFull) {
		t.Errorf("%v", err)
	}
	check(t, path, "old", 0o600)
	if err := Write(filepath.Join(path, "b"), nil, 0o600); err == nil {
		t.Error("a file in a file")
	}
	if err := Write(filepath.Join(filepath.Dir(path), "gone", "b"), nil, 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestWriteThroughLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(t.TempDir(), "link")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	if err := Write(link, []byte("new"), 0o666); err != nil {
		t.Fatal(err)
	}
	check(t, target, "new", 0o600)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
}

func TestWriteDevice(t *testing.T) {
	info, err := os.Stat(os.DevNull)
	if err != nil || info.Mode().IsRegular() {
		t.Skip("no null device")
	}
	if err := Write(os.DevNull, []byte("x"), 0o600); err != nil {
		t.Error(err)
	}
}

func TestIsTemp(t *testing.T) {
	f, err := create(filepath.Join(t.TempDir(), "a.yml"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for name, want := range map[string]bool{filepath.Base(f.Name()): true, ".a.tmp-1": true, "a.tmp-1": false, ".a.tmp-x": false, ".tmp-1": false, "a": false, "": false} {
		if IsTemp(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}
