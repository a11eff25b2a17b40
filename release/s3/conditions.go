package s3

import (
	"context"
	"net/http"

	"nlgserver/release"
)

// condition is a header without which a request is carried out in any case.
type condition struct{ name, value string }

func ifNone() condition { return condition{"If-None-Match", "*"} }

func ifMatch(r release.Revision) condition { return condition{"If-Match", quote(r)} }

func unlessMatch(r release.Revision) condition { return condition{"If-None-Match", quote(r)} }

func quote(r release.Revision) string { return `"` + string(r) + `"` }

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
	refused, err := s.refuses(ctx, ifNone())
	if err == nil && !refused {
		// It has only just been created, or the storage ignores the condition.
		refused, err = s.refuses(ctx, ifNone())
	}
	if err != nil || !refused {
		return false, err
	}
	return s.refuses(ctx, ifMatch(noRevision))
}

// refuses reports whether the storage refuses to write the probe.
func (s *Store) refuses(ctx context.Context, c condition) (bool, error) {
	err := s.retry(ctx, repeatable, func(ctx context.Context) error {
		_, err := s.put(ctx, probeKey, []byte(probeText), c)
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
