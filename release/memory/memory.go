package memory

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/release"
)

// heardEvery is how often a watch says that the store answers.
const heardEvery = time.Second

var errClosed = errors.New("the store is closed")

// Store is a [release.Store] in memory.
type Store struct {
	shared *shared
	closed atomic.Bool
}

// shared are the entries of all handles.
type shared struct {
	mu      sync.Mutex
	entries map[string]entry
	// writes counts them: each entry has the number of its last write as its revision.
	writes uint64
	// watches are told by a value, if their channel has room.
	watches map[chan struct{}]string
}

type entry struct {
	data     []byte
	revision release.Revision
	at       time.Time
}

var _ release.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{shared: &shared{entries: map[string]entry{}, watches: map[chan struct{}]string{}}}
}

// Handle returns another handle of the same entries, as another process would have it.
func (s *Store) Handle() *Store { return &Store{shared: s.shared} }

// String returns "memory".
func (s *Store) String() string { return "memory" }

// Get implements [release.Store].
func (s *Store) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	if err := s.check(ctx, release.CheckKey(key)); err != nil {
		return release.Entry{}, err
	}
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	e, ok := s.shared.entries[key]
	if !ok {
		return release.Entry{}, release.ErrNotFound
	}
	found := e.describe(key)
	if known != e.revision {
		found.Data = bytes.Clone(e.data)
	}
	return found, nil
}

// Set implements [release.Store].
func (s *Store) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	if err := s.check(ctx, release.CheckKey(key)); err != nil {
		return "", err
	}
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if s.shared.entries[key].revision != was {
		return "", release.ErrChanged
	}
	return s.shared.write(key, data), nil
}

// Put implements [release.Store].
func (s *Store) Put(ctx context.Context, key string, data []byte) error {
	if err := s.check(ctx, release.CheckKey(key)); err != nil {
		return err
	}
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	s.shared.write(key, data)
	return nil
}

// Delete implements [release.Store].
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := s.check(ctx, release.CheckKey(key)); err != nil {
		return err
	}
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	if _, ok := s.shared.entries[key]; ok {
		delete(s.shared.entries, key)
		s.shared.tell(key)
	}
	return nil
}

// List implements [release.Store].
func (s *Store) List(ctx context.Context, prefix string) ([]release.Entry, error) {
	if err := s.check(ctx, release.CheckPrefix(prefix)); err != nil {
		return nil, err
	}
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	var found []release.Entry
	for key, e := range s.shared.entries {
		if release.Covers(prefix, key) {
			found = append(found, e.describe(key))
		}
	}
	slices.SortFunc(found, func(a, b release.Entry) int { return cmp.Compare(a.Key, b.Key) })
	return found, nil
}

// Watch implements [release.Store].
func (s *Store) Watch(ctx context.Context, prefix string, changed, heard func()) error {
	if ctx.Err() != nil {
		return nil
	}
	if err := s.check(ctx, release.CheckPrefix(prefix)); err != nil {
		return err
	}
	if heard == nil {
		heard = func() {}
	}
	told := make(chan struct{}, 1)
	s.shared.mu.Lock()
	s.shared.watches[told] = prefix
	s.shared.mu.Unlock()
	defer func() {
		s.shared.mu.Lock()
		delete(s.shared.watches, told)
		s.shared.mu.Unlock()
	}()
	heard()
	changed()
	tick := time.NewTicker(heardEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-told:
			heard()
			changed()
		case <-tick.C:
			if s.closed.Load() {
				return errClosed
			}
			heard()
		}
	}
}

// Close implements [release.Store].
func (s *Store) Close() error {
	s.closed.Store(true)
	return nil
}

// check returns why a call cannot be done: the fault of its arguments, or else that of
// the store.
func (s *Store) check(ctx context.Context, err error) error {
	if err == nil {
		err = ctx.Err()
	}
	if err == nil && s.closed.Load() {
		err = errClosed
	}
	return err
}

func (s *shared) write(key string, data []byte) release.Revision {
	s.writes++
	e := entry{bytes.Clone(data), release.Revision(strconv.FormatUint(s.writes, 10)), time.Now()}
	s.entries[key] = e
	s.tell(key)
	return e.revision
}

// tell tells those who watch a key. A value that is waiting for them stands for all.
func (s *shared) tell(key string) {
	for told, prefix := range s.watches {
		if !release.Covers(prefix, key) {
			continue
		}
		select {
		case told <- struct{}{}:
		default:
		}
	}
}

func (e entry) describe(key string) release.Entry {
	return release.Entry{Key: key, Revision: e.revision, Age: time.Since(e.at)}
}
