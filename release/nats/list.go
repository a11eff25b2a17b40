package nats

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"nlgserver/release"
)

// abreast is how many entries are read at a time.
const abreast = 32

// List returns entries without their data: see [release.Store].
func (s *Store) List(ctx context.Context, prefix string) ([]release.Entry, error) {
	if err := release.CheckPrefix(prefix); err != nil {
		return nil, err
	}
	ctx, end := s.during(ctx, true)
	defer end()
	var list []release.Entry
	for _, r := range s.rooms.under(prefix) {
		found, err := s.listRoom(ctx, r, prefix)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	slices.SortFunc(list, func(a, b release.Entry) int { return strings.Compare(a.Key, b.Key) })
	return list, nil
}

// listRoom asks the leader which subjects there are, and then for the last message of each: a
// consumer would be faster, and may be that of a follower, who has not heard of all.
func (s *Store) listRoom(ctx context.Context, r *room, prefix string) ([]release.Entry, error) {
	info, err := s.info(ctx, r, r.filter(prefix))
	if is(err, codeNoStream) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var keys []string
	for subject := range info.State.Subjects {
		if key := r.key(subject); key != "" {
			keys = append(keys, key)
		}
	}
	entries := make([]release.Entry, len(keys))
	err = each(ctx, len(keys), func(ctx context.Context, i int) error {
		m, err := s.message(ctx, r, r.subject(keys[i]))
		if err != nil || gone(m) || r.objects && !whole(m.Data) {
			return err
		}
		entries[i] = release.Entry{Key: keys[i], Revision: revision(m.Sequence, m.Data), Age: s.clock.age(m.Time)}
		return nil
	})
	return slices.DeleteFunc(entries, func(e release.Entry) bool { return e.Key == "" }), err
}

// each calls do for 0 to n-1, some at a time, until one fails.
func each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan int)
	var workers sync.WaitGroup
	for range min(n, abreast) {
		workers.Go(func() {
			for i := range work {
				if err := do(ctx, i); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		select {
		case work <- i:
		case <-ctx.Done():
		}
	}
	close(work)
	workers.Wait()
	return context.Cause(ctx)
}

// info asks the leader of a room's stream how it is, and which subjects a filter finds, if
// there is one.
func (s *Store) info(ctx context.Context, r *room, filter string) (*jetstream.StreamInfo, error) {
	stream, err := s.stream(ctx, r)
	if err != nil {
		return nil, err
	}
	var info *jetstream.StreamInfo
	err = s.again(ctx, "$JS.API.STREAM.INFO."+r.stream, func(ctx context.Context) (err error) {
		if filter == "" {
			info, err = stream.Info(ctx)
		} else {
			info, err = stream.Info(ctx, jetstream.WithSubjectFilter(filter))
		}
		return err
	})
	if is(err, codeNoStream) {
		s.know(r, nil)
	}
	if err != nil {
		return nil, err
	}
	if !info.TimeStamp.IsZero() {
		s.clock.tell(info.TimeStamp, false)
	} else if !s.clock.fresh(clockLife) {
		err = s.timeOfOld(ctx, r)
	}
	return info, err
}

// timeOfOld learns the time of a server before 2.10, which tells it of nothing but new
// things: a consumer that is made for that.
func (s *Store) timeOfOld(ctx context.Context, r *room) error {
	return s.again(ctx, "$JS.API.CONSUMER.CREATE."+r.stream, func(ctx context.Context) error {
		made, err := s.conn.old.AddConsumer(r.stream, &nats.ConsumerConfig{
			AckPolicy: nats.AckNonePolicy, DeliverPolicy: nats.DeliverNewPolicy,
			InactiveThreshold: time.Second, MemoryStorage: true, Replicas: 1,
		}, nats.Context(ctx))
		if err != nil {
			return err
		}
		s.clock.tell(made.Created, false)
		return nil
	})
}
