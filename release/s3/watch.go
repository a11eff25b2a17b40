package s3

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"nlgserver/release"
)

// Watch implements [release.Store] by asking again and again: for a pointer with the
// revision that is known, so that nothing is sent while it does not change, and for a
// prefix by listing it.
func (s *Store) Watch(ctx context.Context, prefix string, changed, heard func()) error {
	if err := release.CheckPrefix(prefix); err != nil {
		return err
	}
	if heard == nil {
		heard = func() {}
	}
	var state string
	err := s.retry(ctx, repeatable, func(ctx context.Context) (err error) {
		state, err = s.look(ctx, prefix, "")
		return err
	})
	if err != nil {
		return s.unlessOver(ctx, prefix, err)
	}
	heard()
	changed()
	for {
		// Replicas that started together should not ask together.
		if err := s.pause(ctx, s.poll*9/10+rand.N(s.poll/5+1)); err != nil {
			return s.unlessOver(ctx, prefix, err)
		}
		next, err := s.lookBriefly(ctx, prefix, state)
		if err != nil {
			continue // the next look is the next try
		}
		heard()
		if next != state {
			state = next
			changed()
		}
	}
}

// lookTime is how long one look of a watch may take. A connection that hangs must not hide
// a change for as long as a bundle may take.
const lookTime = 10 * time.Second

func (s *Store) lookBriefly(ctx context.Context, prefix, known string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	return s.look(ctx, prefix, known)
}

// Polls implements [release.Poller].
func (s *Store) Polls() bool { return true }

// unlessOver is the error of a watch, which has none when its context has ended.
func (s *Store) unlessOver(ctx context.Context, prefix string, err error) error {
	select {
	case <-ctx.Done():
		return nil
	default:
		return s.explain("watch", prefix, err)
	}
}

// look returns what is compared to see whether something has changed: a revision, or the
// digest of a listing.
func (s *Store) look(ctx context.Context, prefix, known string) (string, error) {
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		entry, err := s.get(ctx, prefix, release.Revision(known))
		if errors.Is(err, release.ErrNotFound) {
			return "", nil
		}
		return string(entry.Revision), err
	}
	digest := sha256.New()
	entries, err := s.list(ctx, prefix)
	for _, entry := range entries {
		_, _ = fmt.Fprintf(digest, "%s %q\n", entry.Key, entry.Revision)
	}
	return string(digest.Sum(nil)), err
}
