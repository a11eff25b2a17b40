package intake

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
	// ahead is how many times larger than what has arrived a window may be: a
	// client that announces much and sends little must not hold memory that
	// others need. While three quarters of the memory are free the factor is
	// larger, which saves a long body a system call: up to four KiB arrive
	// with the header.
	ahead       = 32
	aheadAtEase = 128
	// keepWindow is the size above which a window is not kept for the next
	// request: one conversation with huge slots must not hold memory forever.
	keepWindow = 1 << 20
	// budgetWait is how long a request waits for memory before it is refused,
	// and budgetLook how often it checks.
	budgetWait = 250 * time.Millisecond
	budgetLook = 5 * time.Millisecond
)

// memory is the budget for the bodies of all requests in flight.
type memory struct {
	limit int64
	used  atomic.Int64
}

// take reserves more bytes for a request that already has own; it waits a little
// if they do not fit. A request that is alone always fits, or it could never be
// answered.
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

// ahead returns how many times larger than what has arrived a window may be.
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

// window returns the memory for the first bytes of a body.
func (l *loan) window(ctx context.Context) ([]byte, bool) {
	if !l.reserve(ctx, firstWindow) {
		return nil, false
	}
	if cap(l.kept) < firstWindow {
		l.kept = make([]byte, 0, firstWindow)
	}
	// No more than is reserved, even if the kept window is larger.
	return l.kept[:0:firstWindow], true
}

// grow returns a window of that size with the content of the old, smaller one.
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

// reserve raises the loan to that many bytes in all.
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
