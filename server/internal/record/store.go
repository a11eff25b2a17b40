package record

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
	// buckets are the files of the store, the oldest of each response first.
	buckets map[string][]storedFile
	count   int
	size    int64
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
	s := &store{dir: dir, keep: keep, maxBytes: maxBytes, buckets: map[string][]storedFile{}}
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, d := range names {
		if strings.HasPrefix(d.Name(), tempPrefix) || atomicfile.IsTemp(d.Name()) {
			_ = os.Remove(filepath.Join(dir, d.Name()))
			continue
		}
		bucket, at, ok := parseName(d.Name())
		info, err := d.Info()
		if ok && err == nil && info.Mode().IsRegular() {
			s.add(bucket, storedFile{d.Name(), at, info.Size()}) // in the order of time, for names are sorted
		}
	}
	probe, err := os.CreateTemp(dir, tempPrefix)
	if err != nil {
		return nil, err
	}
	return s, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// write stores a request, and deletes files that are above the limits.
func (s *store) write(bucket string, at time.Time, data []byte) error {
	if int64(len(data)) > s.maxBytes {
		return fmt.Errorf("a request of %d bytes exceeds the limit for all requests", len(data))
	}
	// No two files may have the same name, even if the clock is set back.
	if list := s.buckets[bucket]; len(list) > 0 && !at.After(list[len(list)-1].at) {
		at = list[len(list)-1].at.Add(1)
	}
	f := storedFile{bucket + "." + at.UTC().Format(timeFormat) + suffix, at, int64(len(data))}
	if err := atomicfile.WriteUnsynced(filepath.Join(s.dir, f.name), data, 0o600); err != nil {
		return err
	}
	s.add(bucket, f)
	return s.prune(bucket)
}

func (s *store) add(bucket string, f storedFile) {
	s.buckets[bucket] = append(s.buckets[bucket], f)
	s.count++
	s.size += f.size
}

// prune removes the oldest files: of the bucket while it has too many, and of all
// buckets while there are too many files or they are too large.
func (s *store) prune(bucket string) error {
	var failure error
	for len(s.buckets[bucket]) > s.keep {
		failure = errors.Join(failure, s.removeFirst(bucket))
	}
	for s.count > maxFiles || s.size > s.maxBytes {
		failure = errors.Join(failure, s.removeFirst(s.oldest()))
	}
	return failure
}

// oldest returns the bucket that has the oldest file.
func (s *store) oldest() string {
	oldest := ""
	for bucket, list := range s.buckets {
		if oldest == "" || list[0].at.Before(s.buckets[oldest][0].at) {
			oldest = bucket
		}
	}
	return oldest
}

func (s *store) removeFirst(bucket string) error {
	list := s.buckets[bucket]
	f := list[0]
	s.count--
	s.size -= f.size
	if s.buckets[bucket] = list[1:]; len(list) == 1 {
		delete(s.buckets, bucket)
	}
	if err := os.Remove(filepath.Join(s.dir, f.name)); !errors.Is(err, os.ErrNotExist) {
		return err
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
