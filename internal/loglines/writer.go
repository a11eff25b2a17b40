package loglines

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"syscall"
	"time"
)

// Buffer is how many bytes wait at most for a log that is not read.
const Buffer = 1 << 20

// retryAfter is how long a writer waits for one that is not ready.
const retryAfter = 10 * time.Millisecond

// Writer passes lines on to another writer in the background. Write never waits and
// never fails: lines that cannot be written are dropped and counted.
type Writer struct {
	to io.Writer

	mu      sync.Mutex
	waiting []byte
	closed  bool
	dropped uint64

	wake  chan struct{}
	ended chan struct{}
	// torn is set if the last line was written in part. Only the goroutine uses it.
	torn bool
}

// NewWriter returns a writer of lines to another one. It must be closed.
func NewWriter(to io.Writer) *Writer {
	w := &Writer{to: to, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	go w.run()
	return w
}

// Write takes a line, or several whole ones.
func (w *Writer) Write(lines []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed || len(w.waiting)+len(lines) > Buffer {
		w.dropped += count(lines)
		return len(lines), nil
	}
	w.waiting = append(w.waiting, lines...)
	select {
	case w.wake <- struct{}{}:
	default:
	}
	return len(lines), nil
}

// Dropped returns how many lines could not be written.
func (w *Writer) Dropped() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dropped
}

// Close writes the lines that wait, unless that takes longer than the patience.
// Later lines are dropped.
func (w *Writer) Close(patience time.Duration) {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.wake)
	}
	w.mu.Unlock()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-w.ended:
	case <-timer.C:
	}
}

// run writes what waits until the writer is closed.
func (w *Writer) run() {
	defer close(w.ended)
	var lines []byte
	for open := true; open; {
		_, open = <-w.wake
		w.mu.Lock()
		lines, w.waiting = w.waiting, lines[:0]
		w.mu.Unlock()
		w.pass(lines)
	}
}

// pass writes lines, one after the other if they do not go at once: a failure costs
// no more lines than it must.
func (w *Writer) pass(lines []byte) {
	for len(lines) > 0 {
		if w.torn {
			if n, _ := w.to.Write([]byte{'\n'}); n == 1 {
				w.torn = false
			}
		}
		n, err := w.to.Write(lines)
		n = min(max(n, 0), len(lines))
		if n > 0 {
			w.torn = lines[n-1] != '\n'
		}
		if err == nil && n == len(lines) {
			return
		}
		if errors.Is(err, syscall.EAGAIN) && !w.isClosed() {
			w.torn = false // the rest of the line follows
			lines = lines[n:]
			time.Sleep(retryAfter)
			continue
		}
		lost := lines[n:]
		if n > 0 && !w.torn {
			// The failure came between two lines: the next one may be written.
			lines = lost
			continue
		}
		end := bytes.IndexByte(lost, '\n') + 1
		if end == 0 {
			end = len(lost)
		}
		w.drop(1)
		lines = lost[end:]
	}
}

func (w *Writer) drop(lines uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dropped += lines
}

func (w *Writer) isClosed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.closed
}

// count returns the number of lines. The last one may lack its end.
func count(lines []byte) uint64 {
	n := bytes.Count(lines, []byte{'\n'})
	if len(lines) > 0 && lines[len(lines)-1] != '\n' {
		n++
	}
	return uint64(n)
}
