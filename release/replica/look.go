package replica

import (
	"context"
	"errors"
	"fmt"

	"nlgserver/release"
)

// look is a wish to read what is live now.
type look struct{ read chan error }

var errStopped = errors.New("the replica has stopped")

// Look reads the pointers now, tries again what could not be had, and returns when what is
// live is in use. The error says why it is not: the store does not answer, is empty
// ([release.ErrNotFound]), or what is live cannot be had, a [*RefusedError]. It waits for
// [Replica.Run] to begin.
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
			return fmt.Errorf("cannot read what is live: %w", err)
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
