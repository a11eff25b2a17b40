package nats

import (
	"sync"
	"time"
)

// clock knows the time of the servers: the newest that was heard, and the time that has
// passed since, which no change of the machine's own date touches.
type clock struct {
	mu     sync.Mutex
	server time.Time
	heard  time.Time
	now    func() time.Time
}

// tell takes the time of a server. A past one, that of an entry, only moves it forward.
func (c *clock) tell(server time.Time, past bool) {
	if server.IsZero() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if past && !c.server.IsZero() && server.Before(c.server.Add(now.Sub(c.heard))) {
		return
	}
	c.server, c.heard = server, now
}

// fresh reports whether the time was told at most so long ago.
func (c *clock) fresh(limit time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.server.IsZero() && c.now().Sub(c.heard) <= limit
}

// age returns how long ago something was written.
func (c *clock) age(written time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(0, c.server.Add(c.now().Sub(c.heard)).Sub(written))
}
