package replica

import (
	"context"
	"errors"
	"fmt"

	"nlgserver/release"
)

// look is a wish to read what is live now.
type look struct{ read chan error }

// AwayError means that the store does not answer, or has failed: that says nothing of what is
// in it.
type AwayError struct{ Err error }

func (e *AwayError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *AwayError) Unwrap() error { return e.Err }

var errStopped = errors.New("the replica has stopped")

// Look reads the pointers now, tries again what could not be had, and returns when what is
// live is in use. The error says why it is not: the store does not answer, an [*AwayError], is
// empty ([release.ErrNotFound]), or what is live cannot be had, such as a [*RefusedError].
// It waits for [Replica.Run] to begin.
func (r *Replica) Look(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-r.running:
	}
	r.turn.Lock()
	stopped := r.facts.ctx.Done()
	r.turn.Unlock()
	l := look{make(chan error, 1)}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-stopped:
		return errStopped
	case r.looks <- l:
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-l.read:
		if err != nil {
			return &AwayError{fmt.Errorf("cannot read what is live: %w", err)}
		}
	}
	for {
		s := r.shown.Load()
		switch live := s.state.Live; {
		case s.refusedPointer != nil:
			return s.refusedPointer
		case live == nil:
			return release.ErrNotFound
		case s.state.Follows:
			return nil
		case errors.As(s.failed, new(storeError)):
			return &AwayError{s.failed}
		case s.failed != nil:
			return s.failed
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-stopped:
			return errStopped
		case <-s.next:
		}
	}
}
