package intake

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"nlgserver/internal/budget"
)

// Body is the body of one request on its way from the connection: paced, and
// inflated if it is compressed. It is read piece by piece into a window that the
// request's budget pays for.
type Body struct {
	intake   *Intake
	budget   *budget.Budget
	pace     pace
	inflater *inflater // nil unless the body is compressed

	// first is the first window, which is kept from one request to the next. larger
	// are those that replaced it, one after the other; they go back to the shelf.
	first  []byte
	larger [][]byte
	// windows is how much memory all of them take.
	windows int

	in io.Reader
	// announced is the length that the client announced, -1 if none.
	announced int64
	read      int64
	// err is why there is no more.
	err *Error
}

// Open begins to read the body of a request, and returns an empty window for
// its first bytes. An error is an *[Error].
func (b *Body) Open(w http.ResponseWriter, r *http.Request, pays *budget.Budget) (window []byte, err error) {
	if r.ContentLength > b.intake.limit {
		return nil, tooLarge(b.intake.limit)
	}
	b.budget = pays
	b.pace = pace{in: r.Body, reply: w, limits: &b.intake.pace, budget: pays, pool: pays.Pool(), first: true}
	b.in, b.announced = &b.pace, r.ContentLength
	form := plain
	if values := r.Header["Content-Encoding"]; len(values) > 0 {
		var ok bool
		if form, ok = formOf(values); !ok {
			return nil, &Error{UnknownEncoding, "send the body plain, or with Content-Encoding: gzip or deflate"}
		}
	}
	if !b.budget.Body(firstWindow) {
		return nil, b.refused()
	}
	if form != plain {
		if err := b.inflate(form); err != nil {
			return nil, err
		}
	}
	if b.first == nil {
		b.first = make([]byte, 0, firstWindow)
	}
	b.windows = firstWindow
	return b.first, nil
}

// inflate prepares to inflate the body.
func (b *Body) inflate(form form) error {
	if !b.budget.Hold(inflaterSize) {
		return b.refused()
	}
	b.inflater = b.intake.inflaters.take()
	b.inflater.start(form, &b.pace, b.announced, b.budget)
	b.in, b.announced = b.inflater, -1
	return nil
}

// Release gives back all memory except what the next body begins with. Nobody may
// use the window any more. The budget is told by the caller.
func (b *Body) Release() {
	for i, window := range b.larger {
		b.intake.shelf.put(window)
		b.larger[i] = nil
	}
	b.larger = b.larger[:0]
	if b.inflater != nil {
		b.inflater.stop()
		b.intake.inflaters.put(b.inflater)
		b.inflater = nil
	}
	b.in = nil
}

// Close releases the memory and the connection.
func (b *Body) Close() {
	b.Release()
	b.pace = pace{}
	b.budget, b.announced, b.read, b.err = nil, 0, 0, nil
}

// BytesRead returns how much of the body was read, inflated.
func (b *Body) BytesRead() int64 { return b.read }

// IsLarge reports whether the body has a window that other requests get after it:
// nothing that points into it may be kept.
func (b *Body) IsLarge() bool { return len(b.larger) > 0 }

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
		if window, ok = b.grow(window, size); !ok {
			return window, b.stop(b.refused())
		}
	}
	if b.inflater != nil && b.read >= inflatedFreely && !b.budget.Look() {
		return window, b.stop(b.refused())
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

// grow returns a window of at least that size with the content of the old one. The
// old one stays in memory: what was read of it points into it.
func (b *Body) grow(window []byte, size int64) ([]byte, bool) {
	if size <= keepWindow {
		size = firstWindow << sizeOf(size)
	}
	if !b.budget.Body(b.windows + int(size)) {
		return window, false
	}
	grown := appendInPieces(b.intake.shelf.take(size), window)
	b.larger = append(b.larger, grown)
	b.windows += cap(grown)
	return grown, true
}

// room returns how large the window should be for what comes next. The
// announced length is only a hint.
func (b *Body) room(window []byte) int64 {
	size := int64(cap(window))
	if len(window) == cap(window) {
		// One byte above the limit shows that a body exceeds it.
		if size *= 2; size >= b.intake.limit {
			size = max(int64(cap(window))+firstWindow, b.intake.limit+1)
		}
	}
	// Steps keep a conversation that grows from needing a new window for each
	// of its requests.
	announced := min((b.announced/firstWindow+1)*firstWindow, usualWindow)
	arrived := b.ahead() * b.read / firstWindow * firstWindow
	if announced > arrived {
		// No more than has been paid for by what has arrived, rounded down as grow
		// rounds up.
		announced = floor(arrived)
	}
	return max(size, announced)
}

// ahead returns how many times larger than what has arrived a window may be.
func (b *Body) ahead() int64 {
	if b.budget.Pool().Ample() {
		return aheadAtEase
	}
	return ahead
}

// floor returns the largest size of windows that is at most that many bytes, 0 if
// there is none.
func floor(bytes int64) int64 {
	if bytes < firstWindow {
		return 0
	}
	return firstWindow << (sizeOf(bytes+1) - 1)
}

// pieceCopied is how much is copied at a time. The runtime cannot interrupt a copy,
// and everybody waits for the longest when the garbage collector begins.
const pieceCopied = 64 << 10

// appendInPieces is append for long windows.
func appendInPieces(dst, window []byte) []byte {
	for len(window) > pieceCopied {
		dst = append(dst, window[:pieceCopied]...)
		window = window[pieceCopied:]
	}
	return append(dst, window...)
}

func (b *Body) stop(err *Error) error {
	b.err = err
	return err
}

func tooLarge(limit int64) *Error {
	return &Error{TooLarge, fmt.Sprintf("the server's limit for bodies is %d bytes", limit)}
}

// refused returns why the budget said no.
func (b *Body) refused() *Error { return &Error{Refused, refusedText} }

const refusedText = "the request exceeds its budget"
