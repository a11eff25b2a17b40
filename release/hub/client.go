package hub

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/release"
)

const (
	// defaultWait is how long a request for changes waits at the hub.
	defaultWait = 20 * time.Second
	// defaultPoll is how often a web server that is no hub is asked.
	defaultPoll = 2 * time.Second
	// requestTime is how long a request may take beside the wait, and bundleTime how long
	// one for a bundle may.
	requestTime = 30 * time.Second
	bundleTime  = 10 * time.Minute
	// connectTime is how long connecting may take, and again the handshake of TLS.
	connectTime = 10 * time.Second
	// maxToken is the size of a file with a token, in bytes.
	maxToken = 4 << 10
)

// Options are how a hub is reached. The zero Options are for one without tokens.
type Options struct {
	// Token is sent with each request; empty for none.
	Token string
	// TokenFile holds the token instead; it is read for each request, so that it can be
	// replaced.
	TokenFile string
	// CAFile holds certificates, in PEM, that may sign that of the hub; empty for those of
	// the system.
	CAFile string
	// Wait is how long a request for changes waits at the hub, up to a minute: 20 s, if 0.
	Wait time.Duration
	// Poll is how often a web server that is no hub is asked for changes: 2 s, if 0.
	Poll time.Duration
	// Note is told, once each, what the operator should know; nil for nobody.
	Note func(text string)
}

// Store is a [release.Store] at a hub.
type Store struct {
	base   *url.URL
	opts   Options
	client *http.Client
	// isHub is set once a hub was heard.
	isHub atomic.Bool
	noted sync.Once
	// mu guards cached: what a web server that is no hub has said of entries.
	mu     sync.Mutex
	cached map[string]cached
}

var _ release.Store = (*Store)(nil)

// Open returns the store of an assistant at a hub: http://HOST/ASSISTANT or https. It does
// not connect.
func Open(ctx context.Context, address string, o Options) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	base, err := parse(address)
	if err != nil {
		return nil, err
	}
	if o.Wait == 0 {
		o.Wait = defaultWait
	}
	if o.Poll == 0 {
		o.Poll = defaultPoll
	}
	o.Wait = max(min(o.Wait, maxWait).Truncate(time.Second), time.Second)
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: connectTime}).DialContext,
		TLSHandshakeTimeout: connectTime,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     time.Minute,
		// A proxy that compresses would change the ETags.
		DisableCompression:     true,
		MaxResponseHeaderBytes: 64 << 10,
	}
	if o.CAFile != "" {
		pem, err := os.ReadFile(o.CAFile)
		if err != nil {
			return nil, fmt.Errorf("cannot read the certificates of the hub: %w", err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("no certificate in %q", o.CAFile)
		}
		transport.TLSClientConfig.RootCAs = pool
	}
	s := &Store{base: base, opts: o, cached: map[string]cached{}, client: &http.Client{
		Transport: transport,
		// A redirect would take the token elsewhere.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	_, err = s.token()
	return s, err
}

// parse checks the address of a store. No error of it has a part of a secret.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("the address of a hub is https://HOST/ASSISTANT or http://HOST/ASSISTANT")
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the address of a hub has no user, no password, no query and no fragment: put the token into a file")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	if name := u.Path[strings.LastIndexByte(u.Path, '/')+1:]; release.CheckReplica(name) != nil {
		return nil, fmt.Errorf("the address of a hub ends with the name of an assistant, such as %s://%s/bot: up to 63 of a to z, 0 to 9, dot, dash and underscore", u.Scheme, u.Host)
	}
	return u, nil
}

// String returns the address.
func (s *Store) String() string { return s.base.String() }

// Close implements [release.Store].
func (s *Store) Close() error {
	s.client.CloseIdleConnections()
	return nil
}

// token returns the token; empty for none.
func (s *Store) token() (string, error) {
	if s.opts.TokenFile == "" {
		return s.opts.Token, nil
	}
	f, err := os.Open(s.opts.TokenFile)
	if err != nil {
		return "", fmt.Errorf("cannot read the token: %w", err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(io.LimitReader(f, maxToken+1))
	if err != nil {
		return "", fmt.Errorf("cannot read the token: %w", err)
	}
	token := strings.TrimSpace(string(text))
	if token == "" || len(text) > maxToken || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", fmt.Errorf("%q must hold one token: ASCII without spaces", s.opts.TokenFile)
	}
	return token, nil
}

// answer is a reply, whose body is read.
type answer struct {
	status int
	header http.Header
	body   []byte
	// isHub is set if a hub has sent it.
	isHub bool
}

// call is a request.
type call struct {
	method, key, query string
	header             http.Header
	body               []byte
	// limit is the largest body of a reply.
	limit int64
	// time is how long it may take.
	time time.Duration
}

// send sends a request. An error has the address, and no secret.
func (s *Store) send(ctx context.Context, c call) (*answer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	token, err := s.token()
	if err != nil {
		return nil, err
	}
	own, cancel := context.WithTimeout(ctx, c.time)
	defer cancel()
	u := *s.base
	u.Path += "/" + c.key
	u.RawQuery = c.query
	r, err := http.NewRequestWithContext(own, c.method, u.String(), bytes.NewReader(c.body))
	if err != nil {
		return nil, err
	}
	if c.header != nil {
		r.Header = c.header.Clone()
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	a, err := s.exchange(r, c.limit)
	switch {
	case err == nil:
		return a, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case own.Err() != nil:
		return nil, fmt.Errorf("%s %s: no whole reply within %v", c.method, u.Redacted(), c.time)
	}
	return nil, fmt.Errorf("%s %s: %w", c.method, u.Redacted(), causeOf(err))
}

// causeOf returns an error without the address, which the caller names.
func causeOf(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

func (s *Store) exchange(r *http.Request, limit int64) (*answer, error) {
	reply, err := s.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close() //nolint:errcheck // it is read
	body, err := io.ReadAll(io.LimitReader(reply.Body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("the reply has more than %d bytes", limit)
	}
	a := &answer{reply.StatusCode, reply.Header, body, reply.Header.Get(headerHub) == protocol}
	if a.isHub {
		s.isHub.Store(true)
	}
	return a, nil
}
