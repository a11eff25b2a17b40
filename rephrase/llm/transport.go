package llm

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

const (
	// connectTime is how long connecting may take, and again the handshake of TLS, for who has
	// no deadline; a connection that nobody waits for any more is given up then.
	connectTime = 5 * time.Second
	// idleTime is how long an idle connection is kept: servers and load balancers close theirs
	// after a minute and more.
	idleTime = 50 * time.Second
	// pingAfter is after what silence a connection of HTTP/2 is tested, and pingTime how long
	// that may take: calls share it, and would all wait for a server that is gone.
	pingAfter = 5 * time.Second
	pingTime  = 2 * time.Second
	// maxHeader is the size of the header of an answer, in bytes.
	maxHeader = 64 << 10
)

// dialer connects, as net.Dialer does.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// newTransport returns what sends the requests of a deployment. All its connections end with
// life. As many idle ones are kept as there may be calls.
func newTransport(life context.Context, dial dialer, caFile string, mostIdle int) (*http.Transport, error) {
	cfg := &tls.Config{MinVersion: tls.VersionTLS12}
	if caFile != "" {
		roots, err := withSystem(caFile)
		if err != nil {
			return nil, err
		}
		cfg.RootCAs = roots
	}
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         endWith(life, dial),
		TLSClientConfig:     cfg,
		TLSHandshakeTimeout: connectTime,
		ForceAttemptHTTP2:   true,
		HTTP2:               &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTime},
		MaxIdleConnsPerHost: mostIdle,
		IdleConnTimeout:     idleTime,
		// An answer has some hundred bytes, and its bound must count those that are read.
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHeader,
	}, nil
}

// withSystem returns the system's certificates and those of a file.
func withSystem(caFile string) (*x509.CertPool, error) {
	text, err := os.ReadFile(caFile)
	if err != nil {
		return nil, fmt.Errorf("cannot read the certificates of the server: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil { // a container may have none
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("no certificate in %q", caFile)
	}
	return roots, nil
}

// endWith has connections end with life, also while they are made: net/http goes on to
// connect after the call that wanted it is over.
func endWith(life context.Context, dial dialer) dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, connectTime)
		defer cancel()
		defer context.AfterFunc(life, cancel)()
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &boundConn{conn, context.AfterFunc(life, func() { _ = conn.Close() })}, nil
	}
}

// boundConn is a connection that ends with a context.
type boundConn struct {
	net.Conn
	release func() bool
}

// Close implements [net.Conn].
func (c *boundConn) Close() error {
	c.release()
	return c.Conn.Close()
}
