package files

import (
	"context"
	"path/filepath"

	"github.com/fsnotify/fsnotify"

	"nlgserver/internal/source"
)

// structural are the events that can add or remove directories.
const structural = fsnotify.Create | fsnotify.Remove | fsnotify.Rename

// interest says which names in a watched directory matter.
type interest struct {
	// content is set if the directory is walked: every content file and every
	// subdirectory in it counts.
	content bool
	// names count even if the directory is not walked.
	names map[string]bool
}

// concerns reports whether an event at the name matters. Other files in the same
// directory, such as logs, may change too.
func (i *interest) concerns(name string, op fsnotify.Op) bool {
	return i.names[name] || i.content && (source.IsContent(name) || name == source.SettingsFile || op.Has(structural))
}

// interests are keyed by directories, absolute and without links, so that each
// directory has one key. A file is watched through its directory: a watch on
// the file itself dies when an editor renames another one over it.
type interests map[string]*interest

func (in interests) at(dir string) *interest {
	i, ok := in[dir]
	if !ok {
		i = &interest{names: map[string]bool{}}
		in[dir] = i
	}
	return i
}

// follow adds everything that can change the target of an absolute path.
func (in interests) follow(path string) {
	for _, s := range trail(path) {
		in.at(s.dir).names[s.name] = true
	}
}

// interests returns what to watch for the content as it is now. The paths must
// be absolute.
func (f *Files) interests(ctx context.Context) interests {
	in := interests{}
	l := f.list(ctx)
	for _, path := range f.paths {
		in.follow(path)
	}
	for _, link := range l.links {
		in.follow(link.onDisk())
	}
	for _, dir := range l.dirs {
		// If the directory has been removed, the watch on its parent has seen it.
		if path, err := filepath.EvalSymlinks(dir.onDisk()); err == nil {
			in.at(path).content = true
		}
	}
	return in
}

// onDisk returns the place's path for the operating system. Only files on disk are
// watched.
func (p place) onDisk() string {
	d, _ := p.root.fsys.(disk)
	return d.path(p.path)
}

// sameDirs reports whether both have the same directories.
func (in interests) sameDirs(other interests) bool {
	if len(in) != len(other) {
		return false
	}
	for dir := range in {
		if other[dir] == nil {
			return false
		}
	}
	return true
}
