package reload

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// ErrStopped is what those get who ask a loop that has ended.
var ErrStopped = errors.New("reload: the loop has stopped")

// TriggerPoll is the trigger of an attempt that nobody asked for.
const TriggerPoll = "poll"

// Loop makes every attempt, one after the other, in the goroutine of
// [Loop.Run]. Its other methods are safe for concurrent use.
type Loop[T, D any] struct {
	cfg  Config[T, D]
	live *Holder[T]

	// wake tells Run that the agenda has changed.
	wake    chan struct{}
	stopped chan struct{}

	// refused is the content that was rejected last, if compiling it was tried;
	// it belongs to Run's goroutine.
	refused refusal[D]

	mu      sync.Mutex
	running bool
	next    agenda[D]
	status  Status[D]
}

// New returns a loop that has loaded nothing yet.
func New[T, D any](cfg Config[T, D]) *Loop[T, D] {
	return &Loop[T, D]{
		cfg:     cfg.withDefaults(),
		live:    NewHolder[T](nil),
		wake:    make(chan struct{}, 1),
		stopped: make(chan struct{}),
	}
}

// Holder returns where the loop publishes.
func (l *Loop[T, D]) Holder() *Holder[T] { return l.live }

// Status returns the state after the latest attempt.
func (l *Loop[T, D]) Status() Status[D] {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.status
	s.Last.Triggers = slices.Clone(s.Last.Triggers)
	return s
}

// Poke says that the content may have changed. It returns at once; the attempt
// follows when it has been quiet for a while.
func (l *Loop[T, D]) Poke(trigger string) {
	l.mu.Lock()
	l.next.poke(trigger, time.Now())
	l.mu.Unlock()
	l.rouse()
}

// Reload waits for an attempt that starts after the call, and returns it.
// Callers who wait at the same time share one. The error says that there is no
// attempt to return, because ctx or the loop ended; rejected content is not an
// error here. Before Run, the call waits for it.
func (l *Loop[T, D]) Reload(ctx context.Context, trigger string) (Attempt[D], error) {
	answer := make(chan Attempt[D], 1)
	l.mu.Lock()
	l.next.ask(trigger, answer)
	l.mu.Unlock()
	l.rouse()

	select {
	case a := <-answer:
		return a, nil
	case <-ctx.Done():
		return Attempt[D]{}, ctx.Err()
	case <-l.stopped:
	}
	// The last attempt may have been answered just before the loop ended.
	select {
	case a := <-answer:
		return a, nil
	default:
		return Attempt[D]{}, ErrStopped
	}
}

// Run makes the attempts until ctx ends, then returns nil. An attempt under way
// is abandoned without a trace if ctx ends before its content is read. A loop
// runs once; a second call returns an error.
func (l *Loop[T, D]) Run(ctx context.Context) error {
	l.mu.Lock()
	again := l.running
	l.running = true
	l.next.idleSince = time.Now()
	l.mu.Unlock()
	if again {
		return errors.New("reload: the loop has been run before")
	}
	defer close(l.stopped)

	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		if due, ok := l.due(); ok {
			timer.Reset(time.Until(due))
		} else {
			timer.Stop()
		}
		select {
		case <-ctx.Done():
		case <-l.wake:
		case <-timer.C:
			// Someone may have poked since the timer was set: look again.
		}
		if batch, ok := l.take(); ok && ctx.Err() == nil {
			l.attempt(ctx, batch)
		}
	}
	return nil
}

func (l *Loop[T, D]) rouse() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *Loop[T, D]) due() (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.next.due(l.cfg.Debounce, l.cfg.MaxWait, l.cfg.Poll)
}

// take returns what the attempt that starts now is for, if one is due. What
// comes later belongs to the next one: its bytes may be read already.
func (l *Loop[T, D]) take() (agenda[D], bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	due, ok := l.next.due(l.cfg.Debounce, l.cfg.MaxWait, l.cfg.Poll)
	if !ok || time.Until(due) > 0 {
		return agenda[D]{}, false
	}
	batch := l.next
	l.next = agenda[D]{idleSince: batch.idleSince}
	if len(batch.triggers) == 0 {
		batch.triggers = []string{TriggerPoll}
	}
	return batch, true
}
