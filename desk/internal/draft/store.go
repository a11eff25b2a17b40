package draft

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"nlgserver/desk/internal/journal"
	"nlgserver/edit"
	"nlgserver/nlg"
	"nlgserver/responses"
)

const (
	// maxDrafts bounds the drafts of an assistant, one for each author.
	maxDrafts = 1000
	// maxDraft bounds the journal of a draft, in bytes.
	maxDraft = 64 << 20
	// maxSteps bounds the steps of a draft.
	maxSteps = 20_000
	// maxName bounds the names of authors and assistants, in bytes.
	maxName = 1000
)

// What is kept is private to the user of the server.
const (
	dirMode  = 0o700
	fileMode = 0o600
	ending   = ".journal"
)

// Apply applies an op to files, or fails and changes nothing. It must not change the
// bytes of the files that it is given. With ignoreWas, it does not matter what the op's
// author saw: that was checked.
type Apply func(files []nlg.File, op edit.Op, ignoreWas bool) ([]nlg.File, error)

// Config says how drafts are kept.
type Config struct {
	// Dir is the state directory. It is created if it does not exist.
	Dir string
	// Apply applies ops; nil means that package edit does, and several at once where it
	// can.
	Apply Apply
	// Read says how files are read.
	Read responses.Options
}

// Store is a state directory that this process has for itself. It is safe for
// concurrent use.
type Store struct {
	config Config
	// all applies ops that are apart.
	all  func(files []nlg.File, ops []edit.Op, ignoreWas bool) ([]nlg.File, error)
	lock *journal.Lock
	now  func() time.Time
	// cache knows the files that ops touch, so that typing in one of them does not read
	// all of it again.
	cache *edit.Cache

	mu   sync.Mutex
	open map[string]*Draft // by path
}

// OpenStore opens a state directory. It fails if another process has it.
func OpenStore(config Config) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(config.Dir, "drafts"), dirMode); err != nil {
		return nil, err
	}
	if err := os.Chmod(config.Dir, dirMode); err != nil {
		return nil, err
	}
	cache, all := &edit.Cache{}, config.oneByOne
	if config.Apply == nil {
		all = func(files []nlg.File, ops []edit.Op, ignoreWas bool) ([]nlg.File, error) {
			return edit.Apply(files, ops, edit.Options{Env: config.Read.Env, IgnoreWas: ignoreWas})
		}
		config.Apply = func(files []nlg.File, op edit.Op, ignoreWas bool) ([]nlg.File, error) {
			return edit.Apply(files, []edit.Op{op}, edit.Options{Env: config.Read.Env, IgnoreWas: ignoreWas, Cache: cache})
		}
	}
	lock, err := journal.LockDir(config.Dir)
	if err != nil {
		return nil, err
	}
	return &Store{config: config, all: all, lock: lock, now: time.Now, cache: cache, open: map[string]*Draft{}}, nil
}

// Prepare reads a file for ops on one of its responses.
func (s *Store) Prepare(f nlg.File, name string) { s.cache.Alone(f, name) }

// Close saves all drafts and gives the directory back.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, d := range s.open {
		d.mu.Lock()
		errs = append(errs, d.journal.Close())
		d.mu.Unlock()
	}
	s.open = map[string]*Draft{}
	return errors.Join(append(errs, s.lock.Close())...)
}

// Open opens the draft of an author, or begins one, on the present content and its
// expectation files, in this order. If they changed since the draft was last open,
// Rebased says what came of it.
func (s *Store) Open(author, assistant string, present []nlg.File) (*Draft, Rebased, error) {
	if author == "" || len(author) > maxName || len(assistant) > maxName {
		return nil, Rebased{}, fmt.Errorf("the name of an author has 1 to %d bytes", maxName)
	}
	dir := filepath.Join(s.config.Dir, "drafts", safeName(assistant))
	path := filepath.Join(dir, safeName(author)+ending)
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.open[path]; d != nil {
		r, err := d.Rebase(present)
		return d, r, err
	}
	if err := s.mayBegin(dir, path); err != nil {
		return nil, Rebased{}, err
	}
	d, err := s.read(path, author, assistant, present)
	if err != nil {
		return nil, Rebased{}, fmt.Errorf("cannot open the draft of %q: %w", author, err)
	}
	r, err := d.Rebase(present)
	if err != nil {
		return nil, r, errors.Join(err, d.journal.Close())
	}
	s.open[path] = d
	return d, r, nil
}

// mayBegin checks that there may be a draft at path.
func (s *Store) mayBegin(dir, path string) error {
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return err
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	drafts, err := s.drafts(dir)
	if err == nil && len(drafts) >= maxDrafts {
		err = fmt.Errorf("there are %d drafts: discard some first", len(drafts))
	}
	return err
}

// drafts returns the paths of the drafts in a directory.
func (s *Store) drafts(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	var out []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ending) && e.Type().IsRegular() {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(out)
	return out, err
}

// read reads a draft or begins one.
func (s *Store) read(path, author, assistant string, present []nlg.File) (*Draft, error) {
	j, contents, err := journal.Open(path, maxDraft)
	if err != nil {
		return nil, err
	}
	d := &Draft{store: s, journal: j, damaged: contents.Damaged}
	d.state, err = load(contents.Records)
	if len(contents.Records) == 0 || err != nil && contents.Damaged != "" {
		// What could be read of a damaged draft is in the copy.
		d.state = state{Author: author, Assistant: assistant, Began: s.now().UTC(), Version: versionOf(present), Next: 1}
		d.base, d.files = present, present
		d.index = newIndex(s.config.Read, s.cache)
		return d, d.compact()
	}
	if err == nil && (d.state.Author != author || d.state.Assistant != assistant) {
		err = fmt.Errorf("%q is the draft of %q", path, d.state.Author)
	}
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	d.build(present)
	d.rewritten = j.Size()
	return d, nil
}
