package dir

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"nlgserver/release"
)

// Watch implements [release.Store]. The system tells of changes; besides, it looks at the
// files at intervals, and hears from the store each time.
func (s *Store) Watch(ctx context.Context, prefix string, changed, heard func()) error {
	return s.WatchKeys(ctx, prefix, func(string) { changed() }, heard)
}

// WatchKeys is Watch for those who want to know what may have changed: what changed is
// called with is a key, or a prefix of keys.
func (s *Store) WatchKeys(ctx context.Context, prefix string, changed func(what string), heard func()) error {
	if ctx.Err() != nil {
		return nil
	}
	if err := release.CheckPrefix(prefix); err != nil {
		return err
	}
	if heard == nil {
		heard = func() {}
	}
	w := &watch{store: s, prefix: prefix, changed: changed, heard: heard}
	w.notify, w.failed = fsnotify.NewWatcher()
	if w.notify != nil {
		defer w.notify.Close() //nolint:errcheck // only its own resources
	}
	w.point()
	w.tellFault()
	if err := w.look(ctx, true); err != nil && ctx.Err() == nil {
		return err
	}
	w.run(ctx)
	return nil
}

// watch is one watch of a store.
type watch struct {
	store   *Store
	prefix  string
	changed func(what string)
	heard   func()
	notify  *fsnotify.Watcher // nil if the system has none
	failed  error
	told    bool
	// seen is what was there at the last look.
	seen map[string]release.Revision
}

// run tells of changes until ctx ends.
func (w *watch) run(ctx context.Context) {
	tick := time.NewTicker(w.store.opts.Poll)
	defer tick.Stop()
	var events chan fsnotify.Event
	var errs chan error
	if w.notify != nil {
		events, errs = w.notify.Events, w.notify.Errors
	}
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-events:
			if !ok {
				events = nil
			} else if what, ok := w.concerns(e); ok {
				w.heard()
				w.changed(what)
			}
		case _, ok := <-errs: // such as an overflow: events are lost
			if !ok {
				errs = nil
			}
			w.changed(w.prefix)
		case <-tick.C:
			w.point()
			w.tellFault()
			_ = w.look(ctx, false) // nothing is heard until it can be read again
		}
	}
}

// concerns returns what an event is about: an entry that is watched, or its directory, which
// appears with the first entry; false for neither.
func (w *watch) concerns(e fsnotify.Event) (what string, ok bool) {
	key, err := filepath.Rel(w.store.path, e.Name)
	if err != nil || e.Op == fsnotify.Chmod {
		return "", false
	}
	key = filepath.ToSlash(key)
	if release.CheckKey(key) == nil {
		return key, release.Covers(w.prefix, key)
	}
	if _, isDir := w.store.turns[key]; isDir && e.Has(fsnotify.Create) {
		w.point()
		if key == "." {
			return w.prefix, true
		}
		return key + "/", release.Covers(w.prefix, key+"/")
	}
	return "", false
}

// point points the watcher at the directories with the entries, again if they are others
// now.
func (w *watch) point() {
	if w.notify == nil {
		return
	}
	w.failed = w.notify.Add(w.store.path)
	for _, dir := range dirsOf(w.prefix) {
		// A directory that is missing appears in the store's own, which is watched.
		_ = w.notify.Add(filepath.Join(w.store.path, dir))
	}
}

// tellFault tells once why the system cannot tell of changes.
func (w *watch) tellFault() {
	if w.failed == nil || w.told || w.store.opts.OnWatchError == nil {
		return
	}
	w.told = true
	w.store.opts.OnWatchError(fmt.Errorf("cannot watch %q, so changes are found every %v: %w", w.store.path, w.store.opts.Poll, w.failed))
}

// look looks at the files, and tells if they differ from those of the last look.
func (w *watch) look(ctx context.Context, first bool) error {
	entries, err := w.store.List(ctx, w.prefix)
	if err != nil {
		return err
	}
	w.heard()
	now := make(map[string]release.Revision, len(entries))
	for _, e := range entries {
		now[e.Key] = e.Revision
	}
	what, differs := difference(w.seen, now)
	w.seen = now
	switch {
	case first:
		w.changed(w.prefix)
	case differs:
		w.changed(what)
	}
	return nil
}

// difference returns what covers every key that differs: one of them, or a prefix; false if
// none does.
func difference(was, now map[string]release.Revision) (what string, differs bool) {
	for key, revision := range now {
		if was[key] != revision {
			what, differs = join(what, key, differs), true
		}
	}
	for key := range was {
		if _, ok := now[key]; !ok {
			what, differs = join(what, key, differs), true
		}
	}
	return what, differs
}

// join returns what covers both.
func join(what, key string, some bool) string {
	switch dir, _, isBelow := strings.Cut(key, "/"); {
	case !some:
		return key
	case release.Covers(what, key):
		return what
	case isBelow && strings.HasPrefix(what, dir+"/"):
		return dir + "/"
	}
	return ""
}
