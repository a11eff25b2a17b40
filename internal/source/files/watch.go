package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// surveyWait combines a burst of changes in the tree into one new survey.
	surveyWait = 10 * time.Millisecond
	// maxSurveys limits how often a survey is repeated while directories
	// appear; the next event starts another one.
	maxSurveys = 10
)

// Watch calls changed when the content may have changed; see [source.Source]. A
// directory that cannot be watched is reported to OnWatchError.
func (f *Files) Watch(ctx context.Context, changed func()) error {
	if f.Still() {
		return nil
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch for changes: %w", err)
	}
	defer notify.Close() //nolint:errcheck // only its own resources
	files, err := f.absolute()
	if err != nil {
		return fmt.Errorf("watch for changes: %w", err)
	}
	w := newWatcher(files, notify)
	w.survey(ctx)
	changed()

	survey := time.NewTimer(0)
	survey.Stop()
	defer survey.Stop()
	pending := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-notify.Events:
			matters, moved := w.concerns(event)
			if matters {
				changed()
			}
			if moved && !pending {
				pending = true
				survey.Reset(surveyWait)
			}
		case err := <-notify.Errors:
			// Events may be lost, so everything may have changed.
			f.opts.OnWatchError(fmt.Errorf("watch for changes: %w", err))
			pending = true
			survey.Reset(surveyWait)
		case <-survey.C:
			pending = false
			w.survey(ctx)
			changed()
		}
	}
}

// watcher watches the directories of the interests.
type watcher struct {
	files  *Files
	notify *fsnotify.Watcher
	add    func(dir string) error // notify.Add, except in tests
	in     interests
	failed map[string]bool
}

func newWatcher(files *Files, notify *fsnotify.Watcher) *watcher {
	return &watcher{files: files, notify: notify, add: notify.Add, failed: map[string]bool{}}
}

// survey finds the directories of the content and moves the watches there. It
// repeats until nothing is new, because there are no events for names that appear
// in a directory before it is watched.
func (w *watcher) survey(ctx context.Context) {
	var last interests
	for range maxSurveys {
		w.in = w.files.interests(ctx)
		if last != nil && w.in.sameDirs(last) {
			return
		}
		w.move()
		last = w.in
	}
}

// move removes the watches that are no longer needed, and adds the others.
func (w *watcher) move() {
	for _, dir := range w.notify.WatchList() {
		if w.in[dir] == nil {
			// The directory may have been removed, and its watch with it.
			_ = w.notify.Remove(dir)
		}
	}
	for dir := range w.in {
		// Every directory, not only the new ones: a name may belong to a different
		// directory now. Adding a watch twice has no effect.
		err := w.add(dir)
		switch {
		case err == nil:
			delete(w.failed, dir)
		case errors.Is(err, fs.ErrNotExist):
			// It was just removed, as the next survey shows.
		case !w.failed[dir]:
			w.failed[dir] = true
			w.files.opts.OnWatchError(fmt.Errorf("watch %s for changes: %w", dir, err))
		}
	}
}

// concerns reports whether an event may change the content, and whether it may
// change the set of directories.
func (w *watcher) concerns(event fsnotify.Event) (matters, moved bool) {
	if event.Name == "" {
		return false, false
	}
	if w.in[event.Name] != nil {
		return true, true // a watched directory itself
	}
	i := w.in[filepath.Dir(event.Name)]
	if i == nil {
		return true, true // known by another name, as through a bind mount
	}
	matters = i.concerns(filepath.Base(event.Name), event.Op)
	return matters, matters && event.Op.Has(structural)
}

// absolute returns the same content under absolute paths, so that the watch
// does not depend on the working directory.
func (f *Files) absolute() (*Files, error) {
	g := *f
	g.paths = make([]string, len(f.paths))
	for i, path := range f.paths {
		var err error
		if g.paths[i], err = filepath.Abs(path); err != nil {
			return nil, err
		}
	}
	g.roots = rootsOf(g.paths)
	return &g, nil
}
