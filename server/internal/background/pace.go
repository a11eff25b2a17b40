package background

import (
	"context"
	"time"
)

const (
	// stretch is how long work goes on before it may rest. The system takes a good part of
	// a shorter one to wake the thread again.
	stretch = 2 * time.Millisecond
	// restFor is how long work rests for each time it works. With twice as long, requests
	// wait clearly less than with once; the bench of a fleet measures it.
	restFor = 2
	// longestRest bounds all rests of one piece of work together: it is what the work may
	// take longer, however large it is.
	longestRest = 3 * time.Second
	// requestsStay is how long requests count as being there after the last one.
	requestsStay = time.Second
)

// Pace lets long work rest twice as long as it works, while there are requests. They then
// have the processors to themselves most of the time, and fewer of them meet the garbage
// collector, which the work needs. The thread of the work gives way to a request, but
// late if all processors are busy, and the collector does not give way at all. It rests for
// three seconds in all at most.
type Pace struct {
	requests func() uint64
	// count is how many requests there were, and last is when there was one more; the zero
	// time for none since the work began.
	count uint64
	last  time.Time
	// began is when the stretch of work began.
	began time.Time
	// left is how long it may still rest.
	left time.Duration
}

// NewPace returns the pace of work that begins now. requests returns how many requests have
// ended so far.
func NewPace(requests func() uint64) *Pace {
	return &Pace{requests: requests, count: requests(), began: time.Now(), left: longestRest}
}

// Rest rests, if it is time to and there are requests, until the context is done. Call it
// after each part of the work: a part that took long is followed by a long rest.
func (p *Pace) Rest(ctx context.Context) {
	now := time.Now()
	worked := now.Sub(p.began)
	if worked < stretch {
		return
	}
	if count := p.requests(); count != p.count {
		p.count, p.last = count, now
	}
	if p.left > 0 && now.Sub(p.last) < requestsStay {
		rest := min(restFor*worked, p.left)
		p.left -= rest
		timer := time.NewTimer(rest)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	p.began = time.Now()
}
