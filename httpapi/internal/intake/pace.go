package intake

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
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
	read   int64
	// began is when the second piece was asked for: the first is there with
	// the header. window is when the current window began, and inWindow how
	// many bytes have arrived in it.
	began, window time.Time
	inWindow      int64
	first         bool
}

func (p *pace) Read(buf []byte) (int, error) {
	if p.first {
		p.first = false
	} else {
		p.look(time.Now())
	}
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

// look starts the next window if enough has arrived in this one.
func (p *pace) look(now time.Time) {
	if p.began.IsZero() {
		p.began, p.window, p.inWindow = now, now, 0
		if p.limits.window == p.limits.total {
			p.allowUntil(now.Add(p.limits.total))
		}
		return
	}
	// A fast body fills a window at every read; moving the deadline each time
	// would cost more than reading.
	if p.inWindow < p.limits.bytes || now.Sub(p.window) < p.limits.window/4 {
		return
	}
	p.window, p.inWindow = now, 0
	deadline := now.Add(p.limits.window)
	if end := p.began.Add(p.limits.total); end.Before(deadline) {
		deadline = end
	}
	p.allowUntil(deadline)
}

func (p *pace) allowUntil(deadline time.Time) {
	connection := http.NewResponseController(p.reply)
	_ = connection.SetReadDeadline(deadline)
	_ = connection.SetWriteDeadline(deadline.Add(p.limits.write))
}

func (p *pace) tooSlow() *Error {
	text := fmt.Sprintf("a body must arrive within %v", p.limits.total)
	if p.limits.bytes > 0 {
		text = fmt.Sprintf("a body must bring at least %d bytes every %v, and arrive within %v", p.limits.bytes, p.limits.window, p.limits.total)
	}
	return &Error{TooSlow, text}
}
