package budget

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// plainPool is a pool that knows no shares, to compare with.
type plainPool struct {
	limit int64
	used  atomic.Int64
	queue plainQueue
}

type plainQueue struct {
	length  atomic.Int32
	mu      sync.Mutex
	waiters []*waiter
}

func (q *plainQueue) serve(take func(*waiter) bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiters = slices.DeleteFunc(q.waiters, take)
}

func (p *plainPool) share(size int64) int64 {
	switch {
	case size <= smallRequest:
		return p.limit
	case size <= usualRequest:
		return p.limit - p.limit/16*3
	default:
		return p.limit - p.limit/16*6
	}
}

func (p *plainPool) tryTake(own, bytes int64) bool {
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

func (p *plainPool) Give(bytes int64) {
	if p != nil {
		p.used.Add(-bytes)
		p.serve()
	}
}

func (p *plainPool) serve() {
	if p.queue.length.Load() > 0 {
		p.queue.serve(p.takeFor)
	}
}

func (p *plainPool) takeFor(w *waiter) bool { return p.tryTake(w.own, w.bytes) }

// BenchmarkTakeGive takes memory and gives it back: of a pool without shares, beside one
// that knows no shares, of a share's own memory, and of what is for all. In parallel all
// use the same one, or each its own share.
func BenchmarkTakeGive(b *testing.B) {
	const size = 1 << 30
	type pool interface {
		tryTake(own, bytes int64) bool
		Give(bytes int64)
	}
	one := func(b *testing.B, p pool) {
		for range 1000 {
			if !p.tryTake(0, memoryStep) {
				b.Fatal("no memory")
			}
			p.Give(memoryStep)
		}
	}
	for _, tt := range []struct {
		name string
		pool func(i int) pool
	}{
		{"baseline", func() func(int) pool {
			p := &plainPool{limit: size}
			return func(int) pool { return p }
		}()},
		{"pool", func() func(int) pool {
			p := NewPool(size)
			return func(int) pool { return p }
		}()},
		{"share", func() func(int) pool {
			p := NewPool(size).Share(size / 4)
			return func(int) pool { return p }
		}()},
		{"share for each", func() func(int) pool {
			p := NewPool(size)
			return func(int) pool { return p.Share(1 << 20) }
		}()},
		{"beyond its own", func() func(int) pool {
			p := NewPool(size).Share(0)
			return func(int) pool { return p }
		}()},
	} {
		b.Run(fmt.Sprintf("%s/alone", tt.name), func(b *testing.B) {
			p := tt.pool(0)
			for b.Loop() {
				one(b, p)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/pair")
		})
		b.Run(fmt.Sprintf("%s/parallel", tt.name), func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				p := tt.pool(1)
				for pb.Next() {
					one(b, p)
				}
			})
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/pair")
		})
	}
}

// BenchmarkBesideBaseline takes turns between the pools, a thousand times each, so that
// what else the machine does slows all of them, and shows the fastest turns.
func BenchmarkBesideBaseline(b *testing.B) {
	const size, times = 1 << 30, 1000
	plain, pool := &plainPool{limit: size}, NewPool(size)
	shared := NewPool(size)
	share, beyond := shared.Share(size/4), shared.Share(0)
	turns := []struct {
		name string
		turn func()
		best time.Duration
	}{
		{name: "baseline", turn: func() {
			for range times {
				plain.tryTake(0, memoryStep)
				plain.Give(memoryStep)
			}
		}},
		{name: "pool", turn: func() {
			for range times {
				pool.tryTake(0, memoryStep)
				pool.Give(memoryStep)
			}
		}},
		{name: "share", turn: func() {
			for range times {
				share.tryTake(0, memoryStep)
				share.Give(memoryStep)
			}
		}},
		{name: "beyond", turn: func() {
			for range times {
				beyond.tryTake(0, memoryStep)
				beyond.Give(memoryStep)
			}
		}},
	}
	for b.Loop() {
		for i := range turns {
			t := &turns[i]
			began := time.Now()
			t.turn()
			if took := time.Since(began); t.best == 0 || took < t.best {
				t.best = took
			}
		}
	}
	for _, t := range turns {
		b.ReportMetric(float64(t.best.Nanoseconds())/times, t.name+"-ns")
	}
	b.ReportMetric(0, "ns/op")
}
