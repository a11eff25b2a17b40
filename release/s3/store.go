package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"nlgserver/release"
)

// Get implements [release.Store].
func (s *Store) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	if err := release.CheckKey(key); err != nil {
		return release.Entry{}, err
	}
	var entry release.Entry
	err := s.retry(ctx, repeatable, func(ctx context.Context) (err error) {
		entry, err = s.get(ctx, key, known)
		if err == nil && entry.Age == unknownAge {
			entry, err = s.aged(ctx, entry)
		}
		return err
	})
	if err != nil {
		return release.Entry{}, s.explain("read", key, err)
	}
	return entry, nil
}

// unknownAge is that of an entry in a 304 that does not tell when it was written, as that
// of versitygw. A watch need not know.
const unknownAge time.Duration = -1

// get is one try of Get.
func (s *Store) get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	asked := request{method: http.MethodGet, key: s.location.prefix + key}
	if known != "" {
		asked.condition = unlessMatch(known)
	}
	response, err := s.client.send(ctx, asked, http.StatusOK)
	switch {
	case statusOf(err) == http.StatusNotModified && known != "":
		entry := release.Entry{Key: key, Revision: known, Age: unknownAge}
		if header := failureOf(err).header; header.Get("Last-Modified") != "" {
			entry.Age, err = age(header)
			return entry, err
		}
		return entry, nil
	case isMissing(err):
		return release.Entry{}, release.ErrNotFound
	case err != nil:
		return release.Entry{}, err
	}
	defer func() { _ = response.Body.Close() }()
	entry := release.Entry{Key: key, Revision: revisionOf(response.Header.Get("ETag"))}
	if entry.Revision == "" {
		return release.Entry{}, errNotS3
	}
	if entry.Age, err = age(response.Header); err != nil || entry.Revision == known {
		return entry, err
	}
	entry.Data, err = readAll(response.Body, response.ContentLength)
	if err != nil {
		return release.Entry{}, err
	}
	return entry, nil
}

// readAll reads a body of a size, or of any size up to the limit if that is negative.
func readAll(from io.Reader, size int64) ([]byte, error) {
	switch {
	case size < 0:
		return io.ReadAll(from)
	case size > release.MaxEntry:
		return nil, errTooLong
	}
	data := make([]byte, size)
	_, err := io.ReadFull(from, data)
	return data, err
}

// aged asks how long ago an entry was written that the caller knows. If it has changed
// since the storage said that it has not, it is read.
func (s *Store) aged(ctx context.Context, entry release.Entry) (release.Entry, error) {
	response, err := s.client.send(ctx, request{method: http.MethodHead, key: s.location.prefix + entry.Key}, http.StatusOK)
	switch {
	case isMissing(err):
		return release.Entry{}, release.ErrNotFound
	case err != nil:
		return release.Entry{}, err
	}
	defer func() { _ = response.Body.Close() }()
	if revisionOf(response.Header.Get("ETag")) != entry.Revision {
		return s.get(ctx, entry.Key, "")
	}
	entry.Age, err = age(response.Header)
	return entry, err
}

// age is how long ago what a response is about was written.
func age(header http.Header) (time.Duration, error) {
	written, err := http.ParseTime(header.Get("Last-Modified"))
	if err != nil {
		return 0, errNotS3
	}
	return since(header, written)
}

// since is how long ago a time was by the clock of the storage.
func since(header http.Header, written time.Time) (time.Duration, error) {
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0, errors.New("the response has no Date: the storage does not tell its clock")
	}
	// Date has whole seconds, and a listing milliseconds.
	return release.AgeAt(written, now), nil
}

// revisionOf is the revision in an ETag. A proxy that compresses makes it a weak one.
func revisionOf(etag string) release.Revision {
	return release.Revision(strings.Trim(strings.TrimPrefix(etag, "W/"), `"`))
}

// Set implements [release.Store].
func (s *Store) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	if err := checkWrite(key, data); err != nil {
		return "", err
	}
	if err := s.conditional(ctx); err != nil {
		return "", s.explain("write", key, err)
	}
	only := ifNone()
	if was != "" {
		only = ifMatch(was)
	}
	var revision release.Revision
	throttled := false
	err := s.retry(ctx, once, func(ctx context.Context) (err error) {
		revision, err = s.put(ctx, key, data, only)
		if isThrottle(err) {
			throttled = true
		}
		return err
	})
	if isUnmet(err) || was != "" && isMissing(err) {
		if throttled {
			// Not even a throttled write is known to be none, and ErrChanged would say that.
			return "", s.explain("write", key, errUnclear)
		}
		return "", release.ErrChanged
	}
	if err != nil {
		return "", s.explain("write", key, err)
	}
	return revision, nil
}

// Put implements [release.Store].
func (s *Store) Put(ctx context.Context, key string, data []byte) error {
	if err := checkWrite(key, data); err != nil {
		return err
	}
	err := s.retry(ctx, repeatable, func(ctx context.Context) error {
		_, err := s.put(ctx, key, data, condition{})
		return err
	})
	if err != nil {
		return s.explain("write", key, err)
	}
	return nil
}

// put writes an object in one request.
func (s *Store) put(ctx context.Context, key string, data []byte, only condition) (release.Revision, error) {
	response, err := s.client.send(ctx, request{method: http.MethodPut, key: s.location.prefix + key, condition: only, data: data}, http.StatusOK)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = readText(response.Body) // it says nothing, but unread it would cost the connection
	revision := revisionOf(response.Header.Get("ETag"))
	if revision == "" {
		return "", errNotS3
	}
	return revision, nil
}

// Delete implements [release.Store].
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := release.CheckKey(key); err != nil {
		return err
	}
	err := s.retry(ctx, repeatable, func(ctx context.Context) error {
		response, err := s.client.send(ctx, request{method: http.MethodDelete, key: s.location.prefix + key}, http.StatusNoContent)
		if err == nil {
			_ = response.Body.Close()
		}
		if isMissing(err) {
			return nil
		}
		return err
	})
	if err != nil {
		return s.explain("delete", key, err)
	}
	return nil
}

func checkWrite(key string, data []byte) error {
	if err := release.CheckKey(key); err != nil {
		return err
	}
	if len(data) > release.MaxEntry {
		return fmt.Errorf("cannot write %q: it has %d bytes; the most is %d", key, len(data), release.MaxEntry)
	}
	return nil
}
