package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// errLocked is the error for a lock that another process holds.
var errLocked = errors.New("locked")

// Lock is a directory that this process alone writes to. It ends with the process.
type Lock struct{ file *os.File }

// LockDir takes a directory. It fails if another process has it.
func LockDir(dir string) (*Lock, error) {
	f, err := lockFile(filepath.Join(dir, "lock"))
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("the state directory %q is in use by another process: stop it, or use another directory", dir)
	}
	if err != nil {
		return nil, err
	}
	return &Lock{f}, nil
}

// Close gives the directory back.
func (l *Lock) Close() error { return l.file.Close() }
