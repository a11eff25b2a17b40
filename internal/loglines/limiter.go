package loglines

import (
	"sync"
	"time"
)

const (
	// Burst is how many lines of a kind are written in a period.
	Burst = 100
	// Period is how long lines that are left out are counted before a line tells
	// their number.
	Period = 10 * time.Second
)

// Limiter bounds the lines of each kind that clients can cause. The kinds come from
// a closed set.
type Limiter struct {
	// tell writes how many lines of a kind were left out.
	tell func(kind string, leftOut uint64)

	mu    sync.Mutex
	kinds map[string]*period
}

// period is the current period of a kind.
type period struct {
	began   time.Time
	written int
	leftOut uint64
}

// NewLimiter returns a limiter that tells how many lines of a kind were left out in
// a period.
func NewLimiter(tell func(kind string, leftOut uint64)) *Limiter {
	return &Limiter{tell: tell, kinds: map[string]*period{}}
}

// Allows reports whether another line of the kind may be written.
func (l *Limiter) Allows(kind string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.kinds[kind]
	if p == nil {
		p = &period{}
		l.kinds[kind] = p
	}
	// While lines are left out, the end of the period is told before the next begins.
	if p.leftOut == 0 {
		if now := time.Now(); now.Sub(p.began) >= Period {
			*p = period{began: now}
		}
	}
	if p.written < Burst {
		p.written++
		return true
	}
	if p.leftOut++; p.leftOut == 1 {
		time.AfterFunc(time.Until(p.began.Add(Period)), func() { l.end(kind, p) })
	}
	return false
}

// end ends a period in which lines were left out.
func (l *Limiter) end(kind string, p *period) {
	l.mu.Lock()
	leftOut := p.leftOut
	*p = period{began: time.Now()}
	l.mu.Unlock()
	l.tell(kind, leftOut)
}
