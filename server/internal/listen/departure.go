package listen

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// The graces of a connection without a request when the server stops. A client
// may be sending one at that moment: to close at once would lose it.
const (
	// IdleGrace is for one that has been answered. Clients that send a request
	// within it learn from the reply that the connection ends.
	IdleGrace = 500 * time.Millisecond
	// newGrace is for one that has not sent a whole header yet, or is in its TLS
	// handshake.
	newGrace = 2 * time.Second
	// bodyGrace is for one whose body does not arrive at the least rate, once nobody
	// new is accepted. It has been promised a reply.
	bodyGrace = 3 * time.Second
)

// sweepEvery is how often a departure looks at the connections.
const sweepEvery = 5 * time.Millisecond

// presence is what a departure needs to know of a connection. Requests change it
// without a lock.
type presence struct {
	state atomic.Int32
	// turn counts the changes of the state.
	turn atomic.Uint32
	// heard is set if something has arrived since the last change, leaving if the
	// connection is to end unless something has.
	heard, leaving atomic.Bool
}

// Note notes the state of a connection, which may be wrapped by TLS. It is for
// http.Server.ConnState.
func Note(c net.Conn, state http.ConnState) {
	if wrapped, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = wrapped.NetConn()
	}
	if c, ok := c.(*conn); ok {
		clearFlag(&c.heard)
		clearFlag(&c.leaving)
		c.state.Store(int32(state))
		c.turn.Add(1)
	}
}

// clearFlag clears a flag that is rarely set: looking is cheaper than storing.
func clearFlag(flag *atomic.Bool) {
	if flag.Load() {
		flag.Store(false)
	}
}

// Read implements net.Conn.
func (c *conn) Read(b []byte) (int, error) {
	n, err := c.read(b)
	if err != nil && n == 0 && c.leaving.Load() {
		// The deadline may have passed a moment after a request has arrived.
		if n = readNow(c.stream, b); n > 0 {
			c.leaving.Store(false)
			err = c.SetReadDeadline(time.Now().Add(newGrace))
		}
	}
	if n > 0 && !c.heard.Load() {
		c.heard.Store(true)
	}
	return n, err
}

// leave ends a connection without a request, unless one has arrived, or the wait for
// the body of one. The handler moves the deadline of a body, so it is set each time.
func (c *conn) leave() {
	if c.leaving.CompareAndSwap(false, true) || c.state.Load() == int32(http.StateActive) {
		_ = c.SetReadDeadline(time.Now())
	}
}

// Departure ends the connections of a listener, each when it has no request.
type Departure struct {
	of *Listener
	// waiting is when Wait was called.
	waiting time.Time
	// since is when a connection was first seen in its state, or when its request
	// last arrived fast enough.
	since map[*conn]sighting
}

type sighting struct {
	turn uint32
	at   time.Time
	// got is how much of the request had arrived.
	got int64
}

// Depart begins a departure. Nothing ends before [Departure.Wait].
func (l *Listener) Depart() *Departure {
	d := &Departure{of: l, since: map[*conn]sighting{}}
	d.sweep(time.Now())
	return d
}

// Wait ends the connections that have no request, ends the wait for bodies that do
// not arrive, and waits for the others. It returns how many of them still had a
// request when ctx ended.
func (d *Departure) Wait(ctx context.Context) (cut int) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	d.waiting = time.Now()
	for {
		for _, c := range d.sweep(time.Now()) {
			c.leave()
		}
		if len(d.since) == 0 {
			return 0
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			for c := range d.since {
				if c.state.Load() == int32(http.StateActive) {
					cut++
				}
			}
			return cut
		}
	}
}

// sweep looks at all connections, and returns those that have been without a
// request for longer than their grace.
func (d *Departure) sweep(now time.Time) (due []*conn) {
	d.of.seats.mu.Lock()
	defer d.of.seats.mu.Unlock()
	for c := range d.since {
		if c.seat < 0 {
			delete(d.since, c)
		}
	}
	for _, c := range d.of.seats.taken {
		turn, got := c.turn.Load(), c.got.Load()
		active := http.ConnState(c.state.Load()) == http.StateActive
		seen, known := d.since[c]
		if !known || seen.turn != turn || active && !d.stalls(c, got-seen.got) {
			d.since[c] = sighting{turn, now, got}
			continue
		}
		grace, since := newGrace, seen.at
		switch {
		case active:
			grace = bodyGrace
			if since.Before(d.waiting) {
				since = d.waiting
			}
		case http.ConnState(c.state.Load()) == http.StateIdle && !c.heard.Load():
			grace = IdleGrace
		}
		if now.Sub(since) >= grace {
			due = append(due, c)
		}
	}
	return due
}

// stalls reports whether a connection waits for its client to send a body, of which so
// much has arrived meanwhile. Under TLS this cannot be told from the look whether
// the client is still there.
func (d *Departure) stalls(c *conn, arrived int64) bool {
	limits := &d.of.limits
	return !limits.Opaque && c.doing.Load() == awaiting && arrived >= 0 && arrived < limits.MinRate*int64(bodyGrace/time.Second)
}
