package listen

import (
	"context"
	"errors"
	"net"
	"os"
	"sync/atomic"
	"syscall"
	"time"
)

// ErrDrained is the error of [Listener.Accept] after [Listener.Drain].
var ErrDrained = errors.New("the listener accepts no more connections")

const (
	// quiet is how long no connection may have come before the listener is closed:
	// longer than the handshakes take that have begun.
	quiet = 50 * time.Millisecond
	// longestDrain bounds the drain where new connections cannot be kept out, and
	// backlog how many are accepted after it.
	longestDrain = time.Second
	backlog      = 4096
)

// door is a listener of the operating system.
type door interface {
	net.Listener
	SetDeadline(t time.Time) error
	SyscallConn() (syscall.RawConn, error)
}

// drain is the state of a listener that accepts what waits, and then ends.
type drain struct {
	until time.Time
	late  atomic.Int64
	over  chan struct{}
	done  atomic.Bool
}

// Drain accepts the connections that wait, then closes the listener. To close it
// at once would reset them, though their clients have connected. It returns when
// the listener is closed, or ctx ends.
func (l *Listener) Drain(ctx context.Context) {
	d, ok := l.Listener.(door)
	if !ok {
		_ = l.Close()
		return
	}
	state := &drain{until: time.Now().Add(longestDrain), over: make(chan struct{})}
	if !l.drain.CompareAndSwap(nil, state) {
		return
	}
	keepOut(d)
	_ = d.SetDeadline(time.Now().Add(quiet)) // wakes Accept
	select {
	case <-state.over:
	case <-ctx.Done():
		_ = l.Close()
	}
}

// drained returns a connection that still waits after an error of Accept, which may be
// that of the deadline. Without one it ends the listener.
func (l *Listener) drained(state *drain, err error) net.Conn {
	if errors.Is(err, os.ErrDeadlineExceeded) && state.late.Load() < backlog {
		if c := acceptNow(l.Listener.(door)); c != nil {
			return c
		}
	}
	_ = l.Close()
	if state.done.CompareAndSwap(false, true) {
		close(state.over)
	}
	return nil
}

// drainOn waits for the next connection of a drain.
func (l *Listener) drainOn(state *drain) {
	now := time.Now()
	wait := quiet
	if now.After(state.until) {
		state.late.Add(1)
		wait = time.Millisecond
	}
	_ = l.Listener.(door).SetDeadline(now.Add(wait))
}
