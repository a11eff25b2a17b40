package intake

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// endless is a body of blanks.
type endless struct{}

func (endless) Read(buf []byte) (int, error) {
	for i := range buf {
		buf[i] = ' '
	}
	return len(buf), nil
}

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{limit: 100}
		ctx := context.Background()
		if !m.take(ctx, 0, 500) {
			t.Fatal("a request that is alone does not fit")
		}
		if !m.take(ctx, 500, 100) {
			t.Error("a request that is alone cannot grow")
		}
		m.used.Add(-100)
		begin := time.Now()
		if m.take(ctx, 0, 1) {
			t.Error("the budget is overdrawn")
		}
		if waited := time.Since(begin); waited != budgetWait {
			t.Errorf("it waited %v", waited)
		}
		m.used.Add(-500)
		if !m.take(ctx, 0, 60) || !m.take(ctx, 0, 40) {
			t.Error("what fits is refused")
		}
		var group sync.WaitGroup
		group.Go(func() {
			if !m.take(ctx, 0, 50) {
				t.Error("memory that is given back is not found")
			}
		})
		time.Sleep(budgetLook)
		m.used.Add(-60)
		group.Wait()
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if begin := time.Now(); m.take(gone, 0, 50) || time.Since(begin) > budgetLook {
			t.Error("a client that has gone still waits")
		}
	})
}

// TestAnnouncedIsNotTaken checks that a body gets memory as it arrives, whatever
// length it announces.
func TestAnnouncedIsNotTaken(t *testing.T) {
	const limit = 256 << 20
	const calm, busy = 0, limit / 4
	for _, tt := range []struct{ others, announced, come, atMost int64 }{
		{calm, 64 << 20, 1, firstWindow},
		{calm, 64 << 20, 100, firstWindow},
		{calm, 64 << 20, 1000, aheadAtEase * 1000},
		{busy, 64 << 20, 1000, ahead * 1000},
		{busy, 64 << 20, 4000, ahead * 4000},
		{busy, 64 << 20, firstWindow, ahead * firstWindow},
		{calm, 64 << 20, 2 * firstWindow, usualWindow},
		{calm, 64 << 20, 8 << 20, 2 * usualWindow}, // which is full, and so is about to grow
		{calm, 20 << 10, firstWindow, 2 * firstWindow},
		{calm, -1, firstWindow, 2 * firstWindow},
	} {
		in := New(Limits{Body: 64 << 20, InFlight: limit, ReadTimeout: time.Minute})
		in.memory.used.Store(tt.others)
		b := in.NewBody()
		r := httptest.NewRequest(http.MethodPost, "/", io.LimitReader(endless{}, tt.come))
		r.ContentLength = tt.announced
		window, err := b.Open(httptest.NewRecorder(), r)
		if err != nil {
			t.Fatal(err)
		}
		for {
			if window, err = b.More(window[:0]); err != nil { // nothing is kept of what has arrived
				break
			}
		}
		if b.read != tt.come || b.loan.reserved > tt.atMost || in.InUse() != tt.others+b.loan.reserved || int64(cap(window)) > b.loan.reserved {
			t.Errorf("%d of %d bytes: %d are read, %d reserved of %d, the window has %d; want at most %d",
				tt.come, tt.announced, b.read, b.loan.reserved, in.InUse(), cap(window), tt.atMost)
		}
		if b.Close(); in.InUse() != tt.others {
			t.Errorf("%d bytes are not given back", in.InUse()-tt.others)
		}
	}
}
