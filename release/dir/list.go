package dir

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"nlgserver/release"
)

// hashed is a file whose hash is known.
type hashed struct {
	info     fs.FileInfo
	revision release.Revision
}

// racy is how old a file must be for its hash to be remembered. A younger one may be
// replaced within one tick of the clock of the file system, by one of the same size and
// of the same number.
const racy = 2 * time.Second

// List implements [release.Store]. What has the name of an entry and cannot be one is left
// out: one stray file must not keep everybody from publishing.
func (s *Store) List(ctx context.Context, prefix string) ([]release.Entry, error) {
	if err := errors.Join(release.CheckPrefix(prefix), ctx.Err()); err != nil {
		return nil, err
	}
	root, err := s.root()
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // nothing was written
	var found []release.Entry
	for _, dir := range dirsOf(prefix) {
		names, err := namesIn(root, dir)
		if err != nil {
			return nil, s.fault("list", dir, err)
		}
		for _, name := range names {
			key := path.Join(dir, name)
			if release.CheckKey(key) != nil || !release.Covers(prefix, key) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			e, err := s.describe(root, key)
			switch _, stray := errors.AsType[*strayError](err); {
			case errors.Is(err, fs.ErrNotExist): // deleted just now
			case stray:
				s.tellStray(key, err)
			case err != nil:
				// It may be the beat of a replica that must not be forgotten.
				return nil, s.fault("read", key, err)
			default:
				found = append(found, e)
			}
		}
	}
	slices.SortFunc(found, func(a, b release.Entry) int { return cmp.Compare(a.Key, b.Key) })
	return found, nil
}

// dirsOf returns the directories that hold entries of a prefix.
func dirsOf(prefix string) []string {
	switch {
	case prefix == "":
		return []string{".", "releases", "moves", "bundles", "replicas"}
	case strings.HasSuffix(prefix, "/"):
		return []string{strings.TrimSuffix(prefix, "/")}
	}
	return []string{"."}
}

func namesIn(root *os.Root, dir string) ([]string, error) {
	d, err := root.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // nothing was written there yet
	}
	if err != nil {
		return nil, err
	}
	defer d.Close() //nolint:errcheck // nothing was written
	return d.Readdirnames(-1)
}

// describe returns an entry without its data.
func (s *Store) describe(root *os.Root, key string) (release.Entry, error) {
	info, err := root.Lstat(key)
	if err != nil {
		return release.Entry{}, err
	}
	h, ok := s.remembered(key, info)
	if !ok {
		f, info, err := open(root, key)
		if err != nil {
			return release.Entry{}, err
		}
		defer f.Close() //nolint:errcheck // nothing was written
		if h, err = s.hash(key, f, info); err != nil {
			return release.Entry{}, err
		}
	}
	return release.Entry{Key: key, Revision: h.revision, Age: ageOf(key, h.info)}, nil
}

// remembered returns the hash of a file that is still the same.
func (s *Store) remembered(key string, info fs.FileInfo) (hashed, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, ok := s.hashes[key]
	return h, ok && h.info.ModTime().Equal(info.ModTime()) && h.info.Size() == info.Size() && os.SameFile(h.info, info)
}

// hash returns the hash of an open file, which it reads unless it is remembered.
func (s *Store) hash(key string, f io.Reader, info fs.FileInfo) (hashed, error) {
	if h, ok := s.remembered(key, info); ok {
		return h, nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return hashed{}, err
	}
	h := hashed{info, release.Revision(hex.EncodeToString(sum.Sum(nil)))}
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(info.ModTime()) > racy {
		s.hashes[key] = h
	} else {
		delete(s.hashes, key)
	}
	return h, nil
}

// tellStray tells once that something is no entry.
func (s *Store) tellStray(key string, err error) {
	s.mu.Lock()
	told := s.strays[key]
	s.strays[key] = true
	s.mu.Unlock()
	if !told && s.opts.OnStray != nil {
		s.opts.OnStray(s.fault("use", key, err))
	}
}
