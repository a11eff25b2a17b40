package dir

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"nlgserver/release"
)

// Get implements [release.Store].
func (s *Store) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	if err := errors.Join(release.CheckKey(key), ctx.Err()); err != nil {
		return release.Entry{}, err
	}
	root, err := s.root()
	if err != nil {
		return release.Entry{}, err
	}
	defer root.Close() //nolint:errcheck // nothing was written
	data, info, err := read(root, key)
	if errors.Is(err, fs.ErrNotExist) {
		return release.Entry{}, release.ErrNotFound
	}
	if err != nil {
		return release.Entry{}, s.fault("read", key, err)
	}
	e := release.Entry{Key: key, Revision: revisionOf(data), Age: ageOf(key, info)}
	if e.Revision != known {
		e.Data = data
	}
	return e, nil
}

// strayError is why something with the name of an entry is none.
type strayError struct{ text string }

var errIrregular = &strayError{"it is not a regular file"}

func (e *strayError) Error() string { return e.text }

// open opens the file of an entry. A file that is no regular one is none, above all a
// symbolic link, wherever it leads.
func open(root *os.Root, key string) (*os.File, fs.FileInfo, error) {
	info, err := root.Lstat(key)
	if err == nil && !info.Mode().IsRegular() {
		err = errIrregular
	}
	if err != nil {
		return nil, nil, err
	}
	f, err := root.Open(key)
	if err != nil {
		return nil, nil, err
	}
	if info, err = f.Stat(); err == nil && info.Size() > release.MaxEntry {
		err = tooLarge(info.Size())
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, info, nil
}

func read(root *os.Root, key string) ([]byte, fs.FileInfo, error) {
	f, info, err := open(root, key)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, nil, err
	}
	return data, info, nil
}

func tooLarge(size int64) error {
	return &strayError{fmt.Sprintf("it has %d bytes, more than %d", size, release.MaxEntry)}
}

func revisionOf(data []byte) release.Revision {
	sum := sha256.Sum256(data)
	return release.Revision(hex.EncodeToString(sum[:]))
}

// ageOf returns how old the file of a key is, by the clock of this machine: that of the file
// server is not known. A beat from the future counts as new. To take a living replica for a
// lost one would publish without asking it.
func ageOf(key string, info fs.FileInfo) time.Duration {
	now := time.Now()
	if release.Covers(release.ReplicasPrefix, key) && info.ModTime().After(now) {
		return 0
	}
	return release.AgeAt(info.ModTime(), now)
}
