package budget

import (
	"slices"
	"sync"
)

// shares are the shares of a pool, for those who want to know how much all of them use.
type shares struct {
	mu  sync.Mutex
	all []*Pool
}

// Share returns the part of the pool for one of those that share it: own bytes that
// nobody else can take, whatever they do, and beyond them what the pool has for all,
// by the rules for large and small requests. The pool has so much less for all, even if
// others hold it at the moment: then more than its size may be in use until they give it
// back. The caller sees to it that all shares together have less than the pool. [Pool.Close]
// ends the share. A share of a share is one of the same pool.
//
// What a share uses beyond its own is counted in the pool. A change of what it uses is
// decided by its own counter; memory is taken from the pool before, and given back to it
// after that, so that the pool always counts at least what is used of it.
func (p *Pool) Share(own int64) *Pool {
	if p == nil {
		return nil
	}
	s := &Pool{of: p.root(), size: max(own, 0)}
	s.of.shares.mu.Lock()
	defer s.of.shares.mu.Unlock()
	s.of.limit.Add(-s.size)
	s.of.shares.all = append(s.of.shares.all, s)
	return s
}

// Close gives what a share has of its own back to all: at once what is not in use, and
// the rest as it is given back. Requests in flight go on, and take what they need from
// what is for all. A closed share may be closed again. Nothing happens to a pool that is
// no share.
func (p *Pool) Close() {
	if p == nil || p.of == nil {
		return
	}
	p.closed.Store(true)
	p.fold()
	p.of.serve()
}

// fold gives to all what a closed share has of its own and does not use. From then on
// that counts as used, which makes all that is taken later more than its own.
func (p *Pool) fold() {
	shares := &p.of.shares
	shares.mu.Lock()
	defer shares.mu.Unlock()
	for used := p.used.Load(); used < p.size; used = p.used.Load() {
		if p.used.CompareAndSwap(used, p.size) {
			p.folded += p.size - used
			p.of.limit.Add(p.size - used)
		}
	}
	if p.folded == p.size { // all that is in use is counted in the pool
		shares.all = slices.DeleteFunc(shares.all, func(s *Pool) bool { return s == p })
	}
}

// own returns how much of the pool's shares' own memory is in use.
func (s *shares) own() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := int64(0)
	for _, p := range s.all {
		sum += min(p.used.Load(), p.size) - p.folded
	}
	return sum
}

// held returns how much the requests of a share hold.
func (p *Pool) held() int64 {
	p.of.shares.mu.Lock()
	defer p.of.shares.mu.Unlock()
	return p.used.Load() - p.folded
}

// own returns what a share has of its own; a closed one has nothing.
func (p *Pool) own() int64 {
	if p.closed.Load() {
		return 0
	}
	return p.size
}

// root returns the pool that p is a share of, or p itself.
func (p *Pool) root() *Pool {
	if p.of != nil {
		return p.of
	}
	return p
}

// wait counts those who begin to wait, or who end.
func (p *Pool) wait(n int32) {
	p.waiting.Add(n)
	if p.of != nil {
		p.of.waiting.Add(n)
	}
}

// beyond returns how much of what a share uses is more than its own.
func (p *Pool) beyond(used int64) int64 { return max(used-p.size, 0) }

// takeShared takes bytes for a request of the share that then has that size. lent is set
// if others may have been refused memory that was taken from the pool and not needed:
// whoever does not have the queue's lock serves them. With the lock nobody can begin to
// wait meanwhile.
func (p *Pool) takeShared(size, bytes int64) (taken, lent bool) {
	for {
		used := p.used.Load()
		more := p.beyond(used+bytes) - p.beyond(used)
		if more > 0 && !p.of.tryTake(size-more, more) {
			return false, lent
		}
		if p.used.CompareAndSwap(used, used+bytes) {
			return true, lent
		}
		if more > 0 {
			p.of.used.Add(-more)
			lent = true
		}
	}
}

// giveShared gives memory of a share back.
func (p *Pool) giveShared(bytes int64) {
	used := p.used.Add(-bytes)
	freed := p.beyond(used+bytes) - p.beyond(used)
	if freed > 0 {
		p.of.used.Add(-freed)
	}
	more := freed > 0 // for all
	if used < p.size && p.closed.Load() {
		p.fold()
		more = true
	}
	if p.waiting.Load() > 0 || more && p.of.waiting.Load() > 0 {
		p.of.queue.serve()
	}
}
