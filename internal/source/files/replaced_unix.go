//go:build unix

package files

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// isNameless reports whether a file has no name in any directory. A program can
// hold such a file open, and it can be mounted.
func isNameless(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Nlink == 0
}

// isReplaced reports whether the file at the path was mounted there on its own,
// and has been removed or replaced outside of its mount since. A path such as
// /dev/stdin may lead to a nameless file too, but to no path; and on a file system
// that counts no links, no directory has any either.
func isReplaced(path string, info fs.FileInfo) bool {
	if !info.Mode().IsRegular() || !isNameless(info) {
		return false
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return false
	}
	// Look again: a file that is just being replaced has no name for a moment.
	now, err := os.Lstat(target)
	if err != nil || !isNameless(now) || !os.SameFile(now, info) {
		return false
	}
	dir, err := os.Stat(filepath.Dir(target))
	return err == nil && !isNameless(dir)
}
