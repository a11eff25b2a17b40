package s3

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

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
	var entries []release.Entry
	count := 0
	for next, more := "", true; more; more = next != "" {
		p, header, err := s.page(ctx, prefix, next)
		if err != nil {
			return nil, err
		}
		if p.next != "" && p.next == next {
			return nil, errNotS3 // it would go on for ever
		}
		next = p.next
		if count += len(p.objects); count > maxListed {
			return nil, fmt.Errorf("more than %d objects", maxListed)
		}
		for _, object := range p.objects {
			key, found := strings.CutPrefix(object.Key, s.location.prefix)
			if !found || !release.Covers(prefix, key) || release.CheckKey(key) != nil {
				continue
			}
			if object.Size > release.MaxEntry {
				s.tellStray(key, object.Size)
				continue
			}
			age, err := since(header, object.LastModified)
			if err != nil {
				return nil, err
			}
			entries = append(entries, release.Entry{Key: key, Revision: revisionOf(object.ETag), Age: age})
		}
	}
	slices.SortFunc(entries, func(a, b release.Entry) int { return strings.Compare(a.Key, b.Key) })
	return entries, nil
}

// page asks for a page of a listing, the first one if there is no token of another.
func (s *Store) page(ctx context.Context, prefix, token string) (page, http.Header, error) {
	// What XML cannot have in a key is escaped.
	query := url.Values{"list-type": {"2"}, "encoding-type": {"url"}, "prefix": {s.location.prefix + prefix}}
	if token != "" {
		query.Set("continuation-token", token)
	}
	response, err := s.client.send(ctx, request{method: http.MethodGet, query: query}, http.StatusOK)
	if err != nil {
		return page{}, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := readText(response.Body)
	if err != nil {
		return page{}, nil, err
	}
	p, err := parsePage(text)
	return p, response.Header, err
}

// tellStray tells once that an object is no entry.
func (s *Store) tellStray(key string, size int64) {
	if _, told := s.strays.LoadOrStore(key, true); !told && s.onStray != nil {
		s.onStray(fmt.Errorf("cannot use %q in the store %s: it has %d bytes, more than %d", key, s, size, release.MaxEntry))
	}
}
