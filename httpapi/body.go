package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// checkContentType refuses what is plainly not JSON. Rasa sends
// application/json; an absent type is accepted, since some clients send none.
func checkContentType(header string) *Problem {
	if header == "" || header == "application/json" {
		return nil
	}
	media, _, _ := strings.Cut(header, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if media == "application/json" || strings.HasPrefix(media, "application/") && strings.HasSuffix(media, "+json") {
		return nil
	}
	return problem(CodeContentType, "send Content-Type: application/json")
}

// body is a request's body as the reader of package wire takes it: piece by
// piece, into a window that the loan pays for.
type body struct {
	loan  *loan
	in    io.Reader
	ctx   context.Context // the request's own: a body does not outlive it
	limit int64
	// announced is the length that the client announced, -1 if none.
	announced int64
	read      int64
	// problem is why there is no more.
	problem *Problem
}

var errNoMore = errors.New("the body cannot be read on")

// More implements wire.Source.
func (b *body) More(window []byte) ([]byte, error) {
	if b.announced >= 0 && b.read == b.announced {
		return window, io.EOF
	}
	if size := b.room(window); size > int64(cap(window)) {
		var ok bool
		if window, ok = b.loan.grow(b.ctx, window, size); !ok {
			return window, b.stop(overloaded())
		}
	}
	for {
		n, err := b.in.Read(window[len(window):cap(window)])
		b.read += int64(n)
		window = window[:len(window)+n]
		switch {
		case b.read > b.limit:
			return window, b.stop(tooLarge(b.limit))
		case n > 0:
			return window, nil
		case err == nil:
		case errors.Is(err, io.EOF):
			return window, io.EOF
		case errors.Is(err, io.ErrUnexpectedEOF):
			return window, b.stop(problem(CodeTruncated, "the connection ended before the body did"))
		default:
			if r, ok := errors.AsType[refusal](err); ok {
				return window, b.stop(r.problem)
			}
			return window, b.stop(problem(CodeUnreadableBody, "reading the body failed"))
		}
	}
}

// room is how large the window should be for what comes next. The announced
// length is only a hint.
func (b *body) room(window []byte) int64 {
	size := int64(cap(window))
	if len(window) == cap(window) {
		size *= 2
	}
	// Steps keep a conversation that grows from needing a new window for each
	// of its requests.
	announced := min((b.announced/firstWindow+1)*firstWindow, usualWindow)
	return max(size, min(announced, b.loan.from.ahead()*b.read/firstWindow*firstWindow))
}

// whole reads all of the body into the window.
func (b *body) whole(window []byte) ([]byte, error) {
	for {
		var err error
		window, err = b.More(window)
		if errors.Is(err, io.EOF) {
			return window, nil
		}
		if err != nil {
			return window, err
		}
	}
}

func (b *body) stop(p *Problem) error {
	b.problem = p
	return errNoMore
}

func tooLarge(limit int64) *Problem {
	return problem(CodeBodyTooLarge, fmt.Sprintf("the limit is %d bytes; --max-body raises it", limit))
}

func overloaded() *Problem {
	p := problem(CodeOverloaded, "too many large requests are under way; try again in a second")
	p.retryAfter = "1"
	return p
}
