package dir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"nlgserver/release"
)

const (
	// defaultPoll is how often a watch looks at the files. Usually the system tells of each
	// change at once; a network file system tells nothing.
	defaultPoll = time.Second
	// defaultMode is the mode of files: they are for their owner.
	defaultMode fs.FileMode = 0o600
)

// Options are how a directory is used. The zero Options are ready to use.
type Options struct {
	// Mode is that of new files, minus the umask: 0o600, if 0. Directories get the right to
	// enter them for whoever may read.
	Mode fs.FileMode
	// Poll is how often a watch looks at the files, beside what the system tells: each
	// second, if 0.
	Poll time.Duration
	// OnWatchError is called when the system cannot tell of changes, so that they are found
	// by polling only; nil for nobody.
	OnWatchError func(error)
	// OnStray is called, once for each, with what has the name of an entry and cannot be
	// one, such as a directory; nil for nobody.
	OnStray func(error)
}

// Store is a [release.Store] in a directory.
type Store struct {
	path string
	opts Options
	// turns are for the writers of this handle: a value for each directory, which the
	// writer holds.
	turns map[string]chan struct{}
	// mu guards the rest.
	mu     sync.Mutex
	hashes map[string]hashed
	// strays are the keys of what was told to be none.
	strays map[string]bool
}

var _ release.Store = (*Store)(nil)

// Open opens a directory, which is made if only its last element is missing.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if path == "" {
		return nil, errors.New("the store has no path")
	}
	if o.Mode == 0 {
		o.Mode = defaultMode
	}
	if o.Poll == 0 {
		o.Poll = defaultPoll
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, opts: o, turns: map[string]chan struct{}{}, hashes: map[string]hashed{}, strays: map[string]bool{}}
	for _, name := range []string{".", "releases", "moves", "bundles", "replicas"} {
		s.turns[name] = make(chan struct{}, 1)
	}
	if err := os.Mkdir(path, s.dirMode()); err != nil && !errors.Is(err, fs.ErrExist) {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("cannot create %q: the directory above it does not exist", path)
		}
		return nil, fmt.Errorf("cannot create %q: %w", path, causeOf(err))
	}
	root, err := s.root()
	if err != nil {
		return nil, err
	}
	return s, root.Close()
}

// String returns the path, as a URL.
func (s *Store) String() string { return "dir:" + s.path }

// Close implements [release.Store].
func (s *Store) Close() error { return nil }

// root opens the directory. It is opened anew each time: another one may have taken its
// place, such as a backup. No symbolic link leads out of it.
func (s *Store) root() (*os.Root, error) {
	root, err := os.OpenRoot(s.path)
	if err != nil {
		return nil, fmt.Errorf("cannot open the store %q: %w", s.path, causeOf(err))
	}
	return root, nil
}

// dirMode is the mode of directories.
func (s *Store) dirMode() fs.FileMode {
	return s.opts.Mode | s.opts.Mode&0o444>>2 | 0o700
}

// fault says what could not be done to a key.
func (s *Store) fault(what, key string, err error) error {
	return fmt.Errorf("cannot %s %q in the store %q: %w", what, key, s.path, causeOf(err))
}

// causeOf returns an error without the path that the caller names better.
func causeOf(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}
