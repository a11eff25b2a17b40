package httpapi

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// paceLimits say how a body must come in.
type paceLimits struct {
	// size is the most that may come, in bytes, before inflating.
	size int64
	// window must bring that many bytes, and the whole body has total.
	window, total time.Duration
	bytes         int64
	// write is how long the reply has, from the end of the body.
	write time.Duration
}

func newPaceLimits(cfg Config) paceLimits {
	l := paceLimits{size: cfg.MaxBody, total: cfg.ReadTimeout, window: ReadWindow, write: cfg.WriteTimeout}
	if cfg.MinReadRate < 0 {
		l.window = l.total
	} else {
		l.bytes = cfg.MinReadRate * int64(l.window/time.Second)
	}
	return l
}

// pace reads a body from its connection, and gives up on one that comes too
// slowly. What comes at once is covered by the deadline that the connection has
// anyway; only a body that still comes after a while has it moved.
type pace struct {
	in     io.Reader
	reply  http.ResponseWriter
	limits *paceLimits
	read   int64
	// began is when the second piece was asked for: the first is there with
	// the header. window is when the last window began, in which inWindow
	// bytes have come.
	began, window time.Time
	inWindow      int64
	first         bool
}

// refusal is a problem on its way through readers.
type refusal struct{ problem *Problem }

func (r refusal) Error() string { return r.problem.Detail }

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
		return n, refusal{tooLarge(p.limits.size)}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, refusal{p.tooSlow()}
	}
	return n, err
}

// look begins the next window if this one has brought enough.
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

func (p *pace) tooSlow() *Problem {
	detail := fmt.Sprintf("a body has %v; --read-timeout changes that", p.limits.total)
	if p.limits.bytes > 0 {
		detail = fmt.Sprintf("a body must bring %d bytes every %v, and has %v in all; --min-read-rate and --read-timeout change that",
			p.limits.bytes, p.limits.window, p.limits.total)
	}
	return problem(CodeTooSlow, detail)
}
