package dir

import (
	"context"
	"errors"
	"os"
	"path"
	"time"
)

// The time between two tries to lock a directory, which grows. A writer holds it for as
// long as one write to the disk takes.
const (
	firstTry   = time.Millisecond
	longestTry = 20 * time.Millisecond
)

// errLocked is the error for a lock that another process holds.
var errLocked = errors.New("locked")

// lock locks a directory for one writer. The lock ends with the file or the process.
func (s *Store) lock(ctx context.Context, root *os.Root, dir string) (*os.File, error) {
	f, err := root.OpenFile(path.Join(dir, lockName), os.O_RDWR|os.O_CREATE, s.opts.Mode)
	if err != nil {
		return nil, err
	}
	for wait := firstTry; ; wait = min(2*wait, longestTry) {
		err := tryLock(f)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, errLocked) {
			return nil, errors.Join(err, f.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-time.After(wait):
		}
	}
}
