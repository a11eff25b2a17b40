package releases

import (
	"context"
	"errors"
	"time"

	"nlgserver/release"
)

const (
	// patience is how long a call of the store may take. A store that hangs is as bad as one
	// that fails.
	patience = 10 * time.Second
	// slowest is how many bytes a second a slow store takes or gives beside that.
	slowest = 256 << 10
	// maxCalls is how many calls of the store may be under way for those who do not wait for longer.
	maxCalls = 64
)

// patient is a store whose calls end in time.
type patient struct {
	release.Store
	// calls has room for the calls that are under way. One that does not give up, like one of
	// a file system that is away, is left to itself, and keeps its room until it ends: whoever
	// waited for it may hold a lock. If it is nil, such a call is waited for.
	calls chan struct{}
}

func within(ctx context.Context, bytes int) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, patience+time.Duration(bytes/slowest)*time.Second)
}

// unanswered is the error for a call that has not ended in time.
type unanswered struct{ cause error }

func (e unanswered) Error() string { return noAnswer }

func (e unanswered) Unwrap() error { return e.cause }

// explained says that the store does not answer where an error only says that time is over.
func explained(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return unanswered{err}
	}
	return err
}

// call makes a call of the store, which is left to itself some time after ctx has ended.
func call[T any](ctx context.Context, p patient, do func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	if p.calls == nil {
		return do()
	}
	var none T
	select {
	case p.calls <- struct{}{}:
	case <-ctx.Done():
		return none, explained(ctx.Err())
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-p.calls }()
		value, err := do()
		done <- result{value, err}
	}()
	select {
	case got := <-done:
		return got.value, explained(got.err)
	case <-ctx.Done():
	}
	late := time.NewTimer(overdue)
	defer late.Stop()
	select {
	case got := <-done:
		return got.value, explained(got.err)
	case <-late.C:
		return none, explained(ctx.Err())
	}
}

// Get implements [release.Store].
func (p patient) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	most := 0
	if release.Covers(release.BundlesPrefix, key) {
		most = release.MaxEntry // how large it is, only who asks for it knows
	}
	ctx, cancel := within(ctx, most)
	defer cancel()
	return call(ctx, p, func() (release.Entry, error) { return p.Store.Get(ctx, key, known) })
}

// Set implements [release.Store].
func (p patient) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	ctx, cancel := within(ctx, len(data))
	defer cancel()
	return call(ctx, p, func() (release.Revision, error) { return p.Store.Set(ctx, key, data, was) })
}

// Put implements [release.Store].
func (p patient) Put(ctx context.Context, key string, data []byte) error {
	ctx, cancel := within(ctx, len(data))
	defer cancel()
	_, err := call(ctx, p, func() (struct{}, error) { return struct{}{}, p.Store.Put(ctx, key, data) })
	return err
}

// Delete implements [release.Store].
func (p patient) Delete(ctx context.Context, key string) error {
	ctx, cancel := within(ctx, 0)
	defer cancel()
	_, err := call(ctx, p, func() (struct{}, error) { return struct{}{}, p.Store.Delete(ctx, key) })
	return err
}

// List implements [release.Store].
func (p patient) List(ctx context.Context, prefix string) ([]release.Entry, error) {
	ctx, cancel := within(ctx, 0)
	defer cancel()
	return call(ctx, p, func() ([]release.Entry, error) { return p.Store.List(ctx, prefix) })
}

// Watch implements [release.Store]. It lasts until ctx ends, in room of its own.
func (p patient) Watch(ctx context.Context, prefix string, changed, heard func()) error {
	alone := patient{calls: make(chan struct{}, 1)}
	_, err := call(ctx, alone, func() (struct{}, error) { return struct{}{}, p.Store.Watch(ctx, prefix, changed, heard) })
	return err
}
