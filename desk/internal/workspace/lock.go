package workspace

import (
	"context"
	"sync"
)

// lock is held by one who writes, or by any number of those who read. Unlike with a
// [sync.RWMutex], who waits for it can give up.
type lock struct {
	// turn has a value while somebody writes, or waits until nobody reads any more.
	turn chan struct{}

	mu      sync.Mutex
	readers int
	// free is closed when the last reader ends; nil if nobody waits for that.
	free chan struct{}
}

func newLock() *lock { return &lock{turn: make(chan struct{}, 1)} }

// write waits until it may write, and returns what ends that. The error is the cause of the
// end of ctx.
func (l *lock) write(ctx context.Context) (end func(), err error) {
	if err := l.take(ctx); err != nil {
		return nil, err
	}
	select {
	case <-l.unread():
		return func() { <-l.turn }, nil
	case <-ctx.Done():
		<-l.turn
		return nil, context.Cause(ctx)
	}
}

// read waits until it may read, and returns what ends that. The error is the cause of the
// end of ctx.
func (l *lock) read(ctx context.Context) (end func(), err error) {
	if err := l.take(ctx); err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.readers++
	l.mu.Unlock()
	<-l.turn
	return l.leave, nil
}

// isFree reports whether nobody writes or reads.
func (l *lock) isFree() bool {
	select {
	case l.turn <- struct{}{}:
	default:
		return false
	}
	defer func() { <-l.turn }()
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.readers == 0
}

// take takes the turn. Whoever has given up does not.
func (l *lock) take(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case l.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// unread returns a channel that is closed when nobody reads any more.
func (l *lock) unread() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	free := make(chan struct{})
	if l.readers == 0 {
		close(free)
	} else {
		l.free = free
	}
	return free
}

// leave ends a reader.
func (l *lock) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.readers--; l.readers == 0 && l.free != nil {
		close(l.free)
		l.free = nil
	}
}
