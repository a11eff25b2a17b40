package listen

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// idleFor is how long a connection must have waited for its next request before
	// it may give way: the next one may be on its way.
	idleFor = time.Second
	// slowFor is how long a request must have been arriving before its pace counts,
	// and stuckFor how long a client may accept nothing of a reply.
	slowFor  = time.Second
	stuckFor = 5 * time.Second
	// nextLook is the time after a look at all connections that found none, before
	// the next: a flood of connections must not cause one for each.
	nextLook = 10 * time.Millisecond
)

// seats are the open connections of a listener.
type seats struct {
	mu    sync.Mutex
	taken []*conn
	// none is when all connections were busy.
	none time.Time
}

func (s *seats) add(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.seat = len(s.taken)
	s.taken = append(s.taken, c)
}

func (s *seats) remove(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := len(s.taken) - 1
	s.taken[c.seat] = s.taken[last]
	s.taken[c.seat].seat = c.seat
	s.taken[last] = nil
	s.taken = s.taken[:last]
	c.seat = -1
}

// least returns the connection that gives way to a new one: the one that has been
// idle longest, or else the one that has kept the server waiting longest. It
// returns nil if all are busy.
func (s *seats) least(now time.Time, rate int64) *conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.none) < nextLook {
		return nil
	}
	var found *conn
	best, oldest := busy, time.Duration(0)
	for _, c := range s.taken {
		claim, age := c.claim(now, rate)
		if claim < best || claim == best && claim < busy && age > oldest {
			found, best, oldest = c, claim, age
		}
	}
	if found == nil {
		s.none = now
	}
	return found
}

// claim says how good the claim of a connection to its seat is.
type claim uint8

const (
	// idle: it waits for its next request.
	idle claim = iota
	// slow: its client does not send the request, or does not accept the reply.
	slow
	// busy: it serves a request.
	busy
)

// doing is what a connection does.
type doing = int32

const (
	working  doing = iota // or looking whether the client is still there
	awaiting              // bytes of the client
	writing
)

// pulse is what a connection does, and since when. Only the goroutine that uses the
// connection writes it, others read it.
type pulse struct {
	doing atomic.Int32
	// since is when the request began to arrive, or else when the connection was
	// last written to, or else when it was accepted; in nanoseconds since the listener
	// began. It is 0 for a request that began to arrive before the listener was last
	// half full.
	since atomic.Int64
	// got is how much of the request has arrived.
	got atomic.Int64
	// answered is set once something was written.
	answered atomic.Bool
	// replied is the turn of the last request that a reply was written to.
	replied atomic.Uint32
}

// claim returns how good the claim of the connection is, and for how long it has been
// so.
func (c *conn) claim(now time.Time, rate int64) (claim, time.Duration) {
	since := c.since.Load()
	if since == 0 {
		since = c.of.halfFull.Load()
	}
	age := now.Sub(c.of.began) - time.Duration(since)
	got, answered := c.got.Load(), c.answered.Load()
	switch c.doing.Load() {
	case awaiting:
		switch {
		case got == 0 && answered && age >= idleFor:
			return idle, age
		case answered && c.of.limits.Opaque:
			// It may serve a request: see Read.
		case age >= slowFor && (got == 0 || float64(got) < float64(rate)*age.Seconds()):
			return slow, age
		}
	case writing:
		if age >= stuckFor {
			return slow, age
		}
	}
	return busy, age
}

// mark notes that something begins now.
func (c *conn) mark() { c.since.Store(c.of.now()) }

// markRequest notes that a request begins to arrive. Reading the clock takes time, so it
// does only while connections may have to give way soon.
func (c *conn) markRequest() {
	if c.of.isHalfFull(c.of.open.Load()) {
		c.mark()
	} else {
		c.since.Store(0)
	}
}

// read notes what the client sends.
func (c *conn) read(b []byte) (int, error) {
	if len(b) == 1 {
		// While a handler works, net/http reads a single byte to see whether the client
		// is still there. Under TLS this cannot be told from other reads.
		return c.stream.Read(b)
	}
	c.doing.Store(awaiting)
	n, err := c.stream.Read(b)
	c.doing.Store(working)
	if n > 0 && c.got.Add(int64(n)) == int64(n) {
		c.markRequest()
	}
	return n, err
}

// write notes that the client accepts a reply.
func (c *conn) write(b []byte) (int, error) {
	if turn := c.turn.Load(); turn != c.replied.Load() {
		c.replied.Store(turn)
		if c.answered.Load() && c.got.Load() == 0 {
			// The client has sent many requests at once. It must not keep others waiting
			// until all of them are answered.
			runtime.Gosched()
		}
	}
	c.mark()
	c.doing.Store(writing)
	n, err := c.stream.Write(b)
	c.doing.Store(working)
	if !c.answered.Load() {
		c.answered.Store(true)
	}
	c.got.Store(0)
	return n, err
}
