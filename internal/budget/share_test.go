package budget

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// modelShare is what a share must be like: own is what is kept for it alone.
type modelShare struct {
	pool      *Pool
	own, held int64
	closed    bool
}

func (m *modelShare) beyond(held int64) int64 { return max(held-m.own, 0) }

// modelOf returns how much the pool has for all, and how much of it is in use.
func modelOf(size int64, shares []*modelShare) (all, used, held int64) {
	all = size
	for _, s := range shares {
		all -= s.own
		used += s.beyond(s.held)
		held += s.held
	}
	return all, used, held
}

// TestShareLaw is the law of shares: each has its own memory whatever the others do, no
// more is lent than there is, and when all is given back everything is as before.
func TestShareLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 4 << 20
		pool := NewPool(size)
		var shares []*modelShare
		give := func(s *modelShare, bytes int64) {
			s.pool.Give(bytes)
			if s.held -= bytes; s.closed {
				s.own = min(s.own, s.held)
			}
		}
		closeShare := func(s *modelShare) {
			s.pool.Close()
			s.own, s.closed = min(s.own, s.held), true
		}
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			step := rapid.IntRange(0, 9).Draw(t, "step")
			if len(shares) == 0 || step == 0 {
				all, used, _ := modelOf(size, shares)
				own := rapid.SampledFrom([]int64{0, 1000, 200 << 10, 1 << 20}).Draw(t, "own")
				if own <= all-used {
					shares = append(shares, &modelShare{pool: pool.Share(own), own: own})
				}
				continue
			}
			s := rapid.SampledFrom(shares).Draw(t, "share")
			switch {
			case step == 1:
				closeShare(s)
			case step < 5:
				give(s, rapid.Int64Range(0, s.held).Draw(t, "give"))
			default:
				all, used, _ := modelOf(size, shares)
				of := rapid.Int64Range(0, s.held).Draw(t, "of a request")
				bytes := rapid.OneOf(rapid.Int64Range(0, 1000), rapid.Int64Range(0, 1<<20)).Draw(t, "bytes")
				more := s.beyond(s.held+bytes) - s.beyond(s.held)
				most := all
				if size := of + bytes; size > usualRequest {
					most = all - all/16*6
				} else if size > smallRequest {
					most = all - all/16*3
				}
				want := more == 0 || used+more <= most
				if got := s.pool.tryTake(of, bytes); got != want {
					t.Fatalf("%d bytes for a share that holds %d of its own %d, while %d of %d are in use: %v", bytes, s.held, s.own, used, all, got)
				}
				if want {
					s.held += bytes
				}
			}
			checkShares(t, pool, shares)
		}
		for _, s := range shares {
			if rapid.Bool().Draw(t, "close first") {
				closeShare(s)
			}
			give(s, s.held)
			closeShare(s)
			closeShare(s)
		}
		checkShares(t, pool, shares)
		if pool.Used() != 0 || pool.used.Load() != 0 || pool.limit.Load() != size || len(pool.shares.all) != 0 {
			t.Fatalf("at the end %d are used, %d of %d for all, by %d shares", pool.Used(), pool.used.Load(), pool.limit.Load(), len(pool.shares.all))
		}
	})
}

func checkShares(t *rapid.T, pool *Pool, shares []*modelShare) {
	all, used, held := modelOf(pool.size, shares)
	if pool.limit.Load() != all || pool.used.Load() != used || pool.Used() != held || held > pool.Limit() {
		t.Fatalf("%d of %d are used, want %d of %d; in all %d, want %d of %d", pool.used.Load(), pool.limit.Load(), used, all, pool.Used(), held, pool.Limit())
	}
	listed := 0
	for _, s := range shares {
		if s.pool.Used() != s.held {
			t.Fatalf("a share uses %d, want %d", s.pool.Used(), s.held)
		}
		if s.own > 0 || !s.closed {
			listed++
		}
	}
	if len(pool.shares.all) != listed {
		t.Fatalf("%d shares are listed, want %d", len(pool.shares.all), listed)
	}
}

