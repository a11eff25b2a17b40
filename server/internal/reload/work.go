package reload

import (
	"context"
	"runtime/debug"
	"time"
)

const (
	// grace is how long work may take to end after it was canceled, before the loop
	// goes on without it.
	grace = 100 * time.Millisecond
	// maxStragglers is how much work that was canceled may go on beside a
	// compilation. With more, no compilation begins until some of it ends.
	maxStragglers = 1
	// headStart is how long a compilation runs before the loop looks whether there is
	// newer content: most end before.
	headStart = 50 * time.Millisecond
	// freeRestarts is how often newer content ends a compilation at once. After
	// that, a compilation has patience for itself first, so that content which
	// changes all the time goes live nevertheless. It may rest for three seconds of that
	// while there are requests.
	freeRestarts = 3
	patience     = 8 * time.Second
)

// work is something that runs in a goroutine of its own, so that the loop answers
// meanwhile, whether or not it ends when it is canceled.
type work[T any] struct {
	cancel context.CancelFunc
	// done is closed at the end. The others may be read after that.
	done   chan struct{}
	result T
	err    error
}

// begin starts work. A panic in it is an error.
func begin[T any](ctx context.Context, do func(ctx context.Context) (T, error)) *work[T] {
	ctx, cancel := context.WithCancel(ctx)
	w := &work[T]{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(w.done)
		defer cancel()
		defer func() {
			if p := recover(); p != nil {
				w.err = &PanicError{Value: p, Stack: debug.Stack()}
			}
		}()
		w.result, w.err = do(ctx)
	}()
	return w
}

// end cancels work whose result nobody needs, and waits a moment for its end.
func (l *Loop[C, V, D]) end(cancel context.CancelFunc, done <-chan struct{}) {
	cancel()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		l.stragglers++
		go func() {
			<-done
			l.caughtUp <- struct{}{}
		}()
	}
}

// clear waits until another compilation may begin; false if ctx ends before.
func (l *Loop[C, V, D]) clear(ctx context.Context) bool {
	for l.stragglers > 0 {
		select {
		case <-l.caughtUp:
			l.stragglers--
			continue
		default:
		}
		if l.stragglers <= maxStragglers {
			break
		}
		select {
		case <-l.caughtUp:
			l.stragglers--
		case <-ctx.Done():
			return false
		}
	}
	return ctx.Err() == nil
}

// reading is what one fetch returned.
type reading[C, D any] struct {
	Fetched[C, D]
	err   error
	began time.Time
	took  time.Duration
}

// read fetches content. It returns when ctx ends, whatever the fetch does.
func (l *Loop[C, V, D]) read(ctx context.Context, fetch Fetch[C, D]) reading[C, D] {
	r := reading[C, D]{began: time.Now()}
	w := begin(ctx, fetch)
	select {
	case <-w.done:
		r.Fetched, r.err = w.result, w.err
	case <-ctx.Done():
		l.end(w.cancel, w.done)
		r.err = ctx.Err()
	}
	r.took = time.Since(r.began)
	return r
}

// compiled is what one compilation returned.
type compiled[V, D any] struct {
	value   *V
	details D
}

// compile compiles what was fetched. Meanwhile it looks at the content whenever
// another attempt is due: if it is still the same, whoever asked for that attempt
// gets this one; if there is newer content, it ends the compilation and returns
// that.
func (l *Loop[C, V, D]) compile(ctx context.Context, r reading[C, D], batch *agenda[C, D], restarts int) (c compiled[V, D], newer *reading[C, D], err error) {
	if !l.clear(ctx) {
		return c, nil, ctx.Err()
	}
	began := time.Now()
	first := began.Add(headStart) // look
	if restarts >= freeRestarts {
		first = began.Add(patience)
	}
	w := begin(ctx, func(ctx context.Context) (c compiled[V, D], err error) {
		c.value, c.details, err = l.cfg.Compile(ctx, r.Fetched)
		return c, err
	})
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-w.done:
			return w.result, nil, w.err
		case <-ctx.Done():
			l.end(w.cancel, w.done)
			return c, nil, ctx.Err()
		case <-l.wake:
		case <-timer.C:
		}
		due, ok := l.lookDue(batch)
		if due.Before(first) {
			due = first
		}
		if wait := time.Until(due); !ok || wait > 0 {
			timer.Stop()
			if ok {
				timer.Reset(wait)
			}
			continue
		}
		l.mu.Lock()
		more, ok := l.takeOwn()
		l.mu.Unlock()
		if !ok {
			continue
		}
		look := l.read(ctx, more.fetch)
		batch.join(more)
		if look.err == nil && look.Version != "" && look.Version == r.Version {
			l.looked()
			timer.Reset(0) // for the next one
			continue
		}
		l.end(w.cancel, w.done)
		if ctx.Err() != nil {
			return c, nil, ctx.Err()
		}
		l.cfg.OnDropped(r.Version, time.Since(began))
		return c, &look, nil
	}
}

// lookDue returns when the loop's own content is to be looked at during an
// attempt. An attempt with content from elsewhere is not interrupted.
func (l *Loop[C, V, D]) lookDue(batch *agenda[C, D]) (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if batch.elsewhere || len(l.others) > 0 {
		return time.Time{}, false
	}
	return l.next.due(l.cfg.Debounce, l.cfg.MaxWait, l.cfg.Poll)
}

// looked notes that the content was looked at, which is as good as a poll.
func (l *Loop[C, V, D]) looked() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next.idleSince = time.Now()
}
