package budget

import (
	"slices"
	"sync"
	"sync/atomic"
)

// waiter is a request that waits for memory.
type waiter struct {
	own, bytes int64
	// served is closed when it has the memory.
	served chan struct{}
}

// queue holds those who wait for memory, in the order in which they came. Whoever comes
// when there is enough for it need not wait.
type queue struct {
	// length is read without the lock, by those who give memory back.
	length  atomic.Int32
	mu      sync.Mutex
	waiters []*waiter
}

// join adds a waiter, unless it can be served now. Whoever gives memory back after that
// sees it.
func (q *queue) join(w *waiter, take func(*waiter) bool) (served bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.length.Add(1)
	if take(w) {
		q.length.Add(-1)
		return true
	}
	q.waiters = append(q.waiters, w)
	return false
}

// leave takes a waiter out; false if it was served before.
func (q *queue) leave(w *waiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiters, w)
	if i < 0 {
		return false
	}
	q.waiters = slices.Delete(q.waiters, i, i+1)
	q.length.Add(-1)
	return true
}

// serve asks for each waiter whether it can be served. One that wants much does not
// keep those after it waiting: it is refused when its time is over.
func (q *queue) serve(take func(*waiter) bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiters = slices.DeleteFunc(q.waiters, func(w *waiter) bool {
		if !take(w) {
			return false
		}
		close(w.served)
		q.length.Add(-1)
		return true
	})
}
