package hub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nlgserver/release"
)

const (
	// maxList is the size of the largest list, in bytes.
	maxList = 64 << 20
	// maxProblem is the size of the largest other reply: a problem document.
	maxProblem = 1 << 20
	// tries is how often a read is tried, and firstPause the time before the second try;
	// each further one is twice as long.
	tries      = 3
	firstPause = 100 * time.Millisecond
)

// Get implements [release.Store].
func (s *Store) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	if err := release.CheckKey(key); err != nil {
		return release.Entry{}, err
	}
	c := call{method: http.MethodGet, key: key, limit: release.MaxEntry, time: timeFor(key), header: http.Header{}}
	if have := s.knownTags(key, known); len(have) > 0 {
		c.header.Set("If-None-Match", strings.Join(have, ", "))
	}
	a, err := s.read(ctx, c)
	if err != nil {
		return release.Entry{}, err
	}
	switch {
	case a.status == http.StatusNotModified && known != "" && (a.isHub || !s.isHub.Load()):
		return release.Entry{Key: key, Revision: known, Age: ageOf(a.header)}, nil
	case a.status == http.StatusNotFound && s.isAbsent(a):
		return release.Entry{}, release.ErrNotFound
	case a.status != http.StatusOK || !a.isHub && s.isHub.Load():
		return release.Entry{}, s.refused(c, a)
	}
	sum := sha256.Sum256(a.body)
	e := release.Entry{Key: key, Revision: release.Revision(hex.EncodeToString(sum[:])), Age: ageOf(a.header)}
	if a.isHub && a.header.Get("ETag") != etag(e.Revision) {
		return release.Entry{}, fmt.Errorf("%s of %s: the reply is not what the hub has: its SHA-256 differs from its ETag", key, s)
	}
	s.remember(key, e.Revision, a)
	if e.Revision != known {
		e.Data = a.body
	}
	return e, nil
}

func timeFor(key string) time.Duration {
	if strings.HasPrefix(key, release.BundlesPrefix) {
		return bundleTime
	}
	return requestTime
}

// isAbsent reports whether a reply says that an entry is not there. Where a hub was heard,
// only a hub may say so: a proxy says it too, when its hub is down.
func (s *Store) isAbsent(a *answer) bool {
	if a.isHub {
		return codeOf(a) == codeNotFound
	}
	return !s.isHub.Load()
}

