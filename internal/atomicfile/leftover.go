package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// RemoveLeftovers removes the temporary files of interrupted writes of a file: of
// processes that were killed. Those of a write that is going on stay.
func RemoveLeftovers(path string) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	dir, name := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if e.Type().IsRegular() && IsTemp(e.Name()) && strings.HasPrefix(e.Name(), "."+name+tempMark) {
			err = errors.Join(err, removeAbandoned(dir+e.Name()))
		}
	}
	return err
}

// removeAbandoned removes a temporary file unless its writer is alive: that one
// holds its lock.
func removeAbandoned(temp string) error {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if tryLock(f) {
		err = os.Remove(temp)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, f.Close())
}

// isAt reports whether an open file still has that name: another process may have
// taken it for a leftover before it was locked.
func isAt(f *os.File, path string) bool {
	here, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(path)
	return err == nil && os.SameFile(here, there)
}
