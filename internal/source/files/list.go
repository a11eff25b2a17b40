package files

import (
	"io/fs"

	"nlgserver/internal/diag"
)

// listing is the result of listing the roots, before anything is read.
type listing struct {
	files []entry
	// dirs are the directories that were walked, and links the symbolic links to
	// content or without a target: a watch needs both.
	dirs, links []place
	found       diag.List
}

// place is a path in the file system of a root.
type place struct {
	root *root
	path string
}

// entry is a file to read.
type entry struct {
	place
	name   string // below the root
	index  int    // of the root
	shown  string // for messages
	direct bool   // the root itself, not found in a directory
	info   fs.FileInfo
}

// difference returns a path at which the two listings differ, or "".
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
		if i >= len(m.found) || !l.found[i].Equal(m.found[i]) {
			return l.found[i].File
		}
	}
	return ""
}

func (e entry) same(f entry) bool {
	return e.place == f.place && sameFile(e.info, f.info) &&
		e.info.Size() == f.info.Size() && e.info.ModTime().Equal(f.info.ModTime())
}
