package reload

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// ErrStopped is the error of an attempt that a loop cannot make because it has
// ended.
var ErrStopped = errors.New("reload: the loop has stopped")

// TriggerPoll is the trigger of an attempt without any other.
const TriggerPoll = "poll"

// Loop makes every attempt, one after the other, in the goroutine of
// [Loop.Run]. Fetching and compiling run beside it, so that newer content, a caller
// and the end never wait for content that is lost. Its other methods are safe for concurrent use.
type Loop[C, V, D any] struct {
	cfg  Config[C, V, D]
	live *Holder[V]

	// wake tells Run that there may be another attempt to make.
	wake    chan struct{}
	stopped chan struct{}

	// rejected is the content that did not compile last. Only the goroutine of
	// Run uses it.
	rejected rejection[D]
	// held is what waits to go live. Only the goroutine of Run uses it.
	held held[V, D]
	// stragglers is how much work was canceled and may go on. Only the goroutine of
	// Run uses it. At the end, each sends to caughtUp, which has room for all.
	stragglers int
	caughtUp   chan struct{}

	mu      sync.Mutex
	running bool
	// others are attempts with content from elsewhere, which come first.
	others []agenda[C, D]
	next   agenda[C, D]
	status Status[C, D]
}

// New returns a loop that has not loaded anything yet.
func New[C, V, D any](cfg Config[C, V, D]) *Loop[C, V, D] {
	return &Loop[C, V, D]{
		cfg:     cfg.withDefaults(),
		live:    NewHolder[V](nil),
		wake:    make(chan struct{}, 1),
		stopped: make(chan struct{}),

		caughtUp: make(chan struct{}, maxStragglers+2), // one more compilation, and a fetch at the end
	}
}

// Holder returns the holder of the live value.
func (l *Loop[C, V, D]) Holder() *Holder[V] { return l.live }

// Status returns the state after the latest attempt.
func (l *Loop[C, V, D]) Status() Status[C, D] {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.status
	s.Last.Triggers = slices.Clone(s.Last.Triggers)
	return s
}

// Poke tells the loop that the content may have changed. It returns at once; the
// attempt starts when there has been no other poke for a while. What it finds is
// held back for longer if it removes something; see [Config].
func (l *Loop[C, V, D]) Poke(trigger string) {
	l.mu.Lock()
	l.next.poke(trigger, time.Now())
	l.mu.Unlock()
	l.rouse()
}

// Reload waits for an attempt that reads the content after the call, and returns
// it. Callers who wait at the same time share one. An error means that there is no
// attempt to return, because ctx or the loop ended; rejected content is not an
// error here. Before Run, the call waits for it.
func (l *Loop[C, V, D]) Reload(ctx context.Context, trigger string) (Attempt[C, D], error) {
	return l.wait(ctx, func(answer chan<- Attempt[C, D]) { l.next.ask(trigger, answer) })
}

// Load makes one attempt with content from elsewhere, and returns it as Reload
// does. No other caller shares it, and the attempts after it read the loop's own
// content again.
func (l *Loop[C, V, D]) Load(ctx context.Context, trigger string, from Fetch[C, D]) (Attempt[C, D], error) {
	return l.wait(ctx, func(answer chan<- Attempt[C, D]) {
		other := agenda[C, D]{fetch: from, elsewhere: true}
		other.ask(trigger, answer)
		l.others = append(l.others, other)
	})
}

// wait returns the attempt that is asked for.
func (l *Loop[C, V, D]) wait(ctx context.Context, ask func(chan<- Attempt[C, D])) (Attempt[C, D], error) {
	answer := make(chan Attempt[C, D], 1)
	l.mu.Lock()
	ask(answer)
	l.mu.Unlock()
	l.rouse()

	select {
	case a := <-answer:
		return a, nil
	case <-ctx.Done():
		return Attempt[C, D]{}, ctx.Err()
	case <-l.stopped:
	}
	// The last attempt may have been answered just before the loop ended.
	select {
	case a := <-answer:
		return a, nil
	default:
		return Attempt[C, D]{}, ErrStopped
	}
}

// Run makes the attempts until ctx ends, then returns nil, a tenth of a second later
// at most, even if fetching and compiling go on. An attempt that the end of ctx cuts
// short does not count. A loop runs once; a
// second call returns an error.
func (l *Loop[C, V, D]) Run(ctx context.Context) error {
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
			// There may have been a poke since the timer was set: look again.
		}
		if batch, ok := l.take(); ok && ctx.Err() == nil {
			l.attempt(ctx, batch)
		}
	}
	return nil
}

func (l *Loop[C, V, D]) rouse() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *Loop[C, V, D]) due() (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.others) > 0 {
		return time.Time{}, true
	}
	return l.next.due(l.cfg.Debounce, l.cfg.MaxWait, l.cfg.Poll)
}

// take returns the agenda of the attempt that starts now, if one is due. Pokes
// after it belong to the next attempt: this one may have read the file already.
func (l *Loop[C, V, D]) take() (agenda[C, D], bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.others) > 0 {
		batch := l.others[0]
		l.others = l.others[1:]
		return batch, true
	}
	return l.takeOwn()
}

// takeOwn is take for the loop's own content. The caller holds the lock.
func (l *Loop[C, V, D]) takeOwn() (agenda[C, D], bool) {
	due, ok := l.next.due(l.cfg.Debounce, l.cfg.MaxWait, l.cfg.Poll)
	if !ok || time.Until(due) > 0 {
		return agenda[C, D]{}, false
	}
	batch := l.next
	l.next = agenda[C, D]{idleSince: batch.idleSince}
	batch.fetch = l.cfg.Fetch
	if len(batch.triggers) == 0 {
		batch.triggers = []string{TriggerPoll}
	}
	return batch, true
}
