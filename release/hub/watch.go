package hub

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"nlgserver/release"
)

// The time before a watch asks again after a failure, which doubles.
const (
	firstRetry   = 50 * time.Millisecond
	longestRetry = 2 * time.Second
)

// Watch implements [release.Store]: by requests that wait at the hub, or by polling a web
// server that is none.
func (s *Store) Watch(ctx context.Context, prefix string, changed, heard func()) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // so a watch ends
	}
	if err := release.CheckPrefix(prefix); err != nil {
		return err
	}
	if heard == nil {
		heard = func() {}
	}
	w := &watch{store: s, prefix: prefix, changed: changed, heard: heard, revisions: map[string]release.Revision{}}
	if err := w.look(ctx, 0); err != nil && ctx.Err() == nil {
		return err
	}
	retry := firstRetry
	for ctx.Err() == nil {
		pause := time.Duration(0)
		if err := w.look(ctx, s.opts.Wait); err != nil {
			pause = retry
			retry = min(2*retry, longestRetry)
		} else {
			retry = firstRetry
			if w.plain {
				pause = s.opts.Poll
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	return nil
}

// watch is one watch of a store.
type watch struct {
	store          *Store
	prefix         string
	changed, heard func()
	// active is set once something was told.
	active bool
	// plain is set while a web server that is no hub answers, and revisions are what it
	// has.
	plain     bool
	revisions map[string]release.Revision
	// tag is the ETag of the list.
	tag string
}

// look asks for changes, and waits for some if there are none.
func (w *watch) look(ctx context.Context, wait time.Duration) error {
	if w.plain && !w.store.isHub.Load() {
		return w.poll(ctx)
	}
	w.plain = false
	c := call{method: http.MethodHead, query: queryOf(w.prefix), limit: maxProblem, time: requestTime + wait, header: http.Header{}}
	if w.tag != "" {
		c.header.Set("If-None-Match", w.tag)
		c.query += "&wait=" + strconv.Itoa(int(wait/time.Second))
	}
	a, err := w.store.send(ctx, c)
	switch {
	case err != nil:
		return err
	case w.store.isPlain(a):
		return w.poll(ctx)
	case a.isHub && a.status == http.StatusNotModified:
		w.heard()
	case a.isHub && a.status == http.StatusOK && a.header.Get("ETag") != "":
		w.tag = a.header.Get("ETag")
		w.tell(true)
	default:
		return w.store.refused(c, a)
	}
	return nil
}

// tell tells that the store answers, and, if so, that something has changed.
func (w *watch) tell(differs bool) {
	w.heard()
	if differs || !w.active {
		w.active = true
		w.changed()
	}
}

// poll asks a web server that is no hub for the pointers.
func (w *watch) poll(ctx context.Context) error {
	differs := false
	for _, key := range []string{release.LiveKey, release.StagedKey} {
		if !release.Covers(w.prefix, key) {
			continue
		}
		e, err := w.store.Get(ctx, key, w.revisions[key])
		if err != nil && !errors.Is(err, release.ErrNotFound) {
			return err
		}
		differs = differs || e.Revision != w.revisions[key]
		w.revisions[key] = e.Revision
	}
	if w.prefix != "" && w.prefix != release.LiveKey && w.prefix != release.StagedKey {
		return errNoLists
	}
	w.plain = true
	w.store.note()
	w.tell(differs)
	return nil
}
