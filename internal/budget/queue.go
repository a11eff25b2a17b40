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

// queue holds those who wait for memory, in the order in which they came.
type queue struct {
	// length is read without the lock, by those who give memory back.
	length  atomic.Int32
	mu      sync.Mutex
	waiters []*waiter
}

func (q *queue) add(w *waiter) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiters = append(q.waiters, w)
	q.length.Add(1)
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
