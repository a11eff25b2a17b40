package s3

import (
	"context"
	"net/http"

	"github.com/minio/minio-go/v7"
)

// probeKey is the object that the storage is asked with. It stays, so that the next
// process needs two requests; no key of a store is like it.
const probeKey = "probe/conditional-writes"

const probeText = "nlgserver wrote this to learn whether the storage keeps conditions of writes. It may be deleted.\n"

// noRevision is one that the probe does not have.
const noRevision = "00000000000000000000000000000000"

// conditions is what is known of the storage: whether it keeps those of a write.
type conditions struct {
	turn    chan struct{} // holds a value while nobody asks
	known   bool
	refusal error
}

func newConditions() conditions {
	c := conditions{turn: make(chan struct{}, 1)}
	c.turn <- struct{}{}
	return c
}

// conditional returns an error if the storage ignores the conditions of a write. It asks
// once; a failure that tells nothing is asked about again by the next write.
func (s *Store) conditional(ctx context.Context) error {
	c := &s.conditions
	select {
	case <-c.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { c.turn <- struct{}{} }()
	if c.known {
		return c.refusal
	}
	kept, err := s.probe(ctx)
	if err != nil {
		return err
	}
	c.known = true
	if !kept {
		c.refusal = errUnconditional
	}
	return c.refusal
}

// probe creates an object that there is, and writes over a revision that there is not.
// A storage that keeps conditions refuses both.
func (s *Store) probe(ctx context.Context) (bool, error) {
	var create, replace minio.PutObjectOptions
	create.SetMatchETagExcept("*")
	replace.SetMatchETag(noRevision)
	refused, err := s.refuses(ctx, create)
	if err == nil && !refused {
		// It has only just been created, or the storage ignores the condition.
		refused, err = s.refuses(ctx, create)
	}
	if err != nil || !refused {
		return false, err
	}
	return s.refuses(ctx, replace)
}

// refuses reports whether the storage refuses to write the probe.
func (s *Store) refuses(ctx context.Context, o minio.PutObjectOptions) (bool, error) {
	err := s.retry(ctx, repeatable, func(ctx context.Context) error {
		_, err := s.put(ctx, probeKey, []byte(probeText), o)
		return err
	})
	switch {
	case err == nil:
		return false, nil
	case isUnmet(err), isMissing(err):
		return true, nil
	case statusOf(err) == http.StatusNotImplemented:
		return false, nil
	}
	return false, err
}
