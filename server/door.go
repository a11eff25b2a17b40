package server

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"nlgserver/httpapi"
	"nlgserver/server/internal/listen"
)

// Limits bound what clients may take of the server. The zero value of a field
// means its default; those of a request's body are httpapi.Config's.
type Limits struct {
	// Connections is how many may be open on a listener; less than 0 for any
	// number.
	Connections int
	// HeaderBytes is the largest header; less than 4 KiB counts as 4 KiB.
	HeaderBytes int
	// ReadHeaderTimeout is how long a header may take, IdleTimeout how long a
	// connection may wait for the next.
	ReadHeaderTimeout, IdleTimeout time.Duration
	// ReadTimeout, MinReadRate, WriteTimeout and JSONDepth are those of
	// httpapi.Config.
	ReadTimeout  time.Duration
	MinReadRate  int64
	WriteTimeout time.Duration
	JSONDepth    int
}

// The defaults of [Limits].
const (
	DefaultMaxConnections    = 4096
	DefaultMaxHeaderBytes    = 64 << 10
	DefaultReadHeaderTimeout = 10 * time.Second
	// DefaultIdleTimeout outlasts a user's pause in a conversation.
	DefaultIdleTimeout = 2 * time.Minute
)

func (l Limits) withDefaults() Limits {
	if l.Connections == 0 {
		l.Connections = DefaultMaxConnections
	}
	if l.HeaderBytes <= 0 {
		l.HeaderBytes = DefaultMaxHeaderBytes
	}
	if l.ReadHeaderTimeout <= 0 {
		l.ReadHeaderTimeout = DefaultReadHeaderTimeout
	}
	if l.IdleTimeout <= 0 {
		l.IdleTimeout = DefaultIdleTimeout
	}
	if l.WriteTimeout <= 0 {
		l.WriteTimeout = httpapi.DefaultWriteTimeout
	}
	return l
}

// door is one listener and who answers there.
type door struct {
	server   *http.Server
	listener *listen.Listener
	// turnedAway is called for each connection above the limit; may be nil.
	turnedAway func()
}

// headerSlop is what net/http lets a header have above its limit.
const headerSlop = 4 << 10

func newDoor(h http.Handler, limits Limits, log *slog.Logger) *door {
	return &door{server: NewServer(h, limits, log)}
}

// NewServer returns an HTTP/1.1 server with the settings that an [App] has; the
// benchmarks run what they compare it with in the same one.
func NewServer(h http.Handler, limits Limits, log *slog.Logger) *http.Server {
	limits = limits.withDefaults()
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	return &http.Server{
		Handler:           h,
		Protocols:         http1,
		ReadHeaderTimeout: limits.ReadHeaderTimeout,
		// These two are for the start of a body, and for the reply to one that
		// came at once; for a longer body the handler moves them.
		ReadTimeout:    limits.ReadHeaderTimeout + httpapi.ReadWindow,
		WriteTimeout:   limits.ReadHeaderTimeout + httpapi.ReadWindow + limits.WriteTimeout,
		IdleTimeout:    limits.IdleTimeout,
		MaxHeaderBytes: max(1, limits.HeaderBytes-headerSlop),
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// open begins to listen.
func (d *door) open(ctx context.Context, address string, limits Limits, encrypted bool, log *slog.Logger) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	told := new(atomic.Int64)
	accept := listen.Limits{Connections: limits.Connections, OnFull: func(total uint64) {
		if d.turnedAway != nil {
			d.turnedAway()
		}
		// A flood must not flood the log.
		now, last := time.Now().Unix(), told.Load()
		if now-last >= 10 && told.CompareAndSwap(last, now) {
			log.Warn("too many connections; more are turned away", "limit", limits.Connections, "turned_away", total)
		}
	}}
	if !encrypted {
		accept.Full = httpapi.Reply(httpapi.CodeConnections, "--max-connections raises the limit")
		accept.HeaderTooLarge = httpapi.Reply(httpapi.CodeHeaderTooLarge, "--max-header-bytes raises the limit")
	}
	d.listener = listen.New(l.(*net.TCPListener), accept)
	return nil
}

// serve answers until the door is shut.
func (d *door) serve(c *certificate) error {
	var l net.Listener = d.listener
	if c != nil {
		l = tls.NewListener(l, c.config())
	}
	if err := d.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// address is where the door is; empty if it is not open.
func (d *door) address() string {
	if d == nil || d.listener == nil {
		return ""
	}
	return d.listener.Addr().String()
}

// openToAll reports whether anyone who reaches the address may enter, and others
// than this machine can.
func openToAll(address net.Addr, guarded bool) bool {
	tcp, ok := address.(*net.TCPAddr)
	return !guarded && (!ok || !tcp.IP.IsLoopback())
}
