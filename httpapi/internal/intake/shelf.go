package intake

import (
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"
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
	most int64
	kept atomic.Int64
	// boards hold the windows. Each processor mostly uses one of them, near, so that it
	// gets those that it has used last, which are still in its cache.
	boards []board
	near   sync.Pool
	next   atomic.Uint32
}

// board is a part of the shelf.
type board struct {
	mu      sync.Mutex
	windows [sizes][][]byte
}

func newShelf(most int64) *shelf {
	s := &shelf{most: most, boards: make([]board, runtime.GOMAXPROCS(0))}
	s.near.New = func() any { return &s.boards[s.next.Add(1)%uint32(len(s.boards))] }
	return s
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
	if window := s.find(size); window != nil {
		s.kept.Add(-int64(cap(window)))
		return window
	}
	return make([]byte, 0, firstWindow<<size)
}

// find takes a window out, nil if there is none.
func (s *shelf) find(size int) []byte {
	near := s.near.Get().(*board)
	defer s.near.Put(near)
	if window := near.pop(size); window != nil || s.kept.Load() == 0 {
		return window
	}
	for i := range s.boards {
		if window := s.boards[i].pop(size); window != nil {
			return window
		}
	}
	return nil
}

// put gives a window back. Nobody may use it any more.
func (s *shelf) put(window []byte) {
	bytes := int64(cap(window))
	if bytes > keepWindow {
		return
	}
	if s.kept.Add(bytes) > s.most {
		s.kept.Add(-bytes)
		return
	}
	near := s.near.Get().(*board)
	near.push(sizeOf(bytes), window[:0])
	s.near.Put(near)
}

// pop returns the window that was used last, nil if there is none. Nobody waits here
// while another one gets new memory, which can take milliseconds.
func (b *board) pop(size int) []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	last := len(b.windows[size]) - 1
	if last < 0 {
		return nil
	}
	window := b.windows[size][last]
	b.windows[size][last] = nil
	b.windows[size] = b.windows[size][:last]
	return window
}

func (b *board) push(size int, window []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.windows[size] = append(b.windows[size], window)
}
