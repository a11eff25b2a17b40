package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"nlgserver/internal/diag"
)

// lister walks the given paths.
type lister struct {
	listing
	ctx     context.Context
	opts    Options
	entries int   // names seen
	size    int64 // of all files
	full    bool  // a limit was exceeded: stop walking
}

func (f *Files) list(ctx context.Context) *listing {
	l := &lister{ctx: ctx, opts: f.opts}
	if len(f.paths) == 0 {
		l.nothing("", "nothing to serve: no path is given")
	}
	for _, given := range f.paths {
		l.root(given)
	}
	return &l.listing
}

// root looks at one of the given paths.
func (l *lister) root(given string) {
	shown := filepath.ToSlash(filepath.Clean(given))
	info, err := os.Stat(given)
	if err != nil {
		l.fail(shown, err)
		return
	}
	if !info.IsDir() {
		l.file(entry{shown: shown, path: given, direct: true, info: info})
		return
	}
	files, errs := len(l.files), l.found.Count(diag.Error)
	l.dir(shown, given, []fs.FileInfo{info})
	if len(l.files) == files && l.found.Count(diag.Error) == errs && !l.done() {
		l.nothing(shown, "nothing to serve: no name in this directory ends in .yml or .yaml")
	}
}

// dir lists a directory: its own files, then its subdirectories (D3), each
// sorted by name. The ancestors end with the directory itself.
func (l *lister) dir(shown, dir string, ancestors []fs.FileInfo) {
	l.dirs = append(l.dirs, dir)
	names, err := os.ReadDir(dir) // sorted
	if err != nil {
		l.fail(shown, err)
		return
	}
	var subdirectories []entry
	for _, d := range names {
		if l.count(shown); l.done() {
			return
		}
		name := d.Name()
		if strings.HasPrefix(name, "..") {
			// The bookkeeping of Kubernetes: a mounted ConfigMap shows each
			// file as x.yml -> ..data/x.yml, ..data -> ..2026_01_02/.
			continue
		}
		e := entry{shown: path.Join(shown, name), path: filepath.Join(dir, name)}
		var ok bool
		e.info, ok = l.look(e.shown, e.path, d)
		switch {
		case !ok:
		case e.info.IsDir():
			subdirectories = append(subdirectories, e)
		case isYAML(name):
			l.file(e)
		}
	}
	for _, sub := range subdirectories {
		if l.done() {
			return
		}
		if isAny(ancestors, sub.info) {
			l.fail(sub.shown, errors.New("it is a link to a directory that contains it"))
			continue
		}
		// Siblings overwrite each other's last element, one after the other.
		l.dir(sub.shown, sub.path, append(ancestors, sub.info))
	}
}

// look follows a name to what it stands for; false if that is of no interest,
// or has been reported.
func (l *lister) look(shown, osPath string, d fs.DirEntry) (fs.FileInfo, bool) {
	name := d.Name()
	isLink := d.Type()&fs.ModeSymlink != 0
	if !isLink && !d.IsDir() && !isYAML(name) {
		return nil, false
	}
	info, err := os.Stat(osPath)
	if isLink && (err != nil || info.IsDir() || isYAML(name)) {
		l.links = append(l.links, osPath)
	}
	switch {
	case err == nil:
		return info, true
	case isLink && errors.Is(err, fs.ErrNotExist) && strings.HasPrefix(name, ".#"):
		// An Emacs lock stands beside every file with unsaved changes, as a
		// link to user@host: it must not reject the saves of others.
	case isLink && errors.Is(err, fs.ErrNotExist) && !isYAML(name):
		l.found = append(l.found, diag.Diagnostic{
			Position: diag.Position{File: shown},
			Severity: diag.Warning,
			Code:     diag.Unreadable,
			Message:  "the link leads nowhere; if it led to a directory, the responses in there are missing",
		})
	default:
		l.fail(shown, err)
	}
	return nil, false
}

// file takes a file on the list, if it is one.
func (l *lister) file(e entry) {
	size := e.info.Size()
	if !e.info.Mode().IsRegular() {
		l.fail(e.shown, fmt.Errorf("it is a %s", kind(e.info.Mode())))
		return
	}
	if size > l.opts.MaxFileSize {
		l.tooLarge(e.shown, "a file of %d bytes is too large, the limit is %d", size, l.opts.MaxFileSize)
		return
	}
	if l.size += size; l.size > l.opts.MaxTotalSize {
		l.full = true
		l.tooLarge(e.shown, "with this file the content is too large, the limit is %d bytes", l.opts.MaxTotalSize)
		return
	}
	l.files = append(l.files, e)
}

// count counts a name in a directory.
func (l *lister) count(shown string) {
	if l.entries++; !l.full && l.entries > l.opts.MaxEntries {
		l.full = true
		l.tooLarge(shown, "more than %d names to look at: is this a directory of responses?", l.opts.MaxEntries)
	}
}

// done reports whether the walk must end.
func (l *lister) done() bool { return l.full || l.ctx.Err() != nil }

// settingsFile lies beside the content and is none: what it says to validate
// neither changes a catalog nor keeps one from loading.
const settingsFile = ".nlgserver.yml"

// isExpectations reports the files of nlgserver test, which lie beside the
// content and are none either.
func isExpectations(name string) bool {
	return strings.HasSuffix(name, ".nlgtest.yml") || strings.HasSuffix(name, ".nlgtest.yaml")
}

// isYAML reports whether a file in a directory is content (Rasa: section 1.3).
func isYAML(name string) bool {
	return (strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml")) && name != settingsFile && !isExpectations(name)
}

func isAny(infos []fs.FileInfo, info fs.FileInfo) bool {
	for _, i := range infos {
		if os.SameFile(i, info) {
			return true
		}
	}
	return false
}