// TestFlood checks that a share that floods the pool, and others that come and go, take
// nothing of what another one has of its own, which waits for nothing.
func TestFlood(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			const own, requests = 2 << 20, 4
			pool := NewPool(20 << 20)
			calm, flood := pool.Share(own), pool.Share(own)
			pools := []*Pool{calm, flood, pool}
			run := func(p *Pool, most int64, refused func(waited time.Duration)) {
				pools = append(pools, p)
				go func() {
					held := int64(0)
					for range 30 {
						bytes := 1 + rand.N(most-held)
						began := time.Now()
						if p.Take(nil, held, bytes) {
							held += bytes
						}
						if waited := time.Since(began); waited > 0 {
							refused(waited)
						}
						if used := pool.Used(); used > pool.Limit() {
							t.Errorf("%d of %d bytes are used", used, pool.Limit())
						}
						time.Sleep(rand.N(20 * time.Millisecond))
						if held > most/2 {
							p.Give(held)
							held = 0
						}
					}
					p.Give(held)
				}()
			}
			var crowded atomic.Int32
			for range requests {
				run(calm, own/requests, func(waited time.Duration) { t.Errorf("a share waits %v for its own", waited) })
			}
			for range 40 {
				run(flood, 3<<20, func(time.Duration) { crowded.Add(1) })
			}
			for range 5 {
				time.Sleep(10 * time.Millisecond)
				passing := pool.Share(0)
				for range 4 {
					run(passing, 1<<20, func(time.Duration) {})
				}
				time.Sleep(rand.N(20 * time.Millisecond))
				passing.Close()
			}
			time.Sleep(30 * time.Second)
			synctest.Wait()
			if crowded.Load() == 0 {
				t.Error("there is no flood")
			}
			for _, p := range pools {
				if p.Used() != 0 || p.waiting.Load() != 0 || len(p.line) != 0 {
					t.Errorf("%d bytes are left, and %d requests that wait", p.Used(), len(p.line))
				}
			}
			if pool.used.Load() != 0 || len(pool.queue.pools) != 0 || len(pool.shares.all) != 2 {
				t.Errorf("%d bytes are left, %d lines, %d shares", pool.used.Load(), len(pool.queue.pools), len(pool.shares.all))
			}
		})
	}
}

// TestNobodyStaysBehind checks that whoever waits is served by what others give back: time
// stands still here, except when nobody has anything to do.
func TestNobodyStaysBehind(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			pool := NewPool(40)
			for range 3 {
				share := pool.Share(10)
				for range 4 {
					go func() {
						for range 500 {
							bytes := 1 + rand.N(int64(15))
							if !share.Take(nil, 0, bytes) {
								t.Errorf("%d bytes that others have given back are not found", bytes)
							}
							runtime.Gosched()
							share.Give(bytes)
						}
					}()
				}
			}
			synctest.Wait()
			if pool.Used() != 0 {
				t.Errorf("%d bytes are left", pool.Used())
			}
		})
	}
}

// TestShareWaits checks what serves those who wait, and what does not.
func TestShareWaits(t *testing.T) {
	for _, tt := range []struct {
		name string
		// within is set if the other share has no more than its own, and the rest is in use.
		within bool
		give   func(pool, waits, other *Pool)
		served bool
	}{
		{"its own is given back", false, func(_, waits, _ *Pool) { waits.Give(10) }, true},
		{"another share gives back what is for all", false, func(_, _, other *Pool) { other.Give(10) }, true},
		{"another share is closed", true, func(_, _, other *Pool) { other.Give(10); other.Close() }, true},
		{"a closed share gives back its own", true, func(_, _, other *Pool) { other.Close(); other.Give(10) }, true},
		{"an idle share is closed", false, func(pool, _, _ *Pool) { pool.shares.all[2].Close() }, true},
		{"memory that no share took is given back", false, func(pool, _, _ *Pool) { pool.Give(10) }, true},
		{"another share gives back its own", true, func(_, _, other *Pool) { other.Give(10) }, false},
		{"a closed share has nothing to give back", true, func(_, _, other *Pool) { other.Close() }, false},
		{"nothing is given back", false, func(_, _, _ *Pool) {}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			pool := NewPool(130)
			waits, other := pool.Share(30), pool.Share(40)
			pool.Share(10)
			// 50 are for all: 20, 20 and 10 are in use.
			if !waits.Take(nil, 0, 50) || !other.Take(nil, 0, 60) || !pool.Take(nil, 0, 10) {
				t.Fatal("there is not enough")
			}
			if tt.within {
				other.Give(20)
				pool.Take(nil, 0, 20)
			}
			var served atomic.Bool
			go func() { served.Store(waits.Take(nil, 0, 10)) }()
			synctest.Wait()
			if tt.give(pool, waits, other); served.Load() {
				t.Errorf("%s: it does not wait", tt.name)
			}
			synctest.Wait()
			if served.Load() != tt.served {
				t.Errorf("%s: served is %v", tt.name, served.Load())
			}
			time.Sleep(poolWait)
			synctest.Wait()
			if served.Load() != tt.served || waits.waiting.Load() != 0 || pool.waiting.Load() != 0 || len(pool.queue.pools) != 0 {
				t.Errorf("%s: served is %v at last, and %d wait", tt.name, served.Load(), pool.waiting.Load())
			}
		})
	}
}

// TestShareOrder checks that the share with least of what is for all is served first,
// however many wait in the line of another, and whenever they came.
func TestShareOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := NewPool(1000)
		shares := map[string]*Pool{"flood": pool.Share(100), "calm": pool.Share(100), "idle": pool.Share(100)}
		shares["flood"].Take(nil, 0, 100+500)
		shares["calm"].Take(nil, 0, 100+200)
		var order []string
		for _, name := range []string{"flood", "flood", "flood", "calm", "calm", "idle"} {
			go func() {
				if shares[name].Take(nil, 0, 110) {
					order = append(order, name)
				}
			}()
			synctest.Wait()
		}
		for range 4 {
			shares["flood"].Give(110)
			synctest.Wait()
		}
		time.Sleep(poolWait)
		synctest.Wait()
		if want := []string{"idle", "calm", "flood", "flood"}; !slices.Equal(order, want) {
			t.Errorf("served: %v, want %v", order, want)
		}
		if len(pool.queue.pools) != 0 {
			t.Errorf("%d lines are left", len(pool.queue.pools))
		}
	})
}

