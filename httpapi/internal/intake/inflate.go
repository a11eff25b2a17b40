package intake

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"

	"nlgserver/internal/budget"
)

const (
	// inflaterSize is about what an inflater takes.
	inflaterSize = 48 << 10
	// keptInflaters is how many are kept for later bodies.
	keptInflaters = 16
	// firstBegin is the memory for the start of a short body, and keepBegin the size
	// above which it is not kept.
	firstBegin = 4 << 10
	keepBegin  = 32 << 10
	// readAhead is how much of a compressed body is read before any of it is inflated:
	// most bodies are all there then. A client that stops in the middle does not hold
	// what a part of its body inflates to, and while it is inflated the server sees
	// that the client has gone.
	readAhead = 128 << 10
	// freely is how long a compressed body may be to be inflated without passing the
	// gate for long work, and inflatedFreely how much of it: many at once must not
	// keep others waiting.
	freely         = 8 << 10
	inflatedFreely = 64 << 10
	// aheadOfBegin is how many times larger than what has arrived the memory for it
	// may be.
	aheadOfBegin = 16
)

// inflaters are those that no body uses now.
type inflaters struct{ kept chan *inflater }

func newInflaters() inflaters { return inflaters{make(chan *inflater, keptInflaters)} }

func (i inflaters) take() *inflater {
	select {
	case f := <-i.kept:
		return f
	default:
		return &inflater{from: bufio.NewReader(nil)}
	}
}

func (i inflaters) put(f *inflater) {
	select {
	case i.kept <- f:
	default:
	}
}

// inflater decompresses a body.
type inflater struct {
	form form
	// begin is the start of the body, and rest what comes after it.
	begin []byte
	read  bytes.Reader
	rest  io.Reader
	pays  *budget.Budget
	// announced is the length of the compressed body, -1 if it is not known.
	announced int64
	// from holds what is read byte by byte.
	from *bufio.Reader
	gzip *gzip.Reader
	zlib io.ReadCloser
	raw  io.ReadCloser
	// out is the reader in use, nil before the first byte is asked for.
	out io.Reader
}

func (f *inflater) start(how form, in io.Reader, announced int64, pays *budget.Budget) {
	f.form, f.rest, f.announced, f.pays, f.out = how, in, announced, pays, nil
}

func (f *inflater) stop() {
	f.out, f.rest, f.pays = nil, nil, nil
	if cap(f.begin) > keepBegin {
		f.begin = nil
	}
	f.read.Reset(nil)
	f.from.Reset(nil)
}

func (f *inflater) Read(buf []byte) (int, error) {
	if f.out == nil {
		if err := f.fetch(); err != nil {
			return 0, err
		}
		if len(f.begin) > freely && !f.pays.Look() {
			return 0, &Error{Refused, refusedText}
		}
		out, err := f.open()
		if err != nil {
			return 0, explain(err)
		}
		f.out = out
	}
	n, err := f.out.Read(buf)
	return n, explain(err)
}

// fetch reads the start of the body.
func (f *inflater) fetch() error {
	if f.begin == nil {
		f.begin = make([]byte, 0, firstBegin)
	}
	f.begin = f.begin[:0]
	if !f.pays.Hold(cap(f.begin) - firstBegin) {
		return &Error{Refused, refusedText}
	}
	for {
		if len(f.begin) == cap(f.begin) {
			if cap(f.begin) >= readAhead {
				f.read.Reset(f.begin)
				f.from.Reset(io.MultiReader(&f.read, f.rest))
				return nil
			}
			// One byte more than announced shows the end.
			size := max(2*cap(f.begin), min(int(f.announced)+1, aheadOfBegin*cap(f.begin), readAhead))
			if !f.pays.Hold(size) {
				return &Error{Refused, refusedText}
			}
			f.begin = append(make([]byte, 0, size), f.begin...)
		}
		n, err := f.rest.Read(f.begin[len(f.begin):cap(f.begin)])
		f.begin = f.begin[:len(f.begin)+n]
		if errors.Is(err, io.EOF) {
			f.read.Reset(f.begin)
			f.from.Reset(&f.read)
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// explain distinguishes a fault in the compressed data from one of the
// connection.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum),
		errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum), errors.Is(err, zlib.ErrDictionary):
	default:
		if _, corrupt := errors.AsType[flate.CorruptInputError](err); !corrupt {
			return err
		}
	}
	return &Error{BrokenEncoding, "the body does not match its Content-Encoding: " + err.Error()}
}

// open reads the start of the body, and returns the reader of the rest.
func (f *inflater) open() (io.Reader, error) {
	if f.form == gzipped {
		return f.openGzip()
	}
	start, err := f.from.Peek(2)
	if len(start) < 2 {
		if len(start) == 1 && errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	if isZlib(start[0], start[1]) {
		return f.openZlib()
	}
	if f.raw == nil {
		f.raw = flate.NewReader(f.from)
		return f.raw, nil
	}
	return f.raw, f.raw.(flate.Resetter).Reset(f.from, nil)
}

func (f *inflater) openGzip() (_ io.Reader, err error) {
	if f.gzip == nil {
		// If it fails, there is no reader to reuse.
		f.gzip, err = gzip.NewReader(f.from)
		return f.gzip, err
	}
	return f.gzip, f.gzip.Reset(f.from)
}

func (f *inflater) openZlib() (_ io.Reader, err error) {
	if f.zlib == nil {
		f.zlib, err = zlib.NewReader(f.from)
		return f.zlib, err
	}
	return f.zlib, f.zlib.(zlib.Resetter).Reset(f.from, nil)
}

// isZlib reports whether these are the first bytes of a zlib stream, which is
// what the standard calls deflate. Many clients send the raw stream instead,
// which rarely starts with such bytes.
func isZlib(first, second byte) bool {
	return first&0x0f == 8 && first>>4 <= 7 && (uint(first)<<8|uint(second))%31 == 0
}

// form is how a body is compressed.
type form uint8

const (
	plain form = iota
	gzipped
	deflated
)

// formOf reads the header Content-Encoding; false if it names what cannot be
// undone here, such as two compressions.
func formOf(values []string) (form, bool) {
	if len(values) > 1 {
		return plain, false
	}
	switch strings.ToLower(strings.TrimSpace(values[0])) {
	case "", "identity":
		return plain, true
	case "gzip", "x-gzip":
		return gzipped, true
	case "deflate":
		return deflated, true
	default:
		return plain, false
	}
}
