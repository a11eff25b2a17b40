package nats

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"nlgserver/release"
)

const (
	// retryWait is between two attempts of a request.
	retryWait = 100 * time.Millisecond
	// busyWait is before a write that was not taken because another one is in process. That
	// takes a round trip between the servers.
	busyWait = 5 * time.Millisecond
	// clockLife is how long the time of the servers is computed from what was heard.
	clockLife = 30 * time.Second
)

// again makes a request until it is answered, or ctx ends.
func (s *Store) again(ctx context.Context, subject string, do func(ctx context.Context) error) error {
	for {
		err := s.conn.try(ctx, subject, do)
		if err == nil || !passing(err) {
			return err
		}
		if wait(ctx, retryWait) != nil {
			return s.over(ctx, "does not answer", err)
		}
	}
}

// over returns the error of a request that was tried until ctx ended: what was wrong last, and
// why it was not tried again.
func (s *Store) over(ctx context.Context, what string, last error) error {
	why := context.Cause(ctx)
	if errors.Is(last, why) {
		return fmt.Errorf("NATS at %s %s: %w", s.conn.hosts, what, last)
	}
	return fmt.Errorf("NATS at %s %s: %w (%w)", s.conn.hosts, what, last, why)
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// message returns the last message of a subject from the leader of its stream, who alone
// has it for sure; nil for none.
func (s *Store) message(ctx context.Context, r *room, subject string) (*nats.RawStreamMsg, error) {
	var m *nats.RawStreamMsg
	err := s.again(ctx, "$JS.API.STREAM.MSG.GET."+r.stream, func(ctx context.Context) (err error) {
		m, err = s.conn.old.GetLastMsg(r.stream, subject, nats.Context(ctx))
		return err
	})
	switch {
	case is(err, codeNoMessage, codeNoStream):
		return nil, nil
	case err != nil:
		return nil, err
	}
	s.clock.tell(m.Time, true)
	return m, nil
}

// gone reports whether a message says that there is no entry any more.
func gone(m *nats.RawStreamMsg) bool {
	return m == nil || m.Header.Get("KV-Operation") != "" || m.Header.Get("Nats-Marker-Reason") != ""
}

// revision is the number of a message, and some of the digest of its data: a bucket that
// was made anew counts from one again.
func revision(sequence uint64, data []byte) release.Revision {
	sum := sha256.Sum256(data)
	return release.Revision(strconv.FormatUint(sequence, 10) + "-" + hex.EncodeToString(sum[:8]))
}

// sequenceOf returns the number in a revision.
func sequenceOf(r release.Revision) (uint64, error) {
	var n uint64
	var digest string
	if _, err := fmt.Sscanf(string(r), "%d-%16s", &n, &digest); err != nil || n == 0 {
		return 0, fmt.Errorf("%q is not a revision of this store", r)
	}
	return n, nil
}

// tellTime asks for the time of the servers, if it is not known.
func (s *Store) tellTime(ctx context.Context, r *room) error {
	if s.clock.fresh(clockLife) {
		return nil
	}
	_, err := s.info(ctx, r, "")
	return err
}
