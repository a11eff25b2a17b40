package record

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nlgserver/internal/atomicfile"
)

const (
	// maxFiles bounds the files of all responses together.
	maxFiles = 10_000
	// maxName keeps names below what file systems allow.
	maxName = 100

	suffix     = ".json"
	tempPrefix = ".record-" // of the probe, and of earlier versions
	// timeFormat sorts by time, and is allowed in file names everywhere.
	timeFormat = "20060102T150405.000000000Z"
)

// store is a directory of recorded requests, named RESPONSE.TIME.json. It leaves
// other files alone.
type store struct {
	dir      string
	keep     int
	maxBytes int64
	buckets  map[string]*bucket
	count    int
	size     int64
}

// bucket has the files of a response, the oldest first.
type bucket struct {
	files []storedFile
	size  int64
}

type storedFile struct {
	name string
	at   time.Time
	size int64
}

// openStore creates the directory, removes files that an interrupted run left
// half written, and lists the others.
func openStore(dir string, keep int, maxBytes int64) (*store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &store{dir: dir, keep: keep, maxBytes: maxBytes, buckets: map[string]*bucket{}}
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, d := range names {
		if strings.HasPrefix(d.Name(), tempPrefix) || atomicfile.IsTemp(d.Name()) {
			_ = os.Remove(filepath.Join(dir, d.Name()))
			continue
		}
		name, at, ok := parseName(d.Name())
		info, err := d.Info()
		if ok && err == nil && info.Mode().IsRegular() {
			s.add(name, storedFile{d.Name(), at, info.Size()}) // in the order of time, for names are sorted
		}
	}
	probe, err := os.CreateTemp(dir, tempPrefix)
	if err != nil {
		return nil, err
	}
	return s, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// write stores a request, and deletes files that are above the limits. If files
// cannot be deleted, nothing more is written.
func (s *store) write(name string, at time.Time, data []byte) error {
	if int64(len(data)) > s.maxBytes {
		return errTooLarge
	}
	if err := s.prune(name); err != nil {
		return err
	}
	// No two files may have the same name, even if the clock is set back.
	if b := s.buckets[name]; b != nil {
		if last := b.files[len(b.files)-1].at; !at.After(last) {
			at = last.Add(1)
		}
	}
	f := storedFile{name + "." + at.UTC().Format(timeFormat) + suffix, at, int64(len(data))}
	if err := atomicfile.WriteUnsynced(filepath.Join(s.dir, f.name), data, 0o600); err != nil {
		return err
	}
	s.add(name, f)
	return s.prune(name)
}

func (s *store) add(name string, f storedFile) {
	b := s.buckets[name]
	if b == nil {
		b = &bucket{}
		s.buckets[name] = b
	}
	b.files = append(b.files, f)
	b.size += f.size
	s.count++
	s.size += f.size
}

// prune removes the oldest files of a bucket while it has too many. While all buckets
// together have too many, or are too large, it removes the oldest of the bucket that
// takes most, so that no response pushes out the others.
func (s *store) prune(name string) error {
	for s.buckets[name] != nil && len(s.buckets[name].files) > s.keep {
		if err := s.removeFirst(name); err != nil {
			return err
		}
	}
	for s.size > s.maxBytes {
		// Files differ a little in size; that does not count.
		const block = 4 << 10
		if err := s.removeFirst(s.largest(func(b *bucket) int64 { return b.size / block })); err != nil {
			return err
		}
	}
	for s.count > maxFiles {
		if err := s.removeFirst(s.largest(func(b *bucket) int64 { return int64(len(b.files)) })); err != nil {
			return err
		}
	}
	return nil
}

// largest returns the bucket that has most; of several, the one with the oldest file.
func (s *store) largest(weight func(*bucket) int64) string {
	largest, most := "", int64(-1)
	for name, b := range s.buckets {
		if w := weight(b); w > most || w == most && b.files[0].at.Before(s.buckets[largest].files[0].at) {
			largest, most = name, w
		}
	}
	return largest
}

// removeFirst deletes a bucket's oldest file. A file that somebody else deleted is
// gone; one that cannot be deleted still counts.
func (s *store) removeFirst(name string) error {
	b := s.buckets[name]
	f := b.files[0]
	if err := os.Remove(filepath.Join(s.dir, f.name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	b.files = b.files[1:]
	b.size -= f.size
	s.count--
	s.size -= f.size
	if len(b.files) == 0 {
		delete(s.buckets, name)
	}
	return nil
}

// parseName splits the name of a file of the store.
func parseName(name string) (bucket string, at time.Time, ok bool) {
	base, isJSON := strings.CutSuffix(name, suffix)
	cut := len(base) - len(timeFormat)
	if !isJSON || cut < 2 || base[cut-1] != '.' {
		return "", time.Time{}, false
	}
	at, err := time.Parse(timeFormat, base[cut:])
	return base[:cut-1], at, err == nil
}

// fileName turns a response name into one that every file system accepts. No two
// responses share one.
func fileName(response string) string {
	clean := strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '-'
	}, response)
	if clean == response && clean != "" && len(clean) <= maxName {
		return clean
	}
	sum := sha256.Sum256([]byte(response))
	return clean[:min(len(clean), maxName)] + "~" + hex.EncodeToString(sum[:4])
}
