package budget

import (
	"math/rand/v2"
	"sync/atomic"
	"time"
)

// poolWait is how long a request waits for memory before it is refused.
const poolWait = 250 * time.Millisecond

// Pool is the memory for all requests in flight. Small requests have a share that
// large ones cannot take.
type Pool struct {
	limit int64
	used  atomic.Int64
	queue queue
}

// NewPool returns a pool of that many bytes.
func NewPool(limit int64) *Pool { return &Pool{limit: limit} }

// Used returns how much is in use, in bytes.
func (p *Pool) Used() int64 { return p.used.Load() }

// Limit returns the size of the pool in bytes.
func (p *Pool) Limit() int64 { return p.limit }

// The sizes up to which a request counts as small, and as usual. A conversation of ten
// turns is small.
const (
	smallRequest = 128 << 10
	usualRequest = 1 << 20
)

// share returns how much of the pool may be in use for a request of that size to
// have more. Three sixteenths are for small requests: by default that is enough for
// 384 of them, so that so many connections cannot keep small ones out. Another three
// are for those up to the usual size.
func (p *Pool) share(size int64) int64 {
	switch {
	case size <= smallRequest:
		return p.limit
	case size <= usualRequest:
		return p.limit - p.limit/16*3
	default:
		return p.limit - p.limit/16*6
	}
}

// Take reserves more bytes for a request that already has own. If they do not fit,
// it waits a little, and less if done is closed. A nil pool has no limit.
func (p *Pool) Take(done <-chan struct{}, own, bytes int64) bool {
	if p.tryTake(own, bytes) {
		return true
	}
	if !p.fits(own + bytes) {
		return false
	}
	w := &waiter{own: own, bytes: bytes, served: make(chan struct{})}
	if p.queue.join(w, p.takeFor) {
		return true // it was given back a moment ago
	}
	deadline := time.NewTimer(waitOf(own))
	defer deadline.Stop()
	select {
	case <-w.served:
		return true
	case <-deadline.C:
	case <-done:
	}
	return !p.queue.leave(w) // it may have been served meanwhile
}

// waitOf returns how long a request waits for more memory that holds so much of it
// already. Large ones do not all give up at once: what the first gives back lets
// others come to their end.
func waitOf(own int64) time.Duration {
	if own <= usualRequest {
		return poolWait
	}
	return poolWait + rand.N(3*poolWait)
}

// fits reports whether a request of that size can ever have its memory.
func (p *Pool) fits(size int64) bool { return p == nil || size <= p.share(size) }

// Largest returns how much memory a single request may have at most.
func (p *Pool) Largest() int64 { return p.share(p.limit) }

// Scarce reports whether more than three eighths of the memory are in use: then who holds much
// must make progress sooner.
func (p *Pool) Scarce() bool { return p != nil && p.Used() > p.limit/8*3 }

// ScarceBeside reports whether others than a request that holds so much have more than
// a quarter of the memory: a single large request is not short of memory.
func (p *Pool) ScarceBeside(held int64) bool { return p != nil && p.Used()-held > p.limit/4 }

func (p *Pool) tryTake(own, bytes int64) bool {
	if p == nil {
		return true
	}
	most := p.share(own + bytes)
	for {
		used := p.used.Load()
		if used+bytes > most {
			return false
		}
		if p.used.CompareAndSwap(used, used+bytes) {
			return true
		}
	}
}

// Give gives memory back.
func (p *Pool) Give(bytes int64) {
	if p != nil {
		p.used.Add(-bytes)
		p.serve()
	}
}

// serve gives those who wait what they wait for, if it is there now.
func (p *Pool) serve() {
	if p.queue.length.Load() > 0 {
		p.queue.serve(p.takeFor)
	}
}

func (p *Pool) takeFor(w *waiter) bool { return p.tryTake(w.own, w.bytes) }
