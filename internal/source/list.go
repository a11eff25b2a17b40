package source

import (
	"io/fs"
	"os"

	"nlgserver/internal/diag"
)

// listing is what one look at the given paths found, before anything is read.
type listing struct {
	files []entry
	// dirs are the directories that were walked, and links the symbolic links
	// that content hangs on or that lead nowhere: what a watch must know.
	dirs, links []string
	found       diag.List
}

// entry is a file that is there to be read.
type entry struct {
	shown  string // to people
	path   string // for the operating system
	direct bool   // given itself, not found in a directory
	info   fs.FileInfo
}

// difference returns a path at which the two looks differ, or "".
func (l *listing) difference(m *listing) string {
	for i := range max(len(l.files), len(m.files)) {
		if i >= len(l.files) {
			return m.files[i].shown
		}
		if i >= len(m.files) || !l.files[i].same(m.files[i]) {
			return l.files[i].shown
		}
	}
	for i := range max(len(l.found), len(m.found)) {
		if i >= len(l.found) {
			return m.found[i].File
		}
		if i >= len(m.found) || l.found[i] != m.found[i] {
			return l.found[i].File
		}
	}
	return ""
}

func (e entry) same(f entry) bool {
	return e.path == f.path && os.SameFile(e.info, f.info) &&
		e.info.Size() == f.info.Size() && e.info.ModTime().Equal(f.info.ModTime())
}