// TestShareSays checks what a share says of the memory that its requests can have.
func TestShareSays(t *testing.T) {
	const mib = 1 << 20
	type says struct {
		ample, scarce, beside bool
	}
	for _, tt := range []struct {
		name                   string
		own, used, others, one int64
		want                   says
	}{
		{"nothing is in use", 16 * mib, 0, 0, 0, says{true, false, false}},
		{"others have all", 16 * mib, 2 * mib, 64 * mib, 2 * mib, says{true, false, false}},
		{"others have all, and half of its own is in use", 16 * mib, 8 * mib, 64 * mib, mib, says{false, true, true}},
		{"others have all, and one request has half of its own", 16 * mib, 8 * mib, 64 * mib, 8 * mib, says{false, true, false}},
		{"its own is in use, and nothing else", 16 * mib, 16 * mib, 0, mib, says{true, false, false}},
		{"one request has what is for all", 16 * mib, 56 * mib, 0, 56 * mib, says{false, true, false}},
		{"some requests have what is for all", 16 * mib, 56 * mib, 0, 16 * mib, says{false, true, true}},
		{"one request has more than its own, and others much", 16 * mib, 20 * mib, 21 * mib, 20 * mib, says{false, true, true}},
		{"nothing of its own, and nothing in use", 0, 0, 0, 0, says{true, false, false}},
		{"nothing of its own, and others have all", 0, mib, 63 * mib, mib, says{false, true, true}},
		{"nothing of its own, and one request has what is for all", 0, 40 * mib, 0, 40 * mib, says{false, true, false}},
	} {
		pool := NewPool(tt.own + 64*mib)
		share, other := pool.Share(tt.own), pool.Share(0)
		for p, bytes := range map[*Pool]int64{share: tt.used, other: tt.others} {
			for ; bytes > 0; bytes -= mib {
				if !p.tryTake(0, mib) && !p.tryTake(0, smallRequest) { // nobody waits here
					p.used.Add(mib)
					p.of.used.Add(mib)
				}
			}
		}
		if got := (says{share.Ample(), share.Scarce(), share.ScarceBeside(tt.one)}); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
		if share.Limit() != tt.own+64*mib || pool.Limit() != tt.own+64*mib || other.Limit() != 64*mib {
			t.Errorf("%s: the limits are %d, %d and %d", tt.name, share.Limit(), pool.Limit(), other.Limit())
		}
	}
	var none *Pool
	if none.Share(1) != nil || !none.Ample() || none.Scarce() || none.ScarceBeside(0) {
		t.Error("no pool has a limit")
	}
	none.Close()
	NewPool(1).Close()
}

// TestShareFits checks how large a request of a share can be at most.
func TestShareFits(t *testing.T) {
	const own, all = 4 << 20, 16 << 20
	pool := NewPool(own + all)
	share := pool.Share(own)
	largest := int64(own + all - all/16*6)
	if share.Largest() != largest || !share.fits(largest) || share.fits(largest+1) {
		t.Errorf("the largest request has %d bytes, want %d", share.Largest(), largest)
	}
	if !share.tryTake(0, largest) {
		t.Error("it does not get its memory")
	}
	share.Close()
	if share.fits(largest + 1) {
		t.Error("a larger one fits into a closed share")
	}
	if again := share.Share(100); again.of != pool {
		t.Error("a share of a share is not one of the pool")
	}
	if none := NewPool(100).Share(-1); none.Limit() != 100 || none.tryTake(0, 101) || !none.tryTake(0, 100) {
		t.Error("a share that has less than nothing takes it from the others, or gives it to them")
	}
}

// TestShareTooMuch checks that a share has its own at once, also if others hold what is for
// all, and that nobody gets more of that until they have given enough back.
func TestShareTooMuch(t *testing.T) {
	pool := NewPool(100)
	first := pool.Share(0)
	first.tryTake(0, 90)
	second := pool.Share(30)
	if !second.tryTake(0, 30) || pool.Used() != 120 {
		t.Errorf("%d are in use: a share does not get its own", pool.Used())
	}
	if first.tryTake(0, 1) || second.tryTake(0, 1) {
		t.Error("somebody gets what is not there")
	}
	if first.Give(20); first.tryTake(0, 1) || pool.Used() != pool.Limit() {
		t.Errorf("%d of %d are in use", pool.Used(), pool.Limit())
	}
	if first.Give(10); !first.tryTake(0, 10) || first.tryTake(0, 1) {
		t.Error("what was given back is not found")
	}
}
