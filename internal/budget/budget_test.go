package budget

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestNil(t *testing.T) {
	var b *Budget
	if !b.Hold(1<<40) || !b.Spend(1<<40) || !b.Read(1<<40) || !b.Look() || b.Reason() != Within || b.WasCut() {
		t.Error("no budget has a limit")
	}
	b.Cut()
	b.Rest()
	b.Close()
}

// TestReasons checks what exceeds a budget, and what may still be done then.
func TestReasons(t *testing.T) {
	limits := Limits{Memory: 1 << 20, Work: 30_000, Reading: 20_000}
	gone := make(chan struct{})
	close(gone)
	for _, tt := range []struct {
		name   string
		pool   int64
		others int64
		done   <-chan struct{}
		do     func(b *Budget) bool
		reason Reason
		cut    bool
	}{
		{"memory at once", 1 << 30, 0, nil, func(b *Budget) bool { return b.Hold(1<<20 + memoryFree + 1) }, Memory, false},
		{"memory in all", 1 << 30, 0, nil, func(b *Budget) bool { return b.Hold(1<<20+memoryFree) && b.Hold(1) }, Memory, false},
		{"never so much memory", 100 << 10, 0, nil, func(b *Budget) bool { return b.Hold(200 << 10) }, Memory, false},
		{"no memory now", 100 << 10, 50 << 10, nil, func(b *Budget) bool { return b.Hold(60 << 10) }, Busy, false},
		{"gone while it waits", 100 << 10, 50 << 10, gone, func(b *Budget) bool { return b.Hold(60 << 10) }, Gone, false},
		{"a body too large for all", 1 << 20, 0, nil, func(b *Budget) bool { return b.Body(1 << 20) }, Memory, false},
		{"a body beside the limit", 1 << 30, 0, nil, func(b *Budget) bool { return !b.Body(8<<20) || !b.Hold(1<<20) }, Within, false},
		{"work", 1 << 30, 0, nil, func(b *Budget) bool { return b.Spend(29_000) && b.Spend(1_001) }, Work, true},
		{"reading", 1 << 30, 0, nil, func(b *Budget) bool { return b.Read(20_000) && b.Read(1) }, Reading, false},
		{"gone at work", 1 << 30, 0, gone, func(b *Budget) bool { return b.Spend(lookEvery + 1) }, Gone, false},
		{"gone at reading", 1 << 30, 0, gone, func(b *Budget) bool { return b.Read(lookEvery + 1) }, Gone, false},
		{"gone", 1 << 30, 0, gone, func(b *Budget) bool { return b.Look() }, Gone, false},
		{"within", 1 << 30, 0, nil, func(b *Budget) bool { return !b.Hold(1<<20) || !b.Spend(30_000) || !b.Read(20_000) }, Within, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			pool := NewPool(tt.pool)
			pool.Take(nil, 0, tt.others)
			b := New(limits, pool, nil, tt.done)
			if tt.do(b) || b.Reason() != tt.reason || b.WasCut() != tt.cut {
				t.Errorf("%s: %v, cut %v", tt.name, b.Reason(), b.WasCut())
			}
			if tt.reason == Work && (!b.Read(1) || !b.Hold(1) || b.Spend(1)) {
				t.Errorf("%s: slots cannot be read any more, or there is work left", tt.name)
			}
			if b.Close(); pool.Used() != tt.others {
				t.Errorf("%s: %d bytes are not given back", tt.name, pool.Used()-tt.others)
			}
		})
	}
}

// TestBody checks what the body and the reply of a request hold.
func TestBody(t *testing.T) {
	pool := NewPool(1 << 30)
	b := New(Limits{Memory: 1 << 20}, pool, nil, nil)
	for _, tt := range []struct {
		what string
		do   func() bool
		held int64
	}{
		{"a window", func() bool { return b.Body(100 << 10) }, 100 << 10},
		{"a larger one, and the old", func() bool { return b.Body(8 << 20) }, 8 << 20},
		{"without the old", func() bool { return b.Body(4 << 20) }, 4 << 20},
		{"decoded values", func() bool { return b.Hold(memoryFree + 500<<10) }, 4<<20 + 500<<10},
		{"only the reply", func() bool { b.Shrink(100 << 10); return true }, 100 << 10},
		{"again", func() bool { b.Shrink(200 << 10); return true }, 100 << 10},
		{"the end", func() bool { b.Close(); return true }, 0},
		{"twice", func() bool { b.Close(); return true }, 0},
	} {
		if !tt.do() || b.Held() != tt.held || pool.Used() != tt.held {
			t.Errorf("%s: %d are held, %d used, want %d", tt.what, b.Held(), pool.Used(), tt.held)
		}
	}
}

// client counts how often its channel is asked for, and whether it has gone.
type client struct {
	done          chan struct{}
	asked, looked int
	left          bool
}

func (c *client) HasGone() bool {
	c.looked++
	return c.left
}

func (c *client) Done() <-chan struct{} {
	c.asked++
	return c.done
}

