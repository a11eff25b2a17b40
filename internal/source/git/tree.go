package git

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nlgserver/internal/source/files"
)

// maxLinks is how many symbolic links one path may lead through, as in Linux.
const maxLinks = 40

var (
	errLinks   = errors.New("too many levels of symbolic links")
	errNotRead = errors.New("too large, or one of too many files of the revision")
	// errOutside is for links in a repository without a working tree: whoever commits
	// could otherwise read whatever the server can.
	errOutside = errors.New("this link leads out of the git repository")
)

// tree is the file system of a revision. It follows links as the working tree
// does. Links out of the repository lead to the current files on disk, or nowhere if there
// is no working tree.
type tree struct {
	top  string // the working tree's root, which absolute links may name; empty for none
	root *node
	// submodules are the paths of other repositories, of which a revision has only
	// the commit.
	submodules []string
}

// node is a file, directory or link of a revision.
type node struct {
	name string
	full string // its path in the repository
	mode fs.FileMode
	hash string
	data []byte // of a file that may be content, or where a link leads
	// size is that of the file, also if it is too large to be read.
	size int64
	// entries are those of a directory, sorted by name once all are added.
	entries []*node
}

func newTree(top string) *tree {
	return &tree{top: top, root: &node{name: ".", full: ".", mode: fs.ModeDir | 0o755}}
}

// add adds a file or link. Names come sorted, so a directory's are together.
func (t *tree) add(name string, mode fs.FileMode, hash string) *node {
	at := t.root
	dirs, base := path.Split(name)
	for part := range strings.SplitSeq(strings.TrimSuffix(dirs, "/"), "/") {
		if part == "" {
			continue
		}
		if last := len(at.entries) - 1; last < 0 || at.entries[last].name != part {
			at.entries = append(at.entries, &node{name: part, full: path.Join(at.full, part), mode: fs.ModeDir | 0o755})
		}
		at = at.entries[len(at.entries)-1]
	}
	n := &node{name: base, full: name, mode: mode, hash: hash}
	at.entries = append(at.entries, n)
	return n
}

// sort sorts the entries of all directories by name. Git sorts a directory as if
// its name ended with a slash.
func (n *node) sort() {
	slices.SortFunc(n.entries, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	for _, e := range n.entries {
		e.sort()
	}
}

func (n *node) child(name string) *node {
	i, ok := slices.BinarySearchFunc(n.entries, name, func(e *node, name string) int { return strings.Compare(e.name, name) })
	if !ok {
		return nil
	}
	return n.entries[i]
}

// has reports whether the revision has a file, directory or link of that name.
func (t *tree) has(name string) bool {
	if name == "." {
		return true
	}
	dir, _, err := t.resolve("stat", path.Dir(name))
	return err == nil && dir != nil && dir.child(path.Base(name)) != nil
}

// resolve follows a path and all links in it to a node. If a link leads out of
// the repository, outside is the path it leads to on disk, and there is no node.
func (t *tree) resolve(op, name string) (n *node, outside string, err error) {
	fail := func(err error) (*node, string, error) { return nil, "", &fs.PathError{Op: op, Path: name, Err: err} }
	trail := []*node{t.root} // from the root to the current position in the path
	rest := strings.Split(name, "/")
	links := 0
	for len(rest) > 0 {
		part := rest[0]
		rest = rest[1:]
		at := trail[len(trail)-1]
		switch part {
		case "", ".":
			continue
		case "..":
			if len(trail) == 1 {
				return t.leave(op, name, filepath.Join(t.top, "..", filepath.Join(rest...)))
			}
			trail = trail[:len(trail)-1]
			continue
		}
		if !at.mode.IsDir() {
			return fail(fs.ErrNotExist)
		}
		next := at.child(part)
		if next == nil {
			return fail(fs.ErrNotExist)
		}
		if next.mode&fs.ModeSymlink == 0 {
			trail = append(trail, next)
			continue
		}
		if links++; links > maxLinks {
			return fail(errLinks)
		}
		target := string(next.data)
		if target == "" {
			return fail(errNotRead)
		}
		if filepath.IsAbs(target) {
			below, inside := t.below(target)
			if !inside {
				return t.leave(op, name, filepath.Join(target, filepath.Join(rest...)))
			}
			target, trail = below, trail[:1]
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return trail[len(trail)-1], "", nil
}

// leave is what a name resolves to that leads to a target out of the repository.
func (t *tree) leave(op, name, target string) (*node, string, error) {
	if t.top == "" {
		return nil, "", &fs.PathError{Op: op, Path: name, Err: errOutside}
	}
	return nil, target, nil
}

// below returns an absolute path relative to the working tree's root; false if
// it is not in the working tree.
func (t *tree) below(target string) (string, bool) {
	if t.top == "" {
		return "", false
	}
	name, err := filepath.Rel(t.top, target)
	return filepath.ToSlash(name), err == nil && filepath.IsLocal(name)
}

// Open opens a file for reading.
func (t *tree) Open(name string) (fs.File, error) {
	n, outside, err := t.resolve("open", name)
	switch {
	case err != nil:
		return nil, err
	case outside != "":
		return files.Disk(outside).Open(".")
	}
	if int64(len(n.data)) < n.size {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errNotRead}
	}
	return &file{bytes.NewReader(n.data), info{n}}, nil
}

// Stat describes the target of the name.
func (t *tree) Stat(name string) (fs.FileInfo, error) {
	n, outside, err := t.resolve("stat", name)
	switch {
	case err != nil:
		return nil, err
	case outside != "":
		return os.Stat(outside)
	}
	return info{n}, nil
}

// Real returns where a name leads, without links. A path of the operating system,
// out of the repository, has a mark that no other has.
func (t *tree) Real(name string) (string, error) {
	n, outside, err := t.resolve("stat", name)
	switch {
	case err != nil:
		return "", err
	case outside != "":
		return outside, nil
	}
	return path.Join("git:", n.full), nil
}

// ReadDir lists a directory, sorted by name.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	n, outside, err := t.resolve("readdir", name)
	switch {
	case err != nil:
		return nil, err
	case outside != "":
		return os.ReadDir(outside)
	}
	list := make([]fs.DirEntry, len(n.entries))
	for i, e := range n.entries {
		list[i] = fs.FileInfoToDirEntry(info{e})
	}
	return list, nil
}

// info describes a node. Revisions have no times.
type info struct{ n *node }

func (i info) Name() string       { return i.n.name }
func (i info) Size() int64        { return i.n.size }
func (i info) Mode() fs.FileMode  { return i.n.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.n.mode.IsDir() }
func (i info) Sys() any           { return i.n }

// file is an open file.
type file struct {
	*bytes.Reader
	info info
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }
