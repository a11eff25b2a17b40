package hub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"nlgserver/release"
)

// get serves an entry, or waits for another revision of it.
func (q *request) get() *problem {
	var f *os.File
	var e release.Entry
	p := q.wait(q.key, func(ctx context.Context, a *assistant) (r release.Revision, err error) {
		if f != nil {
			err = f.Close()
		}
		f = nil
		if a == nil {
			return "", release.ErrNotFound
		}
		if err == nil {
			f, e, err = a.store.File(ctx, q.key)
		}
		return e.Revision, err
	})
	if f == nil {
		return p
	}
	defer f.Close() //nolint:errcheck // nothing was written
	q.age(e.Age)
	if p != nil || q.unchanged(e.Revision) {
		return p
	}
	info, err := f.Stat()
	if err != nil {
		return q.h.failed(err)
	}
	head := q.ResponseWriter.Header()
	head.Set("Content-Type", "application/octet-stream")
	head.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	head.Set("Last-Modified", info.ModTime().UTC().Format(http.TimeFormat))
	if q.Method == http.MethodHead {
		return nil
	}
	q.deadline(replyTime + time.Duration(info.Size()/leastRate)*time.Second)
	_, _ = io.Copy(q.ResponseWriter, f) // the client has gone, or sees that it is too short
	return nil
}

func (q *request) age(age time.Duration) {
	q.ResponseWriter.Header().Set("Age", strconv.FormatInt(int64(age/time.Second), 10))
	q.ResponseWriter.Header().Set(headerAge, strconv.FormatInt(millis(age), 10))
}

// list serves the entries of a prefix, or waits until they are others.
func (q *request) list() *problem {
	prefix := q.URL.Query().Get("prefix")
	if err := release.CheckPrefix(prefix); err != nil {
		return fail(http.StatusBadRequest, codeWrongQuery, "%v", err)
	}
	found := list{Entries: []listed{}}
	var r release.Revision
	p := q.wait(prefix, func(ctx context.Context, a *assistant) (release.Revision, error) {
		found.Entries = found.Entries[:0]
		sum := sha256.New()
		if a != nil {
			entries, err := a.store.List(ctx, prefix)
			if err != nil {
				return "", err
			}
			for _, e := range entries {
				found.Entries = append(found.Entries, listed{e.Key, e.Revision, millis(e.Age)})
				_, _ = fmt.Fprintf(sum, "%s %s\n", e.Key, e.Revision) // into memory
			}
		}
		r = release.Revision("list-" + hex.EncodeToString(sum.Sum(nil)))
		return r, nil
	})
	if p != nil || q.unchanged(r) {
		return p
	}
	q.deadline(replyTime)
	return reply(q.ResponseWriter, found)
}

// unchanged tells the client the revision, and reports whether it has it already: then
// nothing else is sent.
func (q *request) unchanged(r release.Revision) bool {
	q.ResponseWriter.Header().Set("ETag", etag(r))
	if slices.Contains(tags(q.Request.Header["If-None-Match"]), r) {
		q.WriteHeader(http.StatusNotModified)
		return true
	}
	return false
}

// wait looks until the revision of a key or a prefix is not one that the client has, or its
// time is over.
func (q *request) wait(what string, look func(context.Context, *assistant) (release.Revision, error)) *problem {
	patience, p := q.patience()
	if p != nil {
		return p
	}
	known := tags(q.Request.Header["If-None-Match"])
	if patience > 0 && len(known) > 0 {
		defer q.h.waiting.Add(-1)
		if q.h.waiting.Add(1) > maxWaiting {
			q.ResponseWriter.Header().Set("Retry-After", "1")
			return fail(http.StatusServiceUnavailable, codeBusy, "too many requests wait for changes")
		}
	}
	q.deadline(patience + replyTime)
	ctx := q.Context()
	over := time.NewTimer(patience)
	defer over.Stop()
	var changes <-chan struct{} // nil until the assistant is there
	for {
		arrivals := q.h.arrivals()
		a, err := q.h.find(q.assistant, 0)
		if err != nil {
			return q.h.failed(err)
		}
		if a != nil && changes == nil {
			w := a.wait(what)
			defer a.leave(w)
			changes = w.told
		}
		if changes != nil {
			arrivals = nil
		}
		q.h.looks.Add(1)
		r, err := look(ctx, a)
		if err != nil && ctx.Err() == nil {
			return q.h.failed(err)
		}
		if err != nil || !slices.Contains(known, r) || patience == 0 {
			return nil
		}
		select {
		case <-changes:
			continue
		case <-arrivals:
			continue
		case <-over.C:
		case <-ctx.Done():
		case <-q.h.ctx.Done():
		}
		return nil
	}
}

// patience is how long a request waits for a change.
func (q *request) patience() (time.Duration, *problem) {
	text := q.URL.Query().Get("wait")
	if text == "" {
		for preference := range strings.SplitSeq(strings.Join(q.Request.Header["Prefer"], ","), ",") {
			if seconds, ok := strings.CutPrefix(strings.TrimSpace(preference), "wait="); ok {
				text = seconds
			}
		}
	}
	if text == "" {
		return 0, nil
	}
	seconds, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0, fail(http.StatusBadRequest, codeWrongQuery, "wait=%q: write a number of seconds", text)
	}
	return min(time.Duration(seconds)*time.Second, maxWait), nil
}

// deadline is how long the request may go on. A connection without deadlines, as in tests,
// has none.
func (q *request) deadline(in time.Duration) { setDeadline(q.ResponseWriter, in) }

func setDeadline(w http.ResponseWriter, in time.Duration) {
	c := http.NewResponseController(w)
	// The one for reading matters too: when it passes, the server takes the client for gone.
	_ = c.SetReadDeadline(time.Now().Add(in))
	_ = c.SetWriteDeadline(time.Now().Add(in))
}
