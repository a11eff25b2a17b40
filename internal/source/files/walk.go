package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

// lister walks the roots.
type lister struct {
	listing
	ctx     context.Context
	opts    Options
	root    *root
	index   int   // of the root
	entries int   // names seen
	size    int64 // of all files
	full    bool  // a limit was exceeded: stop walking
	// excluded are the patterns of the root's settings.
	excluded Exclusions
	// renamed are the names that files would need to be content.
	renamed []string
	// tops are the roots without links.
	tops []string
	// leftOut is set if a pattern left something out of the root.
	leftOut bool
}

func (f *Files) list(ctx context.Context) *listing {
	l := &lister{ctx: ctx, opts: f.opts}
	if len(f.roots) == 0 {
		l.nothing("", "no path given")
	}
	l.findTops(f.roots)
	for i := range f.roots {
		if l.root, l.index = &f.roots[i], i; l.root.fsys != nil {
			l.start()
		}
	}
	return &l.listing
}

// start lists a root.
func (l *lister) start() {
	shown := l.root.show("")
	info, err := fs.Stat(l.root.fsys, l.root.path)
	if err != nil {
		l.fail(shown, err)
		return
	}
	if !info.IsDir() {
		l.file(entry{place: place{l.root, l.root.path}, name: l.root.name, index: l.index, shown: shown, direct: true, info: info})
		return
	}
	files, errs := len(l.files), l.found.Count(diag.Error)
	l.renamed, l.leftOut = nil, false
	l.excluded = l.exclusions()
	l.dir("", []fs.FileInfo{info})
	if len(l.files) == files && l.found.Count(diag.Error) == errs && !l.done() {
		l.nothing(shown, "no .yml or .yaml file in this directory")
		l.found[len(l.found)-1].Hint = l.whyNothing()
	}
}

// at returns the entry of a name below the root, which may be "".
func (l *lister) at(name string) entry {
	return entry{place: place{l.root, path.Join(l.root.path, name)}, name: name, index: l.index, shown: l.root.show(name)}
}

// dir lists a directory below the root: its own files, then its subdirectories,
// each sorted by name (D3). The last of the ancestors is the directory itself.
func (l *lister) dir(below string, ancestors []fs.FileInfo) {
	here := l.at(below)
	l.dirs = append(l.dirs, here.place)
	names, err := l.readDir(here)
	if err != nil {
		l.fail(here.shown, err)
		return
	}
	var subdirectories []entry
	for _, d := range names {
		if l.count(here.shown); l.done() {
			return
		}
		name := d.Name()
		if source.IsBookkeeping(name) {
			continue
		}
		if l.excluded.Match(path.Join(below, name), d) {
			l.leftOut = true
			continue
		}
		e := l.at(path.Join(below, name))
		if better, ok := source.Misnamed(name); ok && !d.IsDir() && l.looksLikeContent(e, d) {
			l.misnamed(e, better)
			continue
		}
		var ok bool
		e.info, ok = l.look(e, d)
		switch {
		case !ok:
		case e.info.IsDir():
			subdirectories = append(subdirectories, e)
		case source.IsContent(name):
			l.file(e)
		}
	}
	for _, sub := range subdirectories {
		if l.done() {
			return
		}
		if isAny(ancestors, sub.info) {
			l.fail(sub.shown, errors.New("links to a directory that contains it"))
			continue
		}
		// Siblings overwrite each other's last element, one after the other.
		l.dir(sub.name, append(ancestors, sub.info))
	}
}

// look follows a name to a file or directory. It returns false if that does not
// matter, or has been reported.
func (l *lister) look(e entry, d fs.DirEntry) (fs.FileInfo, bool) {
	isContent := source.IsContent(d.Name())
	isLink := d.Type()&fs.ModeSymlink != 0
	if !isLink && !d.IsDir() && !isContent {
		return nil, false
	}
	info, err := fs.Stat(l.root.fsys, e.path)
	if isLink && err == nil && (info.IsDir() || isContent) {
		if target, out := l.leadsOut(e); out {
			l.refuseLink(e, target)
			return nil, false
		}
	}
	if isLink && (err != nil || info.IsDir() || isContent) {
		l.links = append(l.links, e.place)
	}
	switch {
	case err == nil:
		return info, true
	case isLink && errors.Is(err, fs.ErrNotExist) && source.IsLock(d.Name()):
		// It must not cause other files' saves to be rejected.
	case isLink && errors.Is(err, fs.ErrNotExist) && !isContent:
		l.found = append(l.found, diag.Diagnostic{
			Position: diag.Position{File: e.shown},
			Severity: diag.Warning,
			Code:     diag.Unreadable,
			Message:  "broken link; if it led to a directory, the responses in it are missing",
		})
	default:
		l.fail(e.shown, err)
	}
	return nil, false
}

// file adds an entry to the list if it is a regular file.
func (l *lister) file(e entry) {
	size := e.info.Size()
	if !e.info.Mode().IsRegular() {
		l.fail(e.shown, fmt.Errorf("is a %s, not a file", Kind(e.info.Mode())))
		return
	}
	if size > l.opts.MaxFileSize {
		l.tooLarge(e.shown, "file too large: %d bytes, the limit is %d", size, l.opts.MaxFileSize)
		return
	}
	if l.size += size; l.size > l.opts.MaxTotalSize {
		l.full = true
		l.tooLarge(e.shown, "content too large with this file: the limit is %d bytes", l.opts.MaxTotalSize)
		return
	}
	l.files = append(l.files, e)
	l.checkReplaced(e)
}

// count counts a name in a directory.
func (l *lister) count(shown string) {
	if l.entries++; !l.full && l.entries > l.opts.MaxEntries {
		l.full = true
		l.tooLarge(shown, "more than %d files and directories: is this a directory of responses?", l.opts.MaxEntries)
	}
}

// done reports whether the walk must end.
func (l *lister) done() bool { return l.full || l.ctx.Err() != nil }

func isAny(infos []fs.FileInfo, info fs.FileInfo) bool {
	for _, i := range infos {
		if sameFile(i, info) {
			return true
		}
	}
	return false
}
