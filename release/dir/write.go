package dir

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"runtime"
	"syscall"

	"nlgserver/release"
)

const (
	// lockName is the file in each directory that a writer locks, and tempName the one that
	// it writes before the rename. There is at most one: who holds the lock.
	lockName = ".lock"
	tempName = ".writing"
)

// Set implements [release.Store].
func (s *Store) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	err := s.change(ctx, "write", key, func(root *os.Root) error {
		now, err := revisionAt(root, key, was)
		if err != nil {
			return err
		}
		if now != was {
			return release.ErrChanged
		}
		return s.replace(root, key, data)
	})
	if err != nil {
		return "", err
	}
	return revisionOf(data), nil
}

// revisionAt returns the revision of an entry, which is empty if there is none. It need
// not be the right one if it differs from was anyway.
func revisionAt(root *os.Root, key string, was release.Revision) (release.Revision, error) {
	info, err := root.Lstat(key)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	case was == "" && info.Mode().IsRegular():
		return "some", nil
	}
	data, _, err := read(root, key)
	return revisionOf(data), err
}

// Put implements [release.Store].
func (s *Store) Put(ctx context.Context, key string, data []byte) error {
	return s.change(ctx, "write", key, func(root *os.Root) error { return s.replace(root, key, data) })
}

// Delete implements [release.Store].
func (s *Store) Delete(ctx context.Context, key string) error {
	return s.change(ctx, "delete", key, func(root *os.Root) error {
		s.mu.Lock()
		delete(s.hashes, key)
		s.mu.Unlock()
		err := root.Remove(key)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return errors.Join(err, syncDir(root, path.Dir(key)))
	})
}

// change does something to a key under the lock of its directory.
func (s *Store) change(ctx context.Context, what, key string, do func(*os.Root) error) error {
	if err := errors.Join(release.CheckKey(key), ctx.Err()); err != nil {
		return err
	}
	root, err := s.root()
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // whatever was written is synced
	dir := path.Dir(key)
	turn := s.turns[dir]
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.makeDir(root, dir); err != nil {
		return s.fault(what, key, err)
	}
	lock, err := s.lock(ctx, root, dir)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return s.fault("lock the directory of", key, err)
	}
	defer lock.Close() //nolint:errcheck // it holds the lock, and no data
	err = do(root)
	if err != nil && !errors.Is(err, release.ErrChanged) {
		return s.fault(what, key, err)
	}
	return err
}

// makeDir makes the directory of an entry, if it is missing.
func (s *Store) makeDir(root *os.Root, dir string) error {
	if dir == "." {
		return nil
	}
	err := root.Mkdir(dir, s.dirMode())
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return errors.Join(err, syncDir(root, "."))
}

// replace writes a file beside an entry, and gives it the name of the entry once it is on
// the disk. If that fails, the entry is as it was.
func (s *Store) replace(root *os.Root, key string, data []byte) error {
	if len(data) > release.MaxEntry {
		return tooLarge(int64(len(data)))
	}
	if info, err := root.Lstat(key); err == nil && !info.Mode().IsRegular() {
		return errIrregular
	}
	temp := path.Join(path.Dir(key), tempName)
	if err := root.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // that of a writer who was killed
	}
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, s.opts.Mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = root.Rename(temp, key)
	}
	if err != nil {
		return errors.Join(err, root.Remove(temp))
	}
	return syncDir(root, path.Dir(key))
}

// syncDir makes renames in a directory durable, if the system supports it. The one of package
// atomicfile takes a path, which may lead to another directory by now; this one stays in the
// root that was written to.
func syncDir(root *os.Root, dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := root.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