// TestClient checks that a short request does not ask for the client's channel.
func TestClient(t *testing.T) {
	c := &client{done: make(chan struct{})}
	var b Budget
	OpenFor(&b, c, Limits{}, NewPool(1<<30), NewGate(1, nil))
	if !b.Spend(100) || !b.Read(100) || !b.Hold(100<<10) || !b.Body(100<<10) || c.asked != 0 {
		t.Errorf("the channel was asked for %d times", c.asked)
	}
	for _, leave := range []func(){func() { c.left = true }, func() { c.left = false; close(c.done) }} {
		OpenFor(&b, c, Limits{}, nil, nil)
		if leave(); b.Spend(2*lookEvery) || b.Reason() != Gone {
			t.Errorf("the client has gone, and the budget says %v", b.Reason())
		}
	}
	OpenFor(&b, c, Limits{}, nil, nil)
	if b.Spend(2*lookEvery) || b.Reason() != Gone {
		t.Errorf("the client has gone, and the budget says %v", b.Reason())
	}
	b.Close()
}

// TestBreath checks that long work looks whether its client has gone, but not more often
// than it must: each look takes a system call.
func TestBreath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{done: make(chan struct{})}
		b := &Budget{}
		OpenFor(b, c, Limits{}, nil, nil)
		for range 10 {
			for range 100 {
				b.Look()
			}
			time.Sleep(breath)
		}
		if c.looked != 10 {
			t.Errorf("it looked %d times", c.looked)
		}
		if c.left = true; b.Look() || b.Reason() != Gone {
			t.Error("the client has gone")
		}
	})
}

// TestTurns checks that those who work for long take turns, and that who waits too
// long is refused.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := NewGate(1, nil)
		long, other := New(Limits{}, nil, gate, nil), New(Limits{}, nil, gate, nil)
		long.Look()
		passed := false
		go func() { passed = other.Look(); other.Rest() }()
		synctest.Wait()
		if time.Sleep(slice / 2); !long.Look() || passed {
			t.Error("the other passes before its time")
		}
		if time.Sleep(slice); !long.Look() || !passed || long.Waited() != 0 || other.Waited() < slice {
			t.Errorf("the other passed: %v after %v; the first waited %v", passed, other.Waited(), long.Waited())
		}
		if other.Look() || other.Reason() != Busy || other.Waited() < gateWait {
			t.Errorf("after a place has been taken for long: %v", other.Reason())
		}
		long.Close()
		other.Close()
	})
}

// TestFirstTurns checks that a request that has had no turn comes before others, but
// not for ever.
func TestFirstTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := NewGate(1, nil)
		gate.Enter(nil, false, nil)
		var order []string
		enter := func(name string, again bool) {
			go func() {
				if gate.Enter(nil, again, func() bool { return false }) {
					order = append(order, name)
					gate.Leave()
				}
			}()
			synctest.Wait()
		}
		enter("again", true)
		for range 2 * otherTurns {
			enter("first", false)
		}
		gate.Leave()
		synctest.Wait()
		at := slices.Index(order, "again")
		if at < 1 || at >= otherTurns || len(order) != 2*otherTurns+1 {
			t.Errorf("%q", order)
		}
	})
}

// TestGate checks that long work passes the gate, short work does not, and whoever
// rests lets others pass.
func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := NewGate(1, nil)
		first, second := New(Limits{}, nil, gate, nil), New(Limits{}, nil, gate, nil)
		if !first.Spend(lookEvery + 1) {
			t.Fatal("the first cannot work")
		}
		passed := false
		go func() { passed = second.Spend(lookEvery + 1) }()
		synctest.Wait()
		if passed {
			t.Error("two are past the gate")
		}
		first.Rest()
		synctest.Wait()
		if !passed {
			t.Error("the second does not pass")
		}
		second.Close()
		if first.Close(); len(gate.places) != 0 {
			t.Error("a place is left taken")
		}
	})
}

// TestGrow checks that a buffer that grows has been asked for.
func TestGrow(t *testing.T) {
	b := New(Limits{Memory: 1 << 20}, nil, nil, nil)
	var dst []byte
	ok := true
	for ok && len(dst) < 1<<20 {
		if dst, ok = b.Grow(dst, 1000); ok {
			dst = dst[:len(dst)+1000]
		}
	}
	if ok || b.Reason() != Memory || len(dst) < 1<<18 {
		t.Errorf("it grows to %d bytes of one MiB: %v", len(dst), b.Reason())
	}
	if whole, ok := (*Budget)(nil).Grow([]byte("ab"), 100); !ok || string(whole) != "ab" || cap(whole) < 102 {
		t.Errorf("without a budget: %q, %d", whole, cap(whole))
	}
}

// TestFork checks that what a fork does counts for nobody else.
func TestFork(t *testing.T) {
	pool := NewPool(1 << 20)
	b := New(Limits{Work: 20_000}, pool, nil, nil)
	defer b.Close()
	if !b.Spend(15_000) {
		t.Fatal("no work")
	}
	f := b.Fork()
	if f.Spend(6_000) || f.Reason() != Work || f.Cuts() != 1 || b.WasCut() || !b.Spend(5_000) {
		t.Error("a fork has more work left, or takes that of the first")
	}
	if !f.Hold(1<<20) || pool.Used() != 0 {
		t.Error("a fork takes memory of the pool")
	}
	if (*Budget)(nil).Fork() != nil {
		t.Error("no budget has a fork")
	}
}
