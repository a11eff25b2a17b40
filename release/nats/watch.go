package nats

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"nlgserver/release"
)

// Watch calls changed when an entry under the prefix may have changed: see [release.Store].
// A consumer of each stream tells at once; the stream's leader is asked each
// [Options.Tick], and when the connection is back, whether the consumer has told all.
func (s *Store) Watch(ctx context.Context, prefix string, changed, heard func()) error {
	if err := release.CheckPrefix(prefix); err != nil {
		return err
	}
	if heard == nil {
		heard = func() {}
	}
	inner, stop := s.during(ctx, false)
	defer stop()
	list := s.rooms.under(prefix)
	watches := make([]*watch, len(list))
	for i, r := range list {
		w := &watch{store: s, room: r, prefix: prefix, changed: changed, heard: heard}
		w.back, w.leave = s.conn.reconnects()
		defer w.end()
		if err := w.begin(inner); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		watches[i] = w
	}
	changed()
	var running sync.WaitGroup
	for _, w := range watches {
		running.Go(func() { w.run(inner) })
	}
	running.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return context.Cause(inner)
}

// watch is that of one stream.
type watch struct {
	store          *Store
	room           *room
	prefix         string
	changed, heard func()
	back           chan struct{}
	leave          func()

	sub *nats.Subscription
	// told is the number of the last message that the consumer has told of, and seen of that
	// which the leader had at the last look.
	told atomic.Uint64
	seen uint64
	// afresh is set if the consumer must be made anew.
	afresh bool

	// mu is held while a callback runs, so that none does after the end.
	mu    sync.RWMutex
	ended bool
}

func (w *watch) end() {
	w.leave()
	w.mu.Lock()
	w.ended = true
	w.mu.Unlock()
	if w.sub != nil {
		w.drop(w.sub)
	}
}

// drop ends a consumer. One that cannot be told so ends by itself.
func (w *watch) drop(sub *nats.Subscription) {
	if err := sub.Unsubscribe(); err != nil {
		w.store.options.log().Debug("cannot end a consumer in NATS", "stream", w.room.stream, "error", err)
	}
}

// begin makes the consumer. A stream that is not there, and that this account may not make, is
// waited for.
func (w *watch) begin(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, w.store.options.wait())
	defer cancel()
	err := w.store.ensure(ctx, w.room)
	var forbidden *ForbiddenError
	if errors.As(err, &forbidden) && strings.HasPrefix(forbidden.Subject, "$JS.API.STREAM.CREATE.") {
		w.heard()
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot watch %s: %w", w.store, err)
	}
	if _, err := w.look(ctx); err != nil {
		return fmt.Errorf("cannot watch %s: %w", w.store, err)
	}
	return nil
}

// run looks at each tick, and when the connection is back.
func (w *watch) run(ctx context.Context) {
	tick := w.store.options.tick()
	// Those of all replicas do not look at the same time.
	next := time.NewTimer(rand.N(tick))
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.back:
			w.afresh = true
		case <-next.C:
		}
		limited, cancel := context.WithTimeout(ctx, max(tick, attemptTime))
		news, err := w.look(limited)
		cancel()
		if news {
			w.changed()
		}
		if err != nil && ctx.Err() == nil {
			w.store.options.log().Debug("cannot look whether something has changed in NATS", "stream", w.room.stream, "error", err)
		}
		next.Reset(tick)
	}
}

// look asks the leader for its last message, and reports whether the consumer may have
// missed it. What the consumer should have told since the look before makes it lost:
// another one takes its place.
func (w *watch) look(ctx context.Context) (news bool, err error) {
	info, err := w.store.info(ctx, w.room, "")
	if is(err, codeNoStream) {
		// Not there yet, or removed: whoever writes makes it.
		w.heard()
		news = w.seen != 0
		w.seen, w.afresh = 0, true
		return news, nil
	}
	if err != nil {
		return false, err
	}
	w.heard()
	last, told := info.State.LastSeq, w.told.Load()
	lost := w.sub == nil || !w.sub.IsValid() || w.afresh || told < w.seen || last < w.seen
	if !lost {
		w.seen = last
		return told < last, nil
	}
	if last < w.seen {
		w.told.Store(0)
	}
	if err := w.consume(); err != nil {
		return true, err
	}
	w.raise(last)
	w.seen, w.afresh = last, false
	return true, nil
}

func (w *watch) raise(n uint64) {
	for {
		told := w.told.Load()
		if n <= told || w.told.CompareAndSwap(told, n) {
			return
		}
	}
}

// consume makes a consumer in the place of the former one.
func (w *watch) consume() error {
	filter := w.room.filter("")
	sub, err := w.store.conn.old.Subscribe(filter, w.take, nats.BindStream(w.room.stream),
		nats.OrderedConsumer(), nats.DeliverNew(), nats.HeadersOnly())
	if err != nil {
		return err
	}
	if w.sub != nil {
		w.drop(w.sub)
	}
	w.sub = sub
	return nil
}

// take hears of a message. The consumer hears of the whole stream, so that its numbers can be
// compared with the leader's.
func (w *watch) take(m *nats.Msg) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.ended {
		return
	}
	w.heard()
	if about, err := m.Metadata(); err == nil {
		w.raise(about.Sequence.Stream)
	}
	if key := w.room.key(m.Subject); key != "" && release.Covers(w.prefix, key) {
		w.changed()
	}
}
