package source

import (
	"context"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// structural are the events after which there may be other directories.
const structural = fsnotify.Create | fsnotify.Remove | fsnotify.Rename

// interest is what matters in a watched directory.
type interest struct {
	// content says that the directory is walked: any file of responses and any
	// subdirectory in it counts.
	content bool
	// names count although the directory is not walked.
	names map[string]bool
}

// concerns reports whether an event at the name matters. Much else happens
// beside content, such as the writing of logs.
func (i *interest) concerns(name string, op fsnotify.Op) bool {
	return i.names[name] || i.content && (isYAML(name) || op.Has(structural))
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

// follow takes interest in whatever can change where an absolute path leads.
func (in interests) follow(path string) {
	for _, s := range trail(path) {
		in.at(s.dir).names[s.name] = true
	}
}

// interests surveys what must be watched for the content as it is now. The
// given paths must be absolute.
func (f *Files) interests(ctx context.Context) interests {
	in := interests{}
	l := f.list(ctx)
	for _, path := range f.paths {
		in.follow(path)
	}
	for _, path := range l.links {
		in.follow(path)
	}
	for _, dir := range l.dirs {
		// A directory that is gone by now has told the watch on its parent.
		if dir, err := filepath.EvalSymlinks(dir); err == nil {
			in.at(dir).content = true
		}
	}
	return in
}

// sameDirs reports whether both are about the same directories.
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