// read sends a request that changes nothing, again if there is hope.
func (s *Store) read(ctx context.Context, c call) (*answer, error) {
	pause := firstPause
	for try := 1; ; try++ {
		a, err := s.send(ctx, c)
		if try == tries || ctx.Err() != nil || err == nil && !isPassing(a.status) {
			return a, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
		pause *= 2
	}
}

func isPassing(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// Set implements [release.Store].
func (s *Store) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	condition := http.Header{"If-None-Match": {"*"}}
	if was != "" {
		condition = http.Header{"If-Match": {etag(was)}}
	}
	if err := s.write(ctx, http.MethodPut, key, data, condition); err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return release.Revision(hex.EncodeToString(sum[:])), nil
}

// Put implements [release.Store].
func (s *Store) Put(ctx context.Context, key string, data []byte) error {
	return s.write(ctx, http.MethodPut, key, data, nil)
}

// Delete implements [release.Store].
func (s *Store) Delete(ctx context.Context, key string) error {
	return s.write(ctx, http.MethodDelete, key, nil, nil)
}

// write sends a request that changes an entry, once: nobody knows whether one that failed
// has done it.
func (s *Store) write(ctx context.Context, method, key string, data []byte, condition http.Header) error {
	if err := release.CheckKey(key); err != nil {
		return err
	}
	if len(data) > release.MaxEntry {
		return fmt.Errorf("%s has %d bytes, more than %d", key, len(data), release.MaxEntry)
	}
	c := call{method: method, key: key, header: condition, body: data, limit: maxProblem, time: timeFor(key)}
	a, err := s.send(ctx, c)
	if err != nil {
		return err
	}
	switch {
	case a.isHub && a.status == http.StatusNoContent:
		return nil
	case a.isHub && a.status == http.StatusPreconditionFailed:
		return release.ErrChanged
	case s.isPlain(a) && strings.HasPrefix(key, release.ReplicasPrefix):
		s.note()
		return nil
	case s.isPlain(a):
		return fmt.Errorf("%s is not a hub but a web server that serves files: nothing can be written there", s)
	}
	return s.refused(c, a)
}

// isPlain reports whether a web server that is no hub has sent a reply.
func (s *Store) isPlain(a *answer) bool {
	switch a.status {
	case http.StatusOK, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return !a.isHub && !s.isHub.Load()
	}
	return false
}

// note tells once what a web server that is no hub cannot do.
func (s *Store) note() {
	s.noted.Do(func() {
		if s.opts.Note != nil {
			s.opts.Note(fmt.Sprintf("%s is not a hub but a web server that serves files: it is asked for changes every %v, and this replica does not appear in the status", s, s.opts.Poll))
		}
	})
}

// List implements [release.Store].
func (s *Store) List(ctx context.Context, prefix string) ([]release.Entry, error) {
	if err := release.CheckPrefix(prefix); err != nil {
		return nil, err
	}
	c := call{method: http.MethodGet, query: queryOf(prefix), limit: maxList, time: requestTime}
	a, err := s.read(ctx, c)
	if err != nil {
		return nil, err
	}
	if s.isPlain(a) {
		return nil, fmt.Errorf("%s is not a hub but a web server that serves files: it has no lists", s)
	}
	if a.status != http.StatusOK || !a.isHub {
		return nil, s.refused(c, a)
	}
	return readList(a.body, prefix)
}

func queryOf(prefix string) string { return "prefix=" + url.QueryEscape(prefix) }

// readList reads a list. It takes nothing that a store cannot hold.
func readList(body []byte, prefix string) ([]release.Entry, error) {
	var l list
	if err := json.Unmarshal(body, &l); err != nil {
		return nil, fmt.Errorf("the list of the hub cannot be read: %w", err)
	}
	var entries []release.Entry
	for i, e := range l.Entries {
		if release.CheckKey(e.Key) != nil || !release.Covers(prefix, e.Key) || e.Revision == "" || i > 0 && l.Entries[i-1].Key >= e.Key {
			return nil, fmt.Errorf("the list of the hub is wrong at %q", e.Key)
		}
		entries = append(entries, release.Entry{Key: e.Key, Revision: e.Revision, Age: time.Duration(max(0, min(e.AgeMS, maxAgeMS))) * time.Millisecond})
	}
	return entries, nil
}

// maxAgeMS is the greatest age that is understood, a century, so that it cannot overflow.
const maxAgeMS = 100 * 365 * 24 * 60 * 60 * 1000

// ageOf returns the age of an entry: that of a hub, or else how long ago it was modified,
// by the clock of the web server.
func ageOf(h http.Header) time.Duration {
	if ms, err := strconv.ParseInt(h.Get(headerAge), 10, 64); err == nil {
		return time.Duration(max(0, min(ms, maxAgeMS))) * time.Millisecond
	}
	now, err := http.ParseTime(h.Get("Date"))
	modified, wrong := http.ParseTime(h.Get("Last-Modified"))
	if err != nil || wrong != nil {
		return 0
	}
	return max(0, now.Sub(modified))
}

// refused is the error for a reply that is none of those expected.
func (s *Store) refused(c call, a *answer) error {
	what := strings.TrimSpace(c.method + " " + s.base.JoinPath(c.key).Redacted())
	var p problem
	switch {
	case a.isHub && json.Unmarshal(a.body, &p) == nil && p.Detail != "":
		return fmt.Errorf("%s: the hub says %d %s: %s", what, a.status, p.Code, p.Detail)
	case a.status >= 300 && a.status < 400:
		return fmt.Errorf("%s: the reply is a redirect (%d): name the address that it leads to", what, a.status)
	case s.isHub.Load() && !a.isHub:
		return fmt.Errorf("%s: the reply (%d %s) is not the hub's: is it down behind a proxy?", what, a.status, http.StatusText(a.status))
	}
	return fmt.Errorf("%s: the reply is %d %s", what, a.status, http.StatusText(a.status))
}

func codeOf(a *answer) code {
	var p problem
	if json.Unmarshal(a.body, &p) != nil {
		return ""
	}
	return p.Code
}

// errNoLists is for watches of what a web server that is no hub cannot list.
var errNoLists = errors.New("a web server that serves files has no lists: only live and staged can be watched there")
