package dir

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"nlgserver/release"
)

// File opens the file of an entry, for a server that sends it without holding it in
// memory. What is read from it is the data of the entry's revision, whatever is written
// meanwhile. The caller closes it.
func (s *Store) File(ctx context.Context, key string) (*os.File, release.Entry, error) {
	if err := errors.Join(release.CheckKey(key), ctx.Err()); err != nil {
		return nil, release.Entry{}, err
	}
	root, err := s.root()
	if err != nil {
		return nil, release.Entry{}, err
	}
	defer root.Close() //nolint:errcheck // nothing was written
	f, info, err := open(root, key)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, release.Entry{}, release.ErrNotFound
	}
	if err != nil {
		return nil, release.Entry{}, s.fault("read", key, err)
	}
	h, err := s.hash(key, f, info)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, release.Entry{}, errors.Join(s.fault("read", key, err), f.Close())
	}
	return f, release.Entry{Key: key, Revision: h.revision, Age: ageOf(key, info)}, nil
}
