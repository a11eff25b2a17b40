package s3

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

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
	x := &exchange{limit: release.MaxEntry}
	var o minio.GetObjectOptions
	if known != "" {
		if err := o.SetMatchETagExcept(string(known)); err != nil {
			return release.Entry{}, err
		}
	}
	reader, info, _, err := s.client.GetObject(withExchange(ctx, x), s.location.bucket, s.location.prefix+key, o)
	if statusOf(err) == http.StatusNotModified && known != "" {
		entry := release.Entry{Key: key, Revision: known, Age: unknownAge}
		if x.header.Get("Last-Modified") != "" {
			entry.Age, err = x.age()
			return entry, err
		}
		return entry, nil
	}
	if isMissing(err) && !x.foreign {
		return release.Entry{}, release.ErrNotFound
	}
	if err != nil {
		return release.Entry{}, x.told(err)
	}
	defer func() { _ = reader.Close() }()
	entry := release.Entry{Key: key, Revision: revisionOf(info.ETag)}
	if entry.Revision == "" {
		return release.Entry{}, errNotS3
	}
	if entry.Age, err = x.age(); err != nil || entry.Revision == known {
		return entry, err
	}
	entry.Data, err = readAll(reader, info.Size)
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
	x := &exchange{}
	info, err := s.client.StatObject(withExchange(ctx, x), s.location.bucket, s.location.prefix+entry.Key, minio.StatObjectOptions{})
	switch {
	case isMissing(err):
		return release.Entry{}, release.ErrNotFound
	case err != nil:
		return release.Entry{}, err
	case revisionOf(info.ETag) != entry.Revision:
		return s.get(ctx, entry.Key, "")
	}
	entry.Age, err = x.age()
	return entry, err
}

// age is how long ago what a response is about was written.
func (x *exchange) age() (time.Duration, error) {
	written, err := http.ParseTime(x.header.Get("Last-Modified"))
	if err != nil {
		return 0, errNotS3
	}
	return x.since(written)
}

// since is how long ago a time was by the clock of the storage.
func (x *exchange) since(written time.Time) (time.Duration, error) {
	now, err := http.ParseTime(x.header.Get("Date"))
	if err != nil {
		return 0, errors.New("the response has no Date: the storage does not tell its clock")
	}
	// Date has whole seconds, and a listing milliseconds.
	return release.AgeAt(written, now), nil
}

// told replaces what the client made of an answer that is not one of an S3 storage.
func (x *exchange) told(err error) error {
	if x.foreign {
		return errForeign
	}
	return err
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
	var o minio.PutObjectOptions
	if was == "" {
		o.SetMatchETagExcept("*")
	} else {
		o.SetMatchETag(string(was))
	}
	var revision release.Revision
	throttled := false
	err := s.retry(ctx, once, func(ctx context.Context) (err error) {
		revision, err = s.put(ctx, key, data, o)
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
		_, err := s.put(ctx, key, data, minio.PutObjectOptions{})
		return err
	})
	if err != nil {
		return s.explain("write", key, err)
	}
	return nil
}

// put writes an object in one request, whose signature covers the bytes.
func (s *Store) put(ctx context.Context, key string, data []byte, o minio.PutObjectOptions) (release.Revision, error) {
	o.DisableContentSha256 = true // in chunks, that is
	sum := sha256.Sum256(data)
	x := &exchange{}
	info, err := s.client.PutObject(withExchange(ctx, x), s.location.bucket, s.location.prefix+key,
		bytes.NewReader(data), int64(len(data)), "", hex.EncodeToString(sum[:]), o)
	if err != nil {
		return "", x.told(err)
	}
	revision := revisionOf(info.ETag)
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
		x := &exchange{}
		err := s.client.RemoveObject(withExchange(ctx, x), s.location.bucket, s.location.prefix+key, minio.RemoveObjectOptions{})
		if isMissing(err) && !x.foreign {
			return nil
		}
		return x.told(err)
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
