package nats

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"

	"nlgserver/release"
)

const anyRevision = ^uint64(0)

// publish writes a message, if was is anyRevision or the number of the last one of its
// subject. Lost answers are no harm: it is sent again with its own id, by which the servers, and
// then we, know it.
func (s *Store) publish(ctx context.Context, r *room, m *nats.Msg, was uint64) (uint64, error) {
	if m.Header == nil {
		m.Header = nats.Header{}
	}
	id := nuid.Next()
	m.Header.Set(nats.MsgIdHdr, id)
	options := []jetstream.PublishOpt{jetstream.WithRetryAttempts(0)}
	if was != anyRevision {
		options = append(options, jetstream.WithExpectLastSequencePerSubject(was))
	}
	unclear := false
	for {
		pause := retryWait
		var ack *jetstream.PubAck
		err := s.conn.try(ctx, m.Subject, func(ctx context.Context) (err error) {
			ack, err = s.conn.js.PublishMsg(ctx, m, options...)
			return err
		})
		switch {
		case err == nil:
			return ack.Sequence, nil
		case is(err, codeWrongLast):
			if !unclear {
				return 0, release.ErrChanged
			}
			return s.ours(ctx, r, m.Subject, id)
		case is(err, codeBusy, codeSent):
			pause = busyWait
		case undelivered(err):
			if err := s.lookAgain(ctx, r); err != nil {
				return 0, err
			}
		case passing(err):
			unclear = true
		default:
			return 0, err
		}
		if wait(ctx, pause) != nil {
			return 0, s.over(ctx, "has not confirmed the write", err)
		}
	}
}

// ours finds out whether a write that was sent more than once has happened.
func (s *Store) ours(ctx context.Context, r *room, subject, id string) (uint64, error) {
	m, err := s.message(ctx, r, subject)
	if err != nil {
		return 0, err
	}
	if m != nil && m.Header.Get(nats.MsgIdHdr) == id {
		return m.Sequence, nil
	}
	return 0, errors.New("the write was sent more than once, and somebody else has written: it is not known which came first")
}

// lookAgain is called when nobody takes a write: there may be no leader for a moment, or the
// bucket was removed.
func (s *Store) lookAgain(ctx context.Context, r *room) error {
	s.know(r, nil)
	return s.ensure(ctx, r)
}

// set writes an entry if the last message of its subject has the number; 0 for none.
func (s *Store) set(ctx context.Context, r *room, subject string, data []byte, was uint64) (uint64, error) {
	got, err := s.publish(ctx, r, &nats.Msg{Subject: subject, Data: data}, was)
	if was != 0 || !errors.Is(err, release.ErrChanged) {
		return got, err
	}
	// A removed entry has left a message, whose number is the one to expect.
	m, err := s.message(ctx, r, subject)
	if err != nil {
		return 0, err
	}
	if m == nil || !gone(m) {
		return 0, release.ErrChanged
	}
	return s.publish(ctx, r, &nats.Msg{Subject: subject, Data: data}, m.Sequence)
}

// remove leaves a message that says that there is no entry.
func (s *Store) remove(ctx context.Context, r *room, subject string) error {
	m, err := s.message(ctx, r, subject)
	if err != nil || gone(m) {
		return err
	}
	marker := nats.NewMsg(subject)
	marker.Header.Set("KV-Operation", "DEL")
	_, err = s.publish(ctx, r, marker, anyRevision)
	return err
}
