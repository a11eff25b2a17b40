package files

import (
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// news is what happened since a watcher last looked. It does not grow: a content that
// is slow misses nothing, and holds nobody up.
type news struct {
	// changed means that the content may have changed, and moved that the set of
	// directories may have.
	changed, moved bool
	// err means that events may be lost.
	err error
}

// tell adds to the news of a watcher. The lock of its watches must be held.
func (w *watcher) tell(n news) {
	if n == (news{}) {
		return
	}
	w.news.changed = w.news.changed || n.changed
	w.news.moved = w.news.moved || n.moved
	if w.news.err == nil {
		w.news.err = n.err
	}
	select {
	case w.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// take returns the news of a watcher, once.
func (s *Watches) take(w *watcher) news {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := w.news
	w.news = news{}
	return n
}

// listen passes on the events of notify until it is closed.
func (s *Watches) listen(notify *fsnotify.Watcher, ended chan<- struct{}) {
	defer close(ended)
	for {
		select {
		case event, ok := <-notify.Events:
			if !ok {
				return
			}
			s.pass(notify, event)
		case err, ok := <-notify.Errors:
			if !ok {
				return
			}
			// Everything may have changed.
			s.all(notify, news{moved: true, err: err})
		}
	}
}

// all tells something to all contents.
func (s *Watches) all(notify *fsnotify.Watcher, n news) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.notify != notify {
		return // of contents that have left
	}
	for w := range s.contents {
		w.tell(n)
	}
}

// pass tells of an event to the contents that it concerns.
func (s *Watches) pass(notify *fsnotify.Watcher, event fsnotify.Event) {
	if event.Name == "" {
		return
	}
	if !s.concerned(notify, event) {
		// In a directory that has a name which nobody knows.
		s.all(notify, news{changed: true, moved: true})
	}
}

// concerned tells of an event to the contents that it concerns, and reports whether
// any content knows the directory.
func (s *Watches) concerned(notify *fsnotify.Watcher, event fsnotify.Event) (known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.notify != notify {
		return true
	}
	for _, d := range s.at(event.Name) { // a watched directory itself
		known = true
		for _, w := range d.users {
			w.tell(news{changed: true, moved: true})
		}
	}
	name := filepath.Base(event.Name)
	for _, d := range s.at(filepath.Dir(event.Name)) {
		known = true
		for _, w := range d.users {
			if w.in[d.path].concerns(name, event.Op) {
				w.tell(news{changed: true, moved: event.Op.Has(structural)})
			}
		}
	}
	return known
}

// at returns the needed directory at a path, and those that are the same by other
// paths.
func (s *Watches) at(path string) []*directory {
	d := s.dirs[path]
	if d == nil {
		return nil
	}
	if known := s.known[d.is]; len(known) > 0 {
		return known
	}
	return []*directory{d}
}
