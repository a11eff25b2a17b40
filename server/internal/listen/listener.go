package listen

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Limits are the limits of a [Listener].
type Limits struct {
	// Connections is how many may be open at a time; 0 means any number. Above it, a
	// new connection takes the place of one that does not use it.
	Connections int
	// MinRate is how fast a request must arrive for its connection to keep its place
	// then, in bytes per second; 0 or less means at any pace.
	MinRate int64
	// Opaque is set if the connections are encrypted.
	Opaque bool
	// Full is the reply to a connection above the limit; empty if none can be
	// sent, as before a TLS handshake.
	Full []byte
	// HeaderTooLarge replaces net/http's own reply of that status, which it sends
	// before there is a request for a handler.
	HeaderTooLarge []byte
	// OnFull is called for each connection above the limit, with their number so
	// far; may be nil.
	OnFull func(total uint64)
	// OnDisplaced is called for each connection that gives way to a new one; may be
	// nil.
	OnDisplaced func()
}

const (
	// farewells is how many connections above the limit get a reply at a time;
	// others are closed without one.
	farewells = 64
	// farewell is how long such a reply may take, and farewellBytes how much of
	// the request is read meanwhile: closing a connection with unread bytes would
	// discard the reply.
	farewell      = time.Second
	farewellBytes = 256 << 10
)

// Listener accepts connections up to a limit.
type Listener struct {
	net.Listener
	limits Limits
	open   atomic.Int64
	full   atomic.Uint64
	slots  chan struct{}
	seats  seats
	began  time.Time
	// halfFull is when more than half of the places were last taken, and fewer before;
	// in nanoseconds since the listener began.
	halfFull atomic.Int64
	// drain is set once Drain has begun.
	drain atomic.Pointer[drain]
}

// New limits a listener of TCP or of a Unix socket.
func New(l net.Listener, limits Limits) *Listener {
	return &Listener{Listener: l, limits: limits, slots: make(chan struct{}, farewells), began: time.Now()}
}

// now returns the time in nanoseconds since the listener began.
func (l *Listener) now() int64 { return int64(time.Since(l.began)) }

// isHalfFull reports whether so many connections take more than half of the places.
func (l *Listener) isHalfFull(open int64) bool {
	return l.limits.Connections > 0 && 2*open > int64(l.limits.Connections)
}

// Open returns how many connections are open.
func (l *Listener) Open() int { return int(l.open.Load()) }

// Accept implements net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		accepted, err := l.Listener.Accept()
		if state := l.drain.Load(); state != nil {
			if err != nil {
				accepted = l.drained(state, err)
			}
			if accepted == nil {
				return nil, ErrDrained
			}
			l.drainOn(state)
		} else if err != nil {
			return nil, err
		}
		c, ok := accepted.(stream)
		if !ok {
			return nil, errors.Join(fmt.Errorf("a connection of %s cannot be half closed", accepted.LocalAddr().Network()), accepted.Close())
		}
		n := l.open.Add(1)
		if l.isHalfFull(n) && !l.isHalfFull(n-1) {
			l.halfFull.Store(l.now())
		}
		if l.limits.Connections <= 0 || n <= int64(l.limits.Connections) || l.makeRoom() {
			return l.seat(c), nil
		}
		l.open.Add(-1)
		l.turnAway(c)
	}
}

// seat returns the connection as one that counts as open.
func (l *Listener) seat(accepted stream) *conn {
	c := &conn{stream: accepted, of: l}
	c.mark()
	l.seats.add(c)
	return c
}

// makeRoom closes a connection that does not use its place, if there is one.
func (l *Listener) makeRoom() bool {
	c := l.seats.least(time.Now(), l.limits.MinRate)
	if c == nil {
		return false
	}
	if l.limits.OnDisplaced != nil {
		l.limits.OnDisplaced()
	}
	_ = c.Close()
	return true
}

func (l *Listener) turnAway(c stream) {
	total := l.full.Add(1)
	if l.limits.OnFull != nil {
		l.limits.OnFull(total)
	}
	if len(l.limits.Full) == 0 {
		_ = c.Close()
		return
	}
	select {
	case l.slots <- struct{}{}:
		go func() {
			_ = c.SetDeadline(time.Now().Add(farewell))
			if _, err := c.Write(l.limits.Full); err == nil && c.CloseWrite() == nil {
				_, _ = io.CopyN(io.Discard, c, farewellBytes)
			}
			_ = c.Close()
			<-l.slots
		}()
	default:
		_ = c.Close()
	}
}

// stream is a connection of TCP or of a Unix socket.
type stream interface {
	net.Conn
	CloseWrite() error
}

// conn is a connection that counts as open until it is closed.
type conn struct {
	stream
	of   *Listener
	once sync.Once
	// seat is the place among the open connections, -1 once it is closed.
	seat int
	pulse
	presence
}

func (c *conn) Close() error {
	c.once.Do(func() {
		c.of.open.Add(-1)
		c.of.seats.remove(c)
	})
	return c.stream.Close()
}

// headerTooLarge begins net/http's own reply to a header above the limit. No
// handler sends that status.
const headerTooLarge = "HTTP/1.1 431 "

func (c *conn) Write(b []byte) (int, error) {
	if len(b) > len(headerTooLarge) && string(b[:len(headerTooLarge)]) == headerTooLarge && len(c.of.limits.HeaderTooLarge) > 0 {
		if _, err := c.write(c.of.limits.HeaderTooLarge); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	return c.write(b)
}
