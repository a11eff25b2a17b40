package files

import (
	"slices"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// Watches watches the file system for many contents with one watcher of the system,
// of which each user may have only a few (Linux: fs.inotify.max_user_instances, 128).
// The watcher is opened for the first content whose [Files.Watch] runs, and closed
// after the last. The zero value is ready to use; it must not be copied. Contents may
// come and go at the same time, and a slow one holds up no other.
type Watches struct {
	mu     sync.Mutex
	notify *fsnotify.Watcher      // nil without contents
	ended  chan struct{}          // closed after the last event of notify
	add    func(dir string) error // notify.Add, except in tests
	// contents are those that are watched.
	contents map[*watcher]bool
	// dirs are the directories that contents need, by their paths.
	dirs map[string]*directory
	// known are the directories at which notify was pointed, by what they are. The
	// first of several paths to one directory is the name that notify knows, and
	// in whose name all events are.
	known map[identity][]*directory
}

// directory is a directory that contents need.
type directory struct {
	path string
	// is tells what was there when notify was pointed at it, the zero value that it
	// was not, or that nothing was there.
	is identity
	// users are the contents that need it.
	users []*watcher
}

// enter opens the watcher of the system for the first content.
func (s *Watches) enter(w *watcher) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.notify == nil {
		notify, err := fsnotify.NewWatcher()
		if err != nil {
			return err
		}
		s.notify, s.ended, s.add = notify, make(chan struct{}), notify.Add
		s.contents, s.dirs, s.known = map[*watcher]bool{}, map[string]*directory{}, map[identity][]*directory{}
		go s.listen(notify, s.ended)
	}
	s.contents[w] = true
	return nil
}

// leave removes what only this content needs. It closes the watcher of the system
// after the last content.
func (s *Watches) leave(w *watcher) {
	if ended := s.remove(w); ended != nil {
		<-ended
	}
}

// remove returns what to wait for after the last content, or nil.
func (s *Watches) remove(w *watcher) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.contents, w)
	if len(s.contents) == 0 {
		_ = s.notify.Close() // only its own resources
		s.notify, s.contents, s.dirs, s.known = nil, nil, nil, nil
		return s.ended
	}
	for dir := range w.in {
		s.release(w, dir)
	}
	w.in = nil
	return nil
}

// need replaces what a content needs. It removes the watches that no content needs
// any longer; watch adds the others.
func (s *Watches) need(w *watcher, in interests) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for dir := range w.in {
		if in[dir] == nil {
			s.release(w, dir)
		}
	}
	for dir := range in {
		if w.in[dir] != nil {
			continue
		}
		d := s.dirs[dir]
		if d == nil {
			d = &directory{path: dir}
			s.dirs[dir] = d
		}
		d.users = append(d.users, w)
	}
	w.in = in
}

// release ends the need of a content for a directory.
func (s *Watches) release(w *watcher, dir string) {
	d := s.dirs[dir]
	i := slices.Index(d.users, w)
	d.users = slices.Delete(d.users, i, i+1)
	if len(d.users) == 0 {
		delete(s.dirs, dir)
		s.forget(d)
	}
}

// watch points notify at a needed directory, or again at what has its name now.
//
// notify must never see one directory under two names, or a name move to a directory
// that has another: it would mix up their watches. A bind mount is a second name, and
// so is, for a while, the new name of a parent.
func (s *Watches) watch(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.dirs[dir]
	is := identify(dir)
	first := s.first(is)
	if first != nil && first != d && identify(first.path) != is {
		s.forget(first) // it was moved away, as its contents will see
		first = nil
	}
	if d.is != is {
		if first != nil || is == (identity{}) || len(s.known[d.is]) > 1 {
			s.forget(d)
		} else {
			// Without a gap: notify leaves the old directory when it is pointed at
			// the new one. Some file systems number a directory anew at each look,
			// and then nothing was replaced.
			delete(s.known, d.is)
		}
		d.is = is
		if is != (identity{}) {
			s.known[is] = append(s.known[is], d)
		}
	}
	if first != nil {
		dir = first.path
	}
	return s.add(dir)
}

// first returns the directory by whose path notify knows what is there, or nil.
func (s *Watches) first(is identity) *directory {
	if known := s.known[is]; len(known) > 0 {
		return known[0]
	}
	return nil
}

// forget removes the watch of a directory. If notify knew the directory by this
// path and there are others, their contents must look again.
func (s *Watches) forget(d *directory) {
	known := s.known[d.is]
	if len(known) > 0 && known[0] != d {
		s.known[d.is] = slices.DeleteFunc(known, func(other *directory) bool { return other == d })
		d.is = identity{}
		return
	}
	unwatch(s.notify, d.path)
	delete(s.known, d.is)
	d.is = identity{}
	for _, other := range known {
		other.is = identity{}
		for _, w := range other.users {
			w.tell(news{changed: true, moved: true})
		}
	}
}

// unwatch removes a watch, which may have ended with its directory.
func unwatch(notify *fsnotify.Watcher, path string) {
	// fsnotify 1.10 panics if the name moved to another watched directory between
	// our look at it and its own. The watch is gone then, too.
	defer func() { _ = recover() }()
	_ = notify.Remove(path)
}
