package s3

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"nlgserver/release"
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
	response.Body = &body{from: response.Body, watch: w, left: release.MaxEntry, ends: true}
	return response, nil
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
