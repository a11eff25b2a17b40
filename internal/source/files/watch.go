package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
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
	files, err := f.absolute()
	if err != nil {
		return fmt.Errorf("watch for changes: %w", err)
	}
	watches := f.opts.Watches
	if watches == nil {
		watches = &Watches{}
	}
	w := newWatcher(files, watches)
	if err := watches.enter(w); err != nil {
		return fmt.Errorf("watch for changes: %w", err)
	}
	defer watches.leave(w)
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
		case <-w.wake:
			news := watches.take(w)
			if news.err != nil {
				f.opts.OnWatchError(fmt.Errorf("watch for changes: %w", news.err))
			}
			if news.changed {
				changed()
			}
			if news.moved && !pending {
				pending = true
				survey.Reset(surveyWait)
			}
		case <-survey.C:
			pending = false
			w.survey(ctx)
			changed()
		}
	}
}

// watcher watches the directories of one content.
type watcher struct {
	files   *Files
	watches *Watches
	failed  map[string]bool
	// wake has room for one value: there is news.
	wake chan struct{}
	// news and in are guarded by the lock of watches. Only the watcher itself
	// changes in, so it reads it without the lock.
	news news
	in   interests
}

func newWatcher(files *Files, watches *Watches) *watcher {
	return &watcher{files: files, watches: watches, failed: map[string]bool{}, wake: make(chan struct{}, 1)}
}

// survey finds the directories of the content and moves the watches there. It
// repeats until nothing is new, because there are no events for names that appear
// in a directory before it is watched.
func (w *watcher) survey(ctx context.Context) {
	var last interests
	for range maxSurveys {
		in := w.files.interests(ctx)
		w.watches.need(w, in)
		if last != nil && in.sameDirs(last) {
			return
		}
		w.watch()
		last = in
	}
}

// watch watches the directories of the content.
func (w *watcher) watch() {
	for dir := range w.in {
		// Every directory, not only the new ones: a name may belong to a different
		// directory now. Watching a directory twice has no effect.
		err := w.watches.watch(dir)
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
