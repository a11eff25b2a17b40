package loglines

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// target writes as a function says.
type target struct {
	mu   sync.Mutex
	text strings.Builder
	// next returns how many bytes of the next write are taken, and its error.
	next func(p []byte) (int, error)
}

func (w *target) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := len(p), error(nil)
	if w.next != nil {
		n, err = w.next(p)
	}
	w.text.Write(p[:n])
	return n, err
}

func (w *target) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// TestWriter checks that lines are written before the writer is closed, whole and in
// order.
func TestWriter(t *testing.T) {
	var to target
	w := NewWriter(&to)
	var want strings.Builder
	for i := range 1000 {
		line := fmt.Sprintf("line %d\n", i)
		want.WriteString(line)
		if n, err := io.WriteString(w, line); n != len(line) || err != nil {
			t.Fatal(n, err)
		}
	}
	w.Close(time.Minute)
	if to.String() != want.String() || w.Dropped() != 0 {
		t.Errorf("%d bytes of %d, %d lines dropped", len(to.String()), want.Len(), w.Dropped())
	}
	fmt.Fprintln(w, "late")
	if w.Close(0); w.Dropped() != 1 {
		t.Errorf("%d lines dropped after the end", w.Dropped())
	}
}

// TestFailingWriter checks that lines that cannot be written are counted, and that the
// next ones are written when that is possible again.
func TestFailingWriter(t *testing.T) {
	failing := true
	to := &target{}
	to.next = func(p []byte) (int, error) {
		if failing {
			return 0, syscall.ENOSPC
		}
		return len(p), nil
	}
	w := &Writer{to: to}
	w.pass([]byte("one\ntwo\nthree\n"))
	if w.dropped != 3 || to.String() != "" {
		t.Errorf("%d lines dropped, %q", w.dropped, to)
	}
	failing = false
	if w.pass([]byte("four\n")); w.dropped != 3 || to.String() != "four\n" {
		t.Errorf("%d lines dropped, %q", w.dropped, to)
	}
}

// TestTornLine checks that a line that was written in part does not spoil the next.
func TestTornLine(t *testing.T) {
	for _, tt := range []struct {
		name    string
		taken   int
		want    string
		dropped uint64
	}{
		{"in the middle of the first", 2, "on\ntwo\nthree\n", 1},
		{"behind the first", 4, "one\ntwo\nthree\n", 0},
		{"in the middle of the second", 6, "one\ntw\nthree\n", 1},
		{"at once", 0, "two\nthree\n", 1},
	} {
		first := true
		to := &target{}
		to.next = func(p []byte) (int, error) {
			if first {
				first = false
				return tt.taken, errors.New("full")
			}
			return len(p), nil
		}
		w := &Writer{to: to}
		if w.pass([]byte("one\ntwo\nthree\n")); to.String() != tt.want || w.dropped != tt.dropped {
			t.Errorf("%s: %q, %d dropped", tt.name, to, w.dropped)
		}
	}
}

// TestBusyWriter checks that a writer that is not ready is tried again.
func TestBusyWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy := 3
		to := &target{}
		to.next = func(p []byte) (int, error) {
			if busy--; busy >= 0 {
				return 1, syscall.EAGAIN
			}
			return len(p), nil
		}
		w := NewWriter(to)
		fmt.Fprintln(w, "line")
		synctest.Wait()
		time.Sleep(time.Second)
		if w.Close(time.Minute); to.String() != "line\n" || w.Dropped() != 0 {
			t.Errorf("%q, %d dropped", to, w.Dropped())
		}
	})
}

// TestBlockedWriter checks that a pipe that nobody reads makes nobody wait, takes no
// more memory than the buffer, and does not hold up the end.
func TestBlockedWriter(t *testing.T) {
	r, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w := NewWriter(to)
	line := strings.Repeat("x", 99) + "\n"
	const lines = 10 * Buffer / 100
	for range lines {
		_, _ = io.WriteString(w, line)
	}
	w.Close(0)
	if d := w.Dropped(); d < lines/2 || d >= lines {
		t.Errorf("%d lines of %d dropped", d, lines)
	}
	if len(w.waiting) > Buffer {
		t.Errorf("%d bytes wait", len(w.waiting))
	}
	to.Close()
}

// TestClosedPipe checks that a pipe whose reader has gone costs the lines only.
func TestClosedPipe(t *testing.T) {
	r, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	r.Close()
	w := NewWriter(to)
	fmt.Fprintln(w, "one")
	fmt.Fprintln(w, "two")
	if w.Close(time.Minute); w.Dropped() != 2 {
		t.Errorf("%d lines dropped", w.Dropped())
	}
}
