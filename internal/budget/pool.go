package budget

import (
	"math/rand/v2"
	"sync/atomic"
	"time"
)

// poolWait is how long a request waits for memory before it is refused.
const poolWait = 250 * time.Millisecond

// Pool is the memory for all requests in flight. Small requests have a share that
// large ones cannot take. Several that answer requests get a [Pool.Share] each.
type Pool struct {
	used atomic.Int64
	// limit is how much there is, less what the shares have of their own.
	limit atomic.Int64
	// waiting counts those who wait for memory of the pool or of its shares. It is read
	// without a lock, by those who give memory back.
	waiting atomic.Int32

	// of is the pool that this one is a share of, nil if it is none.
	of *Pool
	// size is all memory of the pool, or what a share has of its own.
	size int64
	// closed is set if a share was closed; folded is what it has given back of its own
	// since then. The lock of the pool's shares guards it.
	closed atomic.Bool
	folded int64

	// line holds those who wait for memory of this pool, and has is how much of what is
	// for all it had when the line was last looked at. The queue's lock guards both.
	line []*waiter
	has  int64

	// queue and shares are used of a pool that is no share.
	queue  queue
	shares shares
}

// NewPool returns a pool of that many bytes.
func NewPool(bytes int64) *Pool {
	p := &Pool{size: bytes}
	p.limit.Store(bytes)
	return p
}

// Used returns how much is in use, in bytes: of a pool with shares by all of them. It
// is for those who look now and then, such as metrics.
func (p *Pool) Used() int64 {
	if p.of != nil {
		return p.held()
	}
	return p.used.Load() + p.shares.own()
}

// Limit returns the size of the pool in bytes; of a share the most that it can have if
// the others have only what is their own.
func (p *Pool) Limit() int64 {
	if p.of != nil {
		return p.own() + p.of.limit.Load()
	}
	return p.size
}

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
	limit := p.limit.Load()
	switch {
	case size <= smallRequest:
		return limit
	case size <= usualRequest:
		return limit - limit/16*3
	default:
		return limit - limit/16*6
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
	queue := &p.root().queue
	if queue.join(p, w) {
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
	return !queue.leave(p, w) // it may have been served meanwhile
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
func (p *Pool) fits(size int64) bool {
	switch {
	case p == nil:
		return true
	case p.of != nil:
		return size-p.own() <= p.of.share(size)
	default:
		return size <= p.share(size)
	}
}

// Largest returns how much memory a single request may have at most.
func (p *Pool) Largest() int64 {
	if p.of != nil {
		return p.own() + p.of.share(p.Limit())
	}
	return p.share(p.limit.Load())
}

// Ample reports whether three quarters of the memory are free. Memory is ample for a
// share if that holds of its own or of what is for all.
func (p *Pool) Ample() bool {
	switch {
	case p == nil:
		return true
	case p.of != nil:
		return p.used.Load() < p.size/4 || p.of.Ample()
	default:
		return p.used.Load() < p.limit.Load()/4
	}
}

// Scarce reports whether more than three eighths of the memory are in use: then who holds much
// must make progress sooner. Memory is scarce for a share if that holds both of its own
// and of what is for all.
func (p *Pool) Scarce() bool {
	switch {
	case p == nil:
		return false
	case p.of != nil:
		return p.used.Load() > p.size/8*3 && p.of.Scarce()
	default:
		return p.used.Load() > p.limit.Load()/8*3
	}
}

// ScarceBeside reports whether others than a request that holds so much have more than
// a quarter of the memory: a single large request is not short of memory. While a share
// has enough of its own, it does not matter what the others have.
func (p *Pool) ScarceBeside(held int64) bool {
	if p == nil {
		return false
	}
	used := p.used.Load()
	if p.of == nil {
		return used-held > p.limit.Load()/4
	}
	beyond := p.beyond(used)
	if beyond == 0 && used-held <= p.size/4 {
		return false
	}
	return p.of.ScarceBeside(min(held, beyond))
}

func (p *Pool) tryTake(own, bytes int64) bool {
	if p == nil {
		return true
	}
	if p.of != nil {
		taken, lent := p.takeShared(own+bytes, bytes)
		if lent {
			p.of.serve()
		}
		return taken
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
	if p == nil {
		return
	}
	if p.of != nil {
		p.giveShared(bytes)
		return
	}
	p.used.Add(-bytes)
	p.serve()
}

// serve gives those who wait what they wait for, if it is there now.
func (p *Pool) serve() {
	if p.waiting.Load() > 0 {
		p.queue.serve()
	}
}

// takeFor takes what a waiter wants; the queue is locked.
func (p *Pool) takeFor(w *waiter) bool {
	if p.of == nil {
		return p.tryTake(w.own, w.bytes)
	}
	taken, _ := p.takeShared(w.own+w.bytes, w.bytes)
	return taken
}
