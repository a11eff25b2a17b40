package budget

import (
	"cmp"
	"slices"
	"sync"
)

// waiter is a request that waits for memory.
type waiter struct {
	own, bytes int64
	// served is closed when it has the memory.
	served chan struct{}
}

// queue holds those who wait for memory of a pool and of its shares. Those who wait for
// one of them stand in a line, in the order in which they came. Whoever comes when there
// is enough for it need not wait.
type queue struct {
	mu sync.Mutex
	// pools are those that have a line.
	pools []*Pool
}

// join adds a waiter, unless it can be served now. Whoever gives memory back after that
// sees it.
func (q *queue) join(p *Pool, w *waiter) (served bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	p.wait(1)
	if p.takeFor(w) {
		p.wait(-1)
		return true
	}
	if len(p.line) == 0 {
		q.pools = append(q.pools, p)
	}
	p.line = append(p.line, w)
	return false
}

// leave takes a waiter out; false if it was served before.
func (q *queue) leave(p *Pool, w *waiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(p.line, w)
	if i < 0 {
		return false
	}
	p.line = slices.Delete(p.line, i, i+1)
	p.wait(-1)
	q.forget()
	return true
}

// serve asks for each waiter whether it can be served. One that wants much does not
// keep those after it waiting: it is refused when its time is over. Of several lines
// the first is that of the share that has least of what is for all: one with many
// waiters does not keep the others' waiting.
func (q *queue) serve() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.pools) > 1 {
		for _, p := range q.pools {
			p.has = p.beyond(p.used.Load())
		}
		slices.SortStableFunc(q.pools, func(a, b *Pool) int { return cmp.Compare(a.has, b.has) })
	}
	for _, p := range q.pools {
		p.line = slices.DeleteFunc(p.line, func(w *waiter) bool {
			if !p.takeFor(w) {
				return false
			}
			close(w.served)
			p.wait(-1)
			return true
		})
	}
	q.forget()
}

// forget takes out the pools that nobody waits for any more.
func (q *queue) forget() {
	q.pools = slices.DeleteFunc(q.pools, func(p *Pool) bool { return len(p.line) == 0 })
}
