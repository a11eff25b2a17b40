package files

import (
	"io/fs"
	"path/filepath"
	"strings"

	"nlgserver/internal/diag"
)

// A resolver is a file system with links. Real returns the path of what a name leads
// to, without links; such paths can be compared with each other.
type resolver interface {
	Real(name string) (string, error)
}

// Real returns the absolute path without links.
func (d disk) Real(name string) (string, error) { return resolved(d.path(name)) }

// findTops resolves the roots. Links in one root may lead into another.
func (l *lister) findTops(roots []root) {
	for _, r := range roots {
		if fsys, ok := r.fsys.(resolver); ok {
			if top, err := fsys.Real(r.path); err == nil {
				l.tops = append(l.tops, top)
			}
		}
	}
}

// leadsOut reports whether a link leads out of all roots, and where to. Whoever
// writes content could otherwise read whatever the server can: diagnostics quote
// lines.
func (l *lister) leadsOut(e entry) (target string, out bool) {
	fsys, ok := e.root.fsys.(resolver)
	if l.opts.FollowLinks || !ok {
		return "", false
	}
	target, err := fsys.Real(e.path)
	if err != nil {
		return "", false // it leads nowhere
	}
	for _, top := range l.tops {
		if below, ok := strings.CutPrefix(target, top); ok && (below == "" || below[0] == '/' || below[0] == filepath.Separator || strings.HasSuffix(top, string(filepath.Separator))) {
			return "", false
		}
	}
	return target, true
}

// refuseLink reports a link that leads out of the roots.
func (l *lister) refuseLink(e entry, target string) {
	l.report(e.shown, diag.RefusedLink, "this link leads out of the given paths, to %s", filepath.ToSlash(target))
	l.found[len(l.found)-1].Hint = "put the file or directory here instead of the link, or name its path as one of the content; --follow-links allows such links"
}

// readDir lists a directory, sorted by name, and at most one name more than there
// may be.
func (l *lister) readDir(e entry) ([]fs.DirEntry, error) {
	if d, ok := e.root.fsys.(disk); ok {
		return d.readDir(e.path, max(l.opts.MaxEntries, DefaultMaxEntries)+1)
	}
	return fs.ReadDir(e.root.fsys, e.path)
}
