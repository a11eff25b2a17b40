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

// window returns the memory into which a body is read. The announced length,
// -1 if there is none, is only a hint.
func (l *loan) window(ctx context.Context, announced int64) ([]byte, bool) {
	size := int64(firstWindow)
	if announced >= 0 {
		// Steps keep a conversation that grows from needing a new window for
		// each of its requests.
		size = min((announced/firstWindow+1)*firstWindow, usualWindow)
	}
	if !l.reserve(ctx, size) {
		return nil, false
	}
	if int64(cap(l.kept)) < size {
		l.kept = make([]byte, 0, size)
	}
	// No more than is paid for, though the memory may be larger.
	return l.kept[:0:size], true
}

// grow returns a window twice as large that begins as the old one does.
func (l *loan) grow(ctx context.Context, window []byte) ([]byte, bool) {
	size := 2 * int64(cap(window))
	if !l.reserve(ctx, size) {
		return window, false
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
