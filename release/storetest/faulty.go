package storetest

import (
	"context"
	"errors"
	"sync"

	"nlgserver/release"
)

// Op is a method of a store.
type Op string

// The methods that can fail.
const (
	Get    Op = "get"
	Set    Op = "set"
	Put    Op = "put"
	Delete Op = "delete"
	List   Op = "list"
	Watch  Op = "watch"
)

// Fault is how a call fails.
type Fault int

const (
	// None means: it does not.
	None Fault = iota
	// Before means: nothing has happened.
	Before
	// After means: what was to be written is written, and the caller gets an error all the same,
	// as if the connection had broken while the reply was under way.
	After
	// Hang means: it does nothing until its context ends.
	Hang
)

// ErrInjected is the error of a fault.
var ErrInjected = errors.New("injected fault")

// Faulty is a store that fails as it is told. It begins without faults.
type Faulty struct {
	release.Store

	mu      sync.Mutex
	fault   func(Op, string) Fault
	watches map[*context.CancelFunc]bool
}

// NewFaulty returns a store that does what another one does, apart from its faults.
func NewFaulty(s release.Store) *Faulty {
	return &Faulty{Store: s, watches: map[*context.CancelFunc]bool{}}
}

// Fail has the function decide from now on which call fails; it gets the key or the
// prefix. It may be called at any time, and nil means no faults. One call at a time is
// made of the function, which must not use the store.
func (f *Faulty) Fail(fault func(Op, string) Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = fault
}

// Cut ends every watch with an error, also one that hangs.
func (f *Faulty) Cut() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for cancel := range f.watches {
		(*cancel)()
	}
}

func (f *Faulty) decide(ctx context.Context, op Op, key string) (Fault, error) {
	f.mu.Lock()
	fault := None
	if f.fault != nil {
		fault = f.fault(op, key)
	}
	f.mu.Unlock()
	switch fault {
	case Before:
		return fault, ErrInjected
	case Hang:
		<-ctx.Done()
		return fault, ctx.Err()
	}
	return fault, nil
}

// Get implements [release.Store].
func (f *Faulty) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	fault, err := f.decide(ctx, Get, key)
	if err != nil || fault == After {
		return release.Entry{}, ErrInjected
	}
	return f.Store.Get(ctx, key, known)
}

// Set implements [release.Store].
func (f *Faulty) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	fault, err := f.decide(ctx, Set, key)
	if err != nil {
		return "", err
	}
	revision, err := f.Store.Set(ctx, key, data, was)
	if fault == After {
		return "", ErrInjected
	}
	return revision, err
}

// Put implements [release.Store].
func (f *Faulty) Put(ctx context.Context, key string, data []byte) error {
	fault, err := f.decide(ctx, Put, key)
	if err != nil {
		return err
	}
	if err = f.Store.Put(ctx, key, data); fault == After {
		return ErrInjected
	}
	return err
}

// Delete implements [release.Store].
func (f *Faulty) Delete(ctx context.Context, key string) error {
	fault, err := f.decide(ctx, Delete, key)
	if err != nil {
		return err
	}
	if err = f.Store.Delete(ctx, key); fault == After {
		return ErrInjected
	}
	return err
}

// List implements [release.Store].
func (f *Faulty) List(ctx context.Context, prefix string) ([]release.Entry, error) {
	fault, err := f.decide(ctx, List, prefix)
	if err != nil || fault == After {
		return nil, ErrInjected
	}
	return f.Store.List(ctx, prefix)
}

// Watch implements [release.Store].
func (f *Faulty) Watch(ctx context.Context, prefix string, changed, heard func()) error {
	watching, cancel := context.WithCancel(ctx)
	defer cancel()
	f.mu.Lock()
	f.watches[&cancel] = true
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		delete(f.watches, &cancel)
		f.mu.Unlock()
	}()
	if fault, err := f.decide(watching, Watch, prefix); err != nil || fault == After {
		if ctx.Err() != nil {
			return nil
		}
		return ErrInjected
	}
	if err := f.Store.Watch(watching, prefix, changed, heard); err != nil || ctx.Err() != nil {
		return err
	}
	return ErrInjected
}
