package files

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"nlgserver/internal/source"
)

// Reads returns the given directory of the content in which a file at the path of
// the operating system would be read, also if there is no such file yet. It
// returns false if there is none.
func (f *Files) Reads(ctx context.Context, name string) (dir string, ok bool) {
	if !source.IsContent(filepath.Base(name)) {
		return "", false
	}
	parent, err := resolved(filepath.Dir(name))
	if err != nil {
		return "", false
	}
	for i, given := range f.paths {
		if info, err := os.Stat(given); err != nil || !info.IsDir() {
			continue
		}
		root, err := resolved(given)
		if err != nil {
			continue
		}
		below, err := filepath.Rel(root, filepath.Join(parent, filepath.Base(name)))
		if err != nil || below == ".." || strings.HasPrefix(below, ".."+string(filepath.Separator)) {
			continue
		}
		l := &lister{ctx: ctx, opts: f.opts, root: &f.roots[i], index: i}
		l.findTops(f.roots)
		if !l.exclusions().covers(filepath.ToSlash(below)) {
			return given, true
		}
	}
	return "", false
}

// covers reports whether a file or one of the directories around it is left out.
func (x Exclusions) covers(file string) bool {
	for name, d := file, (unread{}); name != "."; name, d.dir = path.Dir(name), true {
		if source.IsBookkeeping(path.Base(name)) || x.Match(name, d) {
			return true
		}
	}
	return false
}

// unread is the entry of a file that need not exist yet, or of a directory around it.
type unread struct {
	fs.DirEntry
	dir bool
}

func (d unread) IsDir() bool { return d.dir }

func (d unread) Type() fs.FileMode { return 0 }

// resolved returns the absolute path without links.
func resolved(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(name)
}
