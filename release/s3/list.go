package s3

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7"

	"nlgserver/release"
)

// maxListed is how many objects a listing may have.
const maxListed = 1 << 20

// List implements [release.Store].
func (s *Store) List(ctx context.Context, prefix string) ([]release.Entry, error) {
	if err := release.CheckPrefix(prefix); err != nil {
		return nil, err
	}
	var entries []release.Entry
	err := s.retry(ctx, repeatable, func(ctx context.Context) (err error) {
		entries, err = s.list(ctx, prefix)
		return err
	})
	if err != nil {
		return nil, s.explain("list", prefix, err)
	}
	return entries, nil
}

// list is one try of List. What is not an entry is left out: the probe, and what others
// keep below the same prefix. An object that is too large is no entry either, and must not
// keep everybody from publishing.
func (s *Store) list(ctx context.Context, prefix string) ([]release.Entry, error) {
	x := &exchange{}
	var entries []release.Entry
	listed := 0
	for object := range s.client.ListObjectsIter(withExchange(ctx, x), s.location.bucket, minio.ListObjectsOptions{
		Prefix:    s.location.prefix + prefix,
		Recursive: true,
	}) {
		if object.Err != nil {
			return nil, x.told(object.Err)
		}
		if listed++; listed > maxListed {
			return nil, fmt.Errorf("more than %d objects", maxListed)
		}
		key, found := strings.CutPrefix(object.Key, s.location.prefix)
		if !found || !release.Covers(prefix, key) || release.CheckKey(key) != nil {
			continue
		}
		if object.Size > release.MaxEntry {
			s.tellStray(key, object.Size)
			continue
		}
		age, err := x.since(object.LastModified)
		if err != nil {
			return nil, err
		}
		entries = append(entries, release.Entry{Key: key, Revision: revisionOf(object.ETag), Age: age})
	}
	if err := ctx.Err(); err != nil {
		return nil, err // the iterator just ends
	}
	slices.SortFunc(entries, func(a, b release.Entry) int { return strings.Compare(a.Key, b.Key) })
	return entries, nil
}

// tellStray tells once that an object is no entry.
func (s *Store) tellStray(key string, size int64) {
	if _, told := s.strays.LoadOrStore(key, true); !told && s.onStray != nil {
		s.onStray(fmt.Errorf("cannot use %q in the store %s: it has %d bytes, more than %d", key, s, size, release.MaxEntry))
	}
}
