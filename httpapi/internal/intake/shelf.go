package intake

import (
	"math/bits"
	"sync"
)

const (
	// firstWindow is the memory for a short body and the least for any,
	// usualWindow that for a longer one: large enough to take what a
	// connection has, small enough to stay near the processor.
	firstWindow = 16 << 10
	usualWindow = 512 << 10
	// ahead is how many times larger than what has arrived a window may be: a
	// client that announces much and sends little must not hold memory that
	// others need. While three quarters of the memory are free the factor is
	// larger, which saves a long body a system call: up to four KiB arrive
	// with the header.
	ahead       = 32
	aheadAtEase = 128
	// keepWindow is the size above which a window is not kept for another
	// request: one conversation with huge slots must not hold memory forever.
	keepWindow = 1 << 20
	// sizes is how many sizes of windows are kept: the powers of two from
	// firstWindow to keepWindow.
	sizes = 7
)

// shelf keeps windows for other requests, so many bytes in all.
type shelf struct {
	most int

	mu      sync.Mutex
	kept    int
	windows [sizes][][]byte
}

// sizeOf returns the smallest size of windows that has room for that many bytes.
func sizeOf(bytes int64) int { return bits.Len64(uint64(max(bytes-1, 0) / firstWindow)) }

// take returns an empty window of that many bytes, a power of two if it is at most
// keepWindow.
func (s *shelf) take(bytes int64) []byte {
	size := sizeOf(bytes)
	if size >= sizes {
		return make([]byte, 0, bytes)
	}
	if window := s.pop(size); window != nil {
		return window
	}
	return make([]byte, 0, firstWindow<<size)
}

// pop returns a window that is kept, nil if there is none. Nobody waits here while
// another one gets new memory, which can take milliseconds.
func (s *shelf) pop(size int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.windows[size])
	if n == 0 {
		return nil
	}
	window := s.windows[size][n-1]
	s.windows[size][n-1] = nil
	s.windows[size] = s.windows[size][:n-1]
	s.kept -= cap(window)
	return window
}

// put gives a window back. Nobody may use it any more.
func (s *shelf) put(window []byte) {
	if cap(window) > keepWindow {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept+cap(window) > s.most {
		return
	}
	size := sizeOf(int64(cap(window)))
	s.windows[size] = append(s.windows[size], window[:0])
	s.kept += cap(window)
}
