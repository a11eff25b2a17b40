package intake

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"nlgserver/internal/budget"
)

// endless is a body of blanks.
type endless struct{}

func (endless) Read(buf []byte) (int, error) {
	for i := range buf {
		buf[i] = ' '
	}
	return len(buf), nil
}

// TestShelf checks that windows are used again, and that no more is kept than may be.
func TestShelf(t *testing.T) {
	s := newShelf(200 << 10)
	for _, bytes := range []int64{1, firstWindow, firstWindow + 1, 100 << 10, keepWindow, keepWindow + 1, 3 << 20} {
		window := s.take(bytes)
		if int64(cap(window)) < bytes || bytes <= keepWindow && cap(window) != firstWindow<<sizeOf(bytes) {
			t.Errorf("%d bytes: a window of %d", bytes, cap(window))
		}
		s.put(window)
		if kept := s.kept.Load(); kept > s.most {
			t.Errorf("%d bytes are kept", kept)
		}
	}
	fill := func(window []byte) []byte { return append(window, "old"...) }
	first, second := fill(make([]byte, 0, 64<<10)), fill(make([]byte, 0, 64<<10))
	s = newShelf(128 << 10)
	s.put(first)
	s.put(second)
	s.put(make([]byte, 0, firstWindow))
	if kept := s.kept.Load(); kept != 128<<10 {
		t.Errorf("%d bytes are kept", kept)
	}
	for kept := int64(64 << 10); kept >= 0; kept -= 64 << 10 {
		again := s.take(50 << 10)
		if at := &again[:1][0]; len(again) != 0 || at != &first[0] && at != &second[0] || s.kept.Load() != kept {
			t.Errorf("a window of %d bytes is not used again", cap(again))
		}
	}
}

// TestSizes checks the sizes of windows, which are powers of two.
func TestSizes(t *testing.T) {
	for _, tt := range []struct {
		bytes  int64
		sizeOf int
		floor  int64
	}{
		{0, 0, 0},
		{1, 0, 0},
		{firstWindow - 1, 0, 0},
		{firstWindow, 0, firstWindow},
		{firstWindow + 1, 1, firstWindow},
		{2 * firstWindow, 1, 2 * firstWindow},
		{100 << 10, 3, 64 << 10},
		{keepWindow, sizes - 1, keepWindow},
		{keepWindow + 1, sizes, keepWindow},
	} {
		if sizeOf(tt.bytes) != tt.sizeOf || floor(tt.bytes) != tt.floor {
			t.Errorf("%d bytes: size %d, floor %d", tt.bytes, sizeOf(tt.bytes), floor(tt.bytes))
		}
	}
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
		pool := budget.NewPool(limit)
		pool.Take(nil, 0, tt.others)
		pays := budget.New(budget.Limits{}, pool, nil, nil)
		in := New(Limits{Body: 64 << 20, ReadTimeout: time.Minute}, pool)
		b := in.NewBody()
		r := httptest.NewRequest(http.MethodPost, "/", io.LimitReader(endless{}, tt.come))
		r.ContentLength = tt.announced
		window, err := b.Open(httptest.NewRecorder(), r, pays)
		if err != nil {
			t.Fatal(err)
		}
		for {
			if window, err = b.More(window[:0]); err != nil { // nothing is kept of what has arrived
				break
			}
		}
		held := int64(0)
		for _, w := range b.larger {
			held += int64(cap(w))
		}
		if b.read != tt.come || int64(cap(window)) > tt.atMost || pool.Used() != tt.others+pays.Held() || pays.Held() != firstWindow+held {
			t.Errorf("%d of %d bytes: %d are read, %d held of %d, the window has %d; want at most %d",
				tt.come, tt.announced, b.read, pays.Held(), pool.Used(), cap(window), tt.atMost)
		}
		b.Close()
		if pays.Close(); pool.Used() != tt.others {
			t.Errorf("%d bytes are not given back", pool.Used()-tt.others)
		}
	}
}
