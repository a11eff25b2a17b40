package budget

import (
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// TestPool is the law of the pool: no more is lent than there is, and a large
// request leaves room for small ones.
func TestPool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := NewPool(1 << 20)
		own := make([]int64, 8)
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			i := rapid.IntRange(0, 7).Draw(t, "request")
			bytes := rapid.Int64Range(1, 1<<19).Draw(t, "bytes")
			if rapid.Bool().Draw(t, "give") {
				p.Give(own[i])
				own[i] = 0
			} else if p.tryTake(own[i], bytes) {
				own[i] += bytes
			}
			sum := int64(0)
			for _, o := range own {
				sum += o
			}
			if p.Used() != sum || sum > p.Limit() {
				t.Fatalf("%d are used, %d lent", p.Used(), sum)
			}
		}
	})
	p := NewPool(8 << 20)
	for p.tryTake(2<<20, 1<<10) {
	}
	if !p.tryTake(0, 1<<20) || !p.tryTake(0, smallRequest) {
		t.Error("large requests take the share of the others")
	}
}

// TestNotAllGiveUp checks that of large requests that wait for each other most come to
// their end: only the first to give up is lost.
func TestNotAllGiveUp(t *testing.T) {
	const rounds, requests = 50, 5
	var ended atomic.Int32
	for range rounds {
		synctest.Test(t, func(*testing.T) {
			const share = 2 << 20
			p := NewPool(20 << 20)
			for range requests {
				p.Take(nil, 0, share)
				go func() {
					defer p.Give(share)
					time.Sleep(rand.N(time.Millisecond)) // they do not come at the same instant
					if p.Take(nil, share, share) {
						ended.Add(1)
						p.Give(share)
					}
				}()
			}
			p.Take(nil, 0, usualRequest)
			p.Take(nil, 0, usualRequest)
			time.Sleep(5 * poolWait)
		})
	}
	if got := ended.Load(); got < rounds*(requests-2) {
		t.Errorf("%d of %d came to their end", got, rounds*requests)
	}
}

func TestPoolWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(100)
		p.Take(nil, 0, 60)
		begin := time.Now()
		if p.Take(nil, 0, 50) || time.Since(begin) != poolWait {
			t.Errorf("it waited %v", time.Since(begin))
		}
		begin = time.Now()
		if p.Take(nil, 0, 101) || time.Since(begin) != 0 {
			t.Error("it waits for what will never fit")
		}
		begin = time.Now()
		go func() {
			time.Sleep(10 * time.Millisecond)
			p.Give(60)
		}()
		if !p.Take(nil, 0, 50) || time.Since(begin) != 10*time.Millisecond {
			t.Errorf("memory that is given back after 10 ms is found after %v", time.Since(begin))
		}
		gone := make(chan struct{})
		close(gone)
		if begin := time.Now(); p.Take(gone, 50, 60) || time.Since(begin) != 0 {
			t.Error("a client that has gone still waits")
		}
	})
}

// TestPoolQueue is the law of those who wait: whatever they do, none keeps memory that
// it was refused, and none stays behind.
func TestPoolQueue(t *testing.T) {
	for range 50 {
		synctest.Test(t, func(t *testing.T) {
			p := NewPool(10 << 20)
			var most atomic.Int64
			for range 40 {
				go func() {
					done := make(chan struct{})
					time.AfterFunc(rand.N(time.Second), func() { close(done) })
					own := int64(0)
					for range 5 {
						bytes := 1 + rand.N(int64(2<<20))
						if p.Take(done, own, bytes) {
							own += bytes
						}
						if used := p.Used(); used > most.Load() {
							most.Store(used)
						}
						time.Sleep(rand.N(100 * time.Millisecond))
					}
					p.Give(own)
				}()
			}
			time.Sleep(time.Minute)
			synctest.Wait()
			if p.Used() != 0 || p.waiting.Load() != 0 || len(p.line) != 0 || len(p.queue.pools) != 0 {
				t.Errorf("%d bytes are left, and %d requests that wait", p.Used(), len(p.line))
			}
			if most.Load() > p.Limit() || most.Load() < p.Limit()/2 {
				t.Errorf("%d of %d bytes were used at most", most.Load(), p.Limit())
			}
		})
	}
}

// TestPoolOrder checks that whoever came first is served first, and that one who wants
// more than there is keeps nobody else waiting.
func TestPoolOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(1000)
		p.Take(nil, 0, 1000)
		var order []int64
		for _, bytes := range []int64{900, 100, 101, 102} {
			go func() {
				if p.Take(nil, 0, bytes) {
					order = append(order, bytes)
				}
			}()
			synctest.Wait()
		}
		for range 3 {
			p.Give(102)
			synctest.Wait()
		}
		time.Sleep(poolWait)
		if !slices.Equal(order, []int64{100, 101, 102}) {
			t.Errorf("served: %v", order)
		}
	})
}
