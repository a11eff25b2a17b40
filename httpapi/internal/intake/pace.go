package intake

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"nlgserver/internal/budget"
)

// paceLimits say how fast a body must arrive.
type paceLimits struct {
	// size is the most that may arrive, in bytes, before inflating.
	size int64
	// bytes must arrive in each window, and the whole body within total.
	window, total time.Duration
	bytes         int64
	// write is how long the reply has after the end of the body.
	write time.Duration
}

func newPaceLimits(limits Limits) paceLimits {
	l := paceLimits{size: limits.Body, total: limits.ReadTimeout, window: Window, write: limits.WriteTimeout}
	if limits.MinReadRate < 0 {
		l.window = l.total
	} else {
		l.bytes = limits.MinReadRate * int64(l.window/time.Second)
	}
	return l
}

// pace reads a body from its connection, and gives up on one that arrives too
// slowly. The deadline that the connection already has covers a body that
// arrives at once; it is moved only for one that takes longer.
type pace struct {
	in     io.Reader
	reply  http.ResponseWriter
	limits *paceLimits
	budget *budget.Budget
	pool   *budget.Pool
	read   int64
	// began is when the second piece was asked for: the first is there with
	// the header. window is when the current window began, and inWindow how
	// many bytes have arrived in it.
	began, window time.Time
	inWindow      int64
	first         bool
	// until is the deadline, the zero time if the connection's own is in force.
	until time.Time
	// waited is how long the request had waited at the gate at the last look.
	waited time.Duration
}

func (p *pace) Read(buf []byte) (int, error) {
	if p.first {
		p.first = false
	} else {
		p.look(time.Now())
	}
	// Others may work while this request waits for its client.
	p.budget.Rest()
	n, err := p.in.Read(buf)
	p.read += int64(n)
	p.inWindow += int64(n)
	switch {
	case p.read > p.limits.size:
		return n, tooLarge(p.limits.size)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, p.tooSlow()
	}
	return n, err
}

const (
	// heldShare is the part of the memory held that must arrive in each window. A slot
	// of 64 MiB takes 128 MiB of windows, and so must bring 1 MiB every ten seconds,
	// a little less than 900 kbit/s.
	heldShare = 128
	// sooner is how many times shorter a window is for who holds more than
	// muchHeld while memory is scarce.
	sooner   = 4
	muchHeld = 1 << 20
)

// look starts the next window if enough has arrived in this one.
func (p *pace) look(now time.Time) {
	if p.began.IsZero() {
		p.began, p.window, p.inWindow = now, now, 0
		if p.limits.window == p.limits.total {
			p.allowUntil(now.Add(p.limits.total))
		}
		return
	}
	p.forgive()
	window, least := p.limits.window, p.limits.bytes
	if least > 0 { // else only the whole body has its time
		held := p.budget.Held()
		least = max(least, held/heldShare)
		if held > muchHeld && p.pool.ScarceBeside(held) {
			window, least = window/sooner, least/sooner
			if until := now.Add(window); p.until.IsZero() || until.Before(p.until) {
				p.allowUntil(until)
			}
		}
	}
	// A fast body fills a window at every read; moving the deadline each time
	// would cost more than reading.
	if p.inWindow < least || now.Sub(p.window) < window/4 {
		return
	}
	p.window, p.inWindow = now, 0
	p.allowUntil(now.Add(window))
}

// forgive leaves out the time for which the request waited at the gate.
func (p *pace) forgive() {
	more := p.budget.Waited() - p.waited
	if more == 0 {
		return
	}
	p.waited += more
	p.began, p.window = p.began.Add(more), p.window.Add(more)
	p.allowUntil(p.window.Add(p.limits.window))
}

// allowUntil moves the deadline, but not past the time for the whole body.
func (p *pace) allowUntil(deadline time.Time) {
	if end := p.began.Add(p.limits.total); end.Before(deadline) {
		deadline = end
	}
	p.until = deadline
	connection := http.NewResponseController(p.reply)
	_ = connection.SetReadDeadline(deadline)
	_ = connection.SetWriteDeadline(deadline.Add(p.limits.write))
}

func (p *pace) tooSlow() *Error {
	text := fmt.Sprintf("a body must arrive within %v", p.limits.total)
	if p.limits.bytes > 0 {
		text = fmt.Sprintf("a body must bring at least %d bytes every %v, and a %dth of the memory that it takes, and arrive within %v",
			p.limits.bytes, p.limits.window, heldShare, p.limits.total)
	}
	return &Error{TooSlow, text}
}
