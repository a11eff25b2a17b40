package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Root is a file or a directory of a file system that never changes.
type Root struct {
	// FS contains the root. Nil means that the root does not exist: it is skipped,
	// and the roots after it keep their indexes.
	FS fs.FS
	// Path is the root's path in FS.
	Path string
	// Prefix comes before paths in FS in messages.
	Prefix string
}

// root is where a walk starts.
type root struct {
	fsys fs.FS // nil: the root does not exist
	path string
	// prefix and shown make up a path below the root in messages.
	prefix, shown string
	// name is the root's own name, which matters if it is a file.
	name string
}

// show returns a path below the root for messages.
func (r *root) show(below string) string { return r.prefix + path.Join(r.shown, below) }

// rootsOf returns the roots of paths of the operating system.
func rootsOf(paths []string) []root {
	roots := make([]root, len(paths))
	for i, given := range paths {
		clean := filepath.Clean(given)
		roots[i] = root{fsys: disk(given), path: ".", shown: filepath.ToSlash(clean), name: filepath.Base(clean)}
	}
	return roots
}

// disk is what Disk returns. Its names are those that it lists, even if they are
// not valid in an fs.FS.
type disk string

// Disk returns the file system of the operating system below a path. If that is a
// file, its only name is ".". Opening a name never blocks.
func Disk(path string) fs.FS { return disk(path) }

// path returns a name's path for the operating system.
func (d disk) path(name string) string {
	if name == "." {
		return string(d) // as given: cleaning it could change the target of links
	}
	return filepath.Join(string(d), filepath.FromSlash(name))
}

// Open opens a file for reading. It never blocks: opening a FIFO without a
// writer would wait for one.
func (d disk) Open(name string) (fs.File, error) {
	f, err := os.OpenFile(d.path(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (d disk) Stat(name string) (fs.FileInfo, error) { return os.Stat(d.path(name)) }

func (d disk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(d.path(name)) }

// readDir lists a directory, sorted by name. It stops after so many names: all those
// of a directory of millions would not fit into memory.
func (d disk) readDir(name string, most int) ([]fs.DirEntry, error) {
	dir, err := os.OpenFile(d.path(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer dir.Close() //nolint:errcheck // nothing was written
	list, err := dir.ReadDir(most)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, err
}

// sameFile reports whether both are the same file. A file system that is not the
// operating system's, and has links, distinguishes its files by the result of Sys.
func sameFile(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) || a.Sys() != nil && a.Sys() == b.Sys()
}
