package server

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/follow"
	"nlgserver/server/internal/listen"
)

// ConnectionLimits bound connections and request headers; [httpapi.Limits]
// bound bodies. The zero value of a field means its default.
type ConnectionLimits struct {
	// Max is how many connections may be open on a listener; less than 0 for
	// any number.
	Max int
	// HeaderBytes is the largest request header; less than 4 KiB counts as
	// 4 KiB.
	HeaderBytes int
	// ReadHeaderTimeout bounds the time that a request header takes.
	ReadHeaderTimeout time.Duration
	// IdleTimeout is how long a connection may wait for its next request.
	IdleTimeout time.Duration
}

func defaultConnectionLimits() ConnectionLimits {
	return ConnectionLimits{
		Max: 4096, HeaderBytes: 64 << 10, ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout: 2 * time.Minute, // outlasts a user's pause in a conversation
	}
}

func (l ConnectionLimits) withDefaults() ConnectionLimits {
	byDefault := defaultConnectionLimits()
	if l.Max == 0 {
		l.Max = byDefault.Max
	}
	if l.HeaderBytes <= 0 {
		l.HeaderBytes = byDefault.HeaderBytes
	}
	if l.ReadHeaderTimeout <= 0 {
		l.ReadHeaderTimeout = byDefault.ReadHeaderTimeout
	}
	if l.IdleTimeout <= 0 {
		l.IdleTimeout = byDefault.IdleTimeout
	}
	return l
}

// endpoint is a listener and its HTTP server.
type endpoint struct {
	server   *http.Server
	listener *listen.Listener
	// serving is set once it serves, and ended closed when it accepts no more
	// connections.
	serving atomic.Bool
	ended   chan struct{}
	// turnedAway is called for each connection above the limit; may be nil.
	turnedAway func()
	// displaced is called for each connection that gives way to a new one; may be nil.
	displaced func()
}

// headerSlop is how far above its limit net/http lets a header grow.
const headerSlop = 4 << 10

func newEndpoint(h http.Handler, opts Options) *endpoint {
	return &endpoint{server: NewServer(h, opts), ended: make(chan struct{})}
}

// NewServer returns an HTTP/1.1 server with the settings of an [App]. The
// benchmarks run what they compare an App with in the same server.
func NewServer(h http.Handler, opts Options) *http.Server {
	opts = opts.withDefaults()
	limits := opts.Connections
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	return &http.Server{
		Handler:           h,
		Protocols:         http1,
		ReadHeaderTimeout: limits.ReadHeaderTimeout,
		// These two cover the start of a body, and the reply to one that arrives
		// at once; for a longer body the handler moves the deadlines.
		ReadTimeout:    limits.ReadHeaderTimeout + httpapi.ReadWindow,
		WriteTimeout:   limits.ReadHeaderTimeout + httpapi.ReadWindow + opts.Limits.WriteTimeout,
		IdleTimeout:    limits.IdleTimeout,
		MaxHeaderBytes: max(1, limits.HeaderBytes-headerSlop),
		ConnState:      listen.Note,
		ConnContext:    httpapi.WithConnection,
		ErrorLog:       NewErrorLog(opts.Log),
	}
}

// open begins to listen.
func (e *endpoint) open(ctx context.Context, at listen.Address, opts Options) error {
	l, err := listen.Open(ctx, at, opts.SocketMode)
	if err != nil {
		return err
	}
	limit := opts.Connections.Max
	told := new(atomic.Int64)
	accept := listen.Limits{Connections: limit, MinRate: leastRate(opts), Opaque: opts.TLS != (TLSOptions{}), OnDisplaced: e.displaced, OnFull: func(total uint64) {
		if e.turnedAway != nil {
			e.turnedAway()
		}
		// A flood of connections must not flood the log.
		now, last := time.Now().Unix(), told.Load()
		if now-last >= 10 && told.CompareAndSwap(last, now) {
			opts.Log.Warn("too many connections; turning new ones away", "limit", limit, "turned_away", total)
		}
	}}
	if opts.TLS == (TLSOptions{}) {
		// Before a handshake no reply can be sent.
		accept.Full = httpapi.Reply(httpapi.CodeConnections, "the server's limit for connections is reached; try again in a second")
		accept.HeaderTooLarge = httpapi.Reply(httpapi.CodeHeaderTooLarge, "the request header exceeds the server's limit")
	}
	e.listener = listen.New(l, accept)
	return nil
}

// leastRate returns how fast a request must arrive, in bytes per second.
func leastRate(opts Options) int64 {
	if rate := opts.Limits.MinReadRate; rate != 0 {
		return rate
	}
	return httpapi.DefaultLimits().MinReadRate
}

// close closes the listener of an endpoint that does not serve yet.
func (e *endpoint) close() error {
	if e.listener == nil {
		return nil
	}
	l := e.listener
	e.listener = nil
	return l.Close()
}

// serve answers requests until the endpoint is shut down.
func (e *endpoint) serve(c *follow.Certificate) error {
	defer close(e.ended)
	var l net.Listener = e.listener
	if c != nil {
		l = tls.NewListener(l, c.Config())
	}
	err := e.server.Serve(l)
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, listen.ErrDrained) {
		return nil
	}
	return err
}

// address returns the address of the endpoint; empty if it is not open.
func (e *endpoint) address() string {
	if e == nil || e.listener == nil {
		return ""
	}
	address := e.listener.Addr()
	if address.Network() == "unix" {
		return listen.Address{Socket: address.String()}.String()
	}
	return address.String()
}

// isLoopback reports whether only programs on this machine can reach the endpoint, by
// TCP.
func (e *endpoint) isLoopback() bool {
	tcp, ok := e.listener.Addr().(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// openToAll reports whether other machines can reach the address without
// credentials.
func openToAll(address net.Addr, guarded bool) bool {
	tcp, ok := address.(*net.TCPAddr)
	return !guarded && ok && !tcp.IP.IsLoopback()
}
