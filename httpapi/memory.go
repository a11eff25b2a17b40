package httpapi

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	// firstWindow is the memory for a short body and the least for any,
	// usualWindow that for a longer one: large enough to take what a
	// connection has, small enough to stay near the processor.
	firstWindow = 16 << 10
	usualWindow = 512 << 10
	// ahead is how many times what has come of a body its window may be: a
	// client that announces much and sends little must not hold memory that
	// others need. While three quarters of it are free it may be more, which
	// saves a long body a call to the system: what comes with the header is up
	// to four KiB.
	ahead       = 32
	aheadAtEase = 128
	// keepWindow is the size above which a window is not kept for the next
	// request: a conversation with huge slots must not hold its memory for
	// ever.
	keepWindow = 1 << 20
	// budgetWait is how long a request waits for memory before it is sent away,
	// and budgetLook how often it looks.
	budgetWait = 250 * time.Millisecond
	budgetLook = 5 * time.Millisecond
)

// memory is the budget for the bodies of all requests under way.
type memory struct {
	limit int64
	used  atomic.Int64
}

// take reserves bytes of the budget for a request that has own already; one
// that does not fit waits a little. One that is alone always fits, or it could
// never be answered.
func (m *memory) take(ctx context.Context, own, bytes int64) bool {
	if m.tryTake(own, bytes) {
		return true
	}
	deadline := time.NewTimer(budgetWait)
	defer deadline.Stop()
	look := time.NewTicker(budgetLook)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			if m.tryTake(own, bytes) {
				return true
			}
		case <-deadline.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
}

// ahead is how many times what has come of a body its window may be.
func (m *memory) ahead() int64 {
	if m.used.Load() < m.limit/4 {
		return aheadAtEase
	}
	return ahead
}

func (m *memory) tryTake(own, bytes int64) bool {
	for {
		used := m.used.Load()
		if used > own && used+bytes > m.limit {
			return false
		}
		if m.used.CompareAndSwap(used, used+bytes) {
			return true
		}
	}
}

// loan is the memory of one request's body.
type loan struct {
	from *memory
	// kept is a window of at most keepWindow, which the loan keeps from one
	// request to the next.
	kept     []byte
	reserved int64
}

// window returns the memory into which a body is read at first.
func (l *loan) window(ctx context.Context) ([]byte, bool) {
	if !l.reserve(ctx, firstWindow) {
		return nil, false
	}
	if cap(l.kept) < firstWindow {
		l.kept = make([]byte, 0, firstWindow)
	}
	// No more than is paid for, though the memory may be larger.
	return l.kept[:0:firstWindow], true
}

// grow returns a window of that size that begins as the old, smaller one does.
func (l *loan) grow(ctx context.Context, window []byte, size int64) ([]byte, bool) {
	if !l.reserve(ctx, size) {
		return window, false
	}
	if size <= int64(cap(l.kept)) {
		return l.kept[:len(window):size], true // it begins with the old one
	}
	grown := append(make([]byte, 0, size), window...)
	if size <= keepWindow {
		l.kept = grown
	}
	return grown, true
}

// reserve makes the loan so large in all.
func (l *loan) reserve(ctx context.Context, bytes int64) bool {
	more := bytes - l.reserved
	if more <= 0 {
		return true
	}
	if !l.from.take(ctx, l.reserved, more) {
		return false
	}
	l.reserved = bytes
	return true
}

// give gives the memory back.
func (l *loan) give() {
	l.from.used.Add(-l.reserved)
	l.reserved = 0
}
