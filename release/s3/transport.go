package s3

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// stall is how long nothing may happen on the connection of a request: neither a byte of
// it sent nor one of the response received. A request as a whole has no limit of its own,
// since a large bundle over a slow line takes its time.
const stall = 30 * time.Second

// maxText is the size, in bytes, of the largest response that is not an entry: a page of
// a listing, an error.
const maxText = 8 << 20

var (
	errStalled = errors.New("the storage stopped responding")
	errDropped = errors.New("the connection was closed before the response")
	errTooLong = errors.New("the response is too large")
)

// exchange is what a caller wants to know of a response beyond what the client tells:
// it takes the headers of a 304, and the clock of the storage, from no other place.
type exchange struct {
	limit  int64 // of the body of a success, in bytes
	header http.Header
	// foreign means that an error was not written by an S3 storage.
	foreign bool
}

type exchangeKey struct{}

func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// transport bounds the time and the size of every exchange with the storage.
type transport struct {
	base  http.RoundTripper
	stall time.Duration
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConnsPerHost:    4,
		IdleConnTimeout:        15 * time.Second, // storages close theirs after 20 s and more
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true, // the revision is that of the bytes as they are kept
	}
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	w := &watchdog{ctx: ctx, cancel: cancel, stall: t.stall}
	w.timer = time.AfterFunc(t.stall, func() { cancel(errStalled) })
	request := r.WithContext(ctx)
	if r.Body != nil && r.Body != http.NoBody {
		request.Body = &body{from: r.Body, watch: w, left: -1}
	}
	response, err := t.base.RoundTrip(request)
	if err != nil {
		w.end()
		return nil, w.cause(err)
	}
	x, _ := r.Context().Value(exchangeKey{}).(*exchange)
	if x == nil {
		x = &exchange{}
	}
	x.header = response.Header
	limit := int64(maxText)
	if response.StatusCode == http.StatusOK && x.limit > limit {
		limit = x.limit
	}
	response.Body = &body{from: response.Body, watch: w, left: limit, ends: true}
	x.foreign = false
	if response.StatusCode == http.StatusNotFound && r.Method != http.MethodHead {
		return response, x.recognize(response)
	}
	return response, nil
}

// recognize tells the 404 of an S3 storage from that of any other server, which would look
// like a store without the entry.
func (x *exchange) recognize(response *http.Response) error {
	text, err := io.ReadAll(response.Body)
	if closing := response.Body.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	x.foreign = !bytes.Contains(text, []byte("<Error"))
	response.Body = io.NopCloser(bytes.NewReader(text))
	return nil
}

// watchdog ends a request in which nothing happens any more.
type watchdog struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	stall  time.Duration
}

func (w *watchdog) end() {
	w.timer.Stop()
	w.cancel(context.Canceled)
}

// cause is the error in words of this package, where it has some.
func (w *watchdog) cause(err error) error {
	if errors.Is(context.Cause(w.ctx), errStalled) {
		return errStalled
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || strings.HasSuffix(err.Error(), "EOF") {
		return errDropped
	}
	return err
}

// body is a body of which every byte that passes is a sign of life.
type body struct {
	from  io.ReadCloser
	watch *watchdog
	left  int64 // how many bytes may come; negative for any
	ends  bool  // whether its end is that of the exchange
}

func (b *body) Read(p []byte) (int, error) {
	if b.left >= 0 && int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	if n > 0 {
		b.watch.timer.Reset(b.watch.stall)
	}
	if b.left >= 0 {
		if int64(n) > b.left {
			return 0, errTooLong
		}
		b.left -= int64(n)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = b.watch.cause(err)
	}
	return n, err
}

func (b *body) Close() error {
	err := b.from.Close()
	if b.ends {
		b.watch.end()
	}
	return err
}
