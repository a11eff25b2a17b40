package nats

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	// beatLife is how long the beat of a replica that is gone is kept.
	beatLife = 24 * time.Hour
	// duplicates is how long the servers know a write again that was sent twice.
	duplicates = 2 * time.Minute
	// usualReplicas is on how many nodes a bucket is, if the cluster has as many.
	usualReplicas = 3
)

// config returns the stream of a room, as the client's own buckets are, but for reading from
// followers, which would find old values.
func (r *room) config(replicas int) jetstream.StreamConfig {
	c := jetstream.StreamConfig{
		Name:         r.stream,
		Description:  "releases of nlgserver",
		Subjects:     r.subjects,
		Storage:      jetstream.FileStorage,
		Replicas:     replicas,
		Discard:      jetstream.DiscardNew,
		AllowRollup:  true,
		Duplicates:   duplicates,
		MaxMsgs:      -1,
		MaxBytes:     -1,
		MaxConsumers: -1,
	}
	if !r.objects {
		c.MaxMsgsPerSubject = 1
		c.DenyDelete = true
	}
	if r.beats {
		c.MaxAge = beatLife
	}
	return c
}

// stream returns a room's stream; that there is none is [jetstream.ErrStreamNotFound].
func (s *Store) stream(ctx context.Context, r *room) (jetstream.Stream, error) {
	s.mu.Lock()
	known := s.streams[r.stream]
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	var found jetstream.Stream
	err := s.again(ctx, "$JS.API.STREAM.INFO."+r.stream, func(ctx context.Context) (err error) {
		found, err = s.conn.js.Stream(ctx, r.stream)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.clock.tell(found.CachedInfo().TimeStamp, false)
	s.know(r, found)
	return found, nil
}

func (s *Store) know(r *room, stream jetstream.Stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams[r.stream] = stream
}

// ensure makes a room's stream if there is none.
func (s *Store) ensure(ctx context.Context, r *room) error {
	_, err := s.stream(ctx, r)
	if !is(err, codeNoStream) {
		return err
	}
	counts := []int{s.options.Replicas}
	if s.options.Replicas == 0 {
		counts = []int{usualReplicas, 2, 1}
	}
	for _, n := range counts {
		var made jetstream.Stream
		err = s.again(ctx, "$JS.API.STREAM.CREATE."+r.stream, func(ctx context.Context) (err error) {
			made, err = s.conn.js.CreateStream(ctx, r.config(n))
			return err
		})
		switch {
		case err == nil:
			s.know(r, made)
			s.options.log().Info("made a bucket in NATS", "stream", r.stream, "replicas", n)
			return nil
		case is(err, codeExists):
			// Somebody else has made it, maybe with another number of replicas.
			_, err := s.stream(ctx, r)
			return err
		case !is(err, codeReplicasSingle, codeNoPeers):
			return fmt.Errorf("cannot make the bucket %s in NATS: %w", r.stream, err)
		}
	}
	return fmt.Errorf("cannot make the bucket %s in NATS: %w", r.stream, err)
}
