package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Body is the body of one request on its way from the connection: paced, and
// inflated if it is compressed. It is read piece by piece into a window that
// the loan pays for.
type Body struct {
	intake   *Intake
	loan     loan
	pace     pace
	inflater *inflater // nil before the first compressed body

	in  io.Reader
	ctx context.Context // the request's own: a body does not outlive it
	// announced is the length that the client announced, -1 if none.
	announced int64
	read      int64
	// err is why there is no more.
	err *Error
}

// Open begins to read the body of a request, and returns an empty window for
// its first bytes. An error is an *[Error].
func (b *Body) Open(w http.ResponseWriter, r *http.Request) (window []byte, err error) {
	if r.ContentLength > b.intake.limit {
		return nil, tooLarge(b.intake.limit)
	}
	b.pace = pace{in: r.Body, reply: w, limits: &b.intake.pace, first: true}
	b.in, b.ctx, b.announced = &b.pace, r.Context(), r.ContentLength
	if values := r.Header["Content-Encoding"]; len(values) > 0 {
		form, ok := formOf(values)
		if !ok {
			return nil, &Error{UnknownEncoding, "send the body plain, or with Content-Encoding: gzip or deflate"}
		}
		if form != plain {
			b.inflate(form)
		}
	}
	window, ok := b.loan.window(b.ctx)
	if !ok {
		return nil, overloaded()
	}
	return window, nil
}

func (b *Body) inflate(form form) {
	if b.inflater == nil {
		b.inflater = newInflater()
	}
	b.inflater.start(form, &b.pace)
	b.in, b.announced = b.inflater, -1
}

// Close releases the memory and the connection.
func (b *Body) Close() {
	b.loan.give()
	b.pace = pace{}
	if b.inflater != nil {
		b.inflater.stop()
	}
	b.in, b.ctx, b.announced, b.read, b.err = nil, nil, 0, 0, nil
}

// BytesRead returns how much of the body was read, inflated.
func (b *Body) BytesRead() int64 { return b.read }

// IsLarge reports whether the body has a window that is too large to be kept
// for the next request: nothing that points into it may be kept either.
func (b *Body) IsLarge() bool { return b.loan.reserved > keepWindow }

// Err returns why the body could not be read to its end, nil if it could.
func (b *Body) Err() *Error { return b.err }

// More appends the next piece of the body to the window, which may be replaced
// by a larger one. It returns io.EOF at the end, and otherwise an *[Error].
func (b *Body) More(window []byte) ([]byte, error) {
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
		case b.read > b.intake.limit:
			return window, b.stop(tooLarge(b.intake.limit))
		case n > 0:
			return window, nil
		case err == nil:
		case errors.Is(err, io.EOF):
			return window, io.EOF
		case errors.Is(err, io.ErrUnexpectedEOF):
			return window, b.stop(&Error{Truncated, "the connection was closed before the end of the body"})
		default:
			if refused, ok := errors.AsType[*Error](err); ok {
				return window, b.stop(refused)
			}
			return window, b.stop(&Error{Unreadable, "the connection failed while the body was read"})
		}
	}
}

// Whole reads all of the body into the window.
func (b *Body) Whole(window []byte) ([]byte, error) {
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

// room returns how large the window should be for what comes next. The
// announced length is only a hint.
func (b *Body) room(window []byte) int64 {
	size := int64(cap(window))
	if len(window) == cap(window) {
		size *= 2
	}
	// Steps keep a conversation that grows from needing a new window for each
	// of its requests.
	announced := min((b.announced/firstWindow+1)*firstWindow, usualWindow)
	return max(size, min(announced, b.loan.from.ahead()*b.read/firstWindow*firstWindow))
}

func (b *Body) stop(err *Error) error {
	b.err = err
	return err
}

func tooLarge(limit int64) *Error {
	return &Error{TooLarge, fmt.Sprintf("the server's limit for bodies is %d bytes", limit)}
}

func overloaded() *Error {
	return &Error{Overloaded, "too many large requests are in flight; try again in a second"}
}
