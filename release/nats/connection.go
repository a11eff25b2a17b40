package nats

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

var (
	errAway   = errors.New("the connection was lost")
	errClosed = errors.New("the store is closed")
)

// connection is one to a server or a cluster. It comes back by itself, for ever.
type connection struct {
	hosts string
	log   *slog.Logger
	// begun is closed when the client has made its first attempt, or failed for good.
	begun chan struct{}
	fail  error
	nc    *nats.Conn
	js    jetstream.JetStream
	// old has what jetstream has not: reading from the leader, and consumers that order
	// themselves.
	old nats.JetStreamContext

	mu sync.Mutex
	// up is closed when the connection is there, and another one is made when it is lost.
	up   chan struct{}
	isUp bool
	last error
	// refused is closed while the server refuses the credentials, which is not to be waited
	// for: somebody has to change them. The client tries again all the same.
	refused   chan struct{}
	isRefused bool
	attempts  map[*attempt]struct{}
	back      map[chan struct{}]struct{}
}

// attempt is a request that waits for its answer.
type attempt struct {
	subject string
	cancel  context.CancelCauseFunc
}

// connect begins to connect, and returns at once.
func connect(a address, o Options) (*connection, error) {
	options, err := o.connecting(a)
	if err != nil {
		return nil, err
	}
	client := nats.GetDefaultOptions()
	for _, option := range options {
		if err := option(&client); err != nil {
			return nil, err
		}
	}
	client.Servers = strings.Split(a.servers(), ",")
	c := &connection{
		hosts: strings.Join(a.hosts, ", "), log: o.log(), begun: make(chan struct{}), up: make(chan struct{}), refused: make(chan struct{}),
		attempts: map[*attempt]struct{}{}, back: map[chan struct{}]struct{}{},
	}
	client.ConnectedCB = func(*nats.Conn) { c.connected() }
	client.ReconnectedCB = func(*nats.Conn) { c.connected() }
	client.DisconnectedErrCB = func(_ *nats.Conn, err error) { c.lost(err) }
	client.ReconnectErrCB = func(_ *nats.Conn, err error) { c.failed(err) }
	client.AsyncErrorCB = func(_ *nats.Conn, _ *nats.Subscription, err error) { c.told(err) }
	go c.begin(client)
	return c, nil
}

func (c *connection) begin(client nats.Options) {
	defer close(c.begun)
	c.nc, c.fail = client.Connect()
	if c.fail == nil {
		c.js, c.fail = jetstream.New(c.nc, jetstream.WithDefaultTimeout(attemptTime))
	}
	if c.fail == nil {
		c.old, c.fail = c.nc.JetStream(nats.MaxWait(attemptTime))
	}
}

// close ends the connection, in the background if it has not begun.
func (c *connection) close() {
	end := func() {
		if c.nc != nil {
			c.nc.Close()
		}
	}
	select {
	case <-c.begun:
		end()
	default:
		go func() {
			<-c.begun
			end()
		}()
	}
}

func (c *connection) connected() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.isUp {
		c.isUp, c.last = true, nil
		close(c.up)
	}
	c.admit()
	c.log.Info("connected to NATS", "hosts", c.hosts)
	for back := range c.back {
		select {
		case back <- struct{}{}:
		default:
		}
	}
}

func (c *connection) lost(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isUp {
		c.isUp, c.up = false, make(chan struct{})
	}
	if err != nil {
		c.last = err
		c.log.Warn("connection to NATS lost", "hosts", c.hosts, "error", err)
	}
	for a := range c.attempts {
		a.cancel(errAway)
	}
}

func (c *connection) failed(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = err
	switch {
	case !isRefusal(err):
		c.admit()
	case !c.isRefused:
		c.isRefused = true
		close(c.refused)
		c.log.Warn("NATS refuses the credentials", "hosts", c.hosts, "error", err)
	}
}

// admit notes that the server does not refuse the credentials any more; mu is locked.
func (c *connection) admit() {
	if c.isRefused {
		c.isRefused, c.refused = false, make(chan struct{})
	}
}

// isRefusal reports whether an error means that the server knows the client, and does not
// want it.
func isRefusal(err error) bool {
	return errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) || errors.Is(err, nats.ErrAuthRevoked) ||
		errors.Is(err, nats.ErrAccountAuthExpired)
}

// told takes what the server or the client says of no request in particular. That a
// request is forbidden is said so, and the request is never answered.
func (c *connection) told(err error) {
	if errors.Is(err, nats.ErrPermissionViolation) {
		c.mu.Lock()
		for a := range c.attempts {
			if strings.Contains(err.Error(), `Publish to "`+a.subject+`"`) {
				a.cancel(&ForbiddenError{Subject: a.subject})
			}
		}
		c.mu.Unlock()
	}
	c.log.Debug("NATS reports a problem", "hosts", c.hosts, "error", err)
}

// reconnects returns a channel that gets a value when the connection is back.
func (c *connection) reconnects() (back chan struct{}, done func()) {
	back = make(chan struct{}, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.back[back] = struct{}{}
	return back, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.back, back)
	}
}

// wait returns when there is a connection.
func (c *connection) wait(ctx context.Context) error {
	select {
	case <-c.begun:
	case <-ctx.Done():
		return c.away(ctx)
	}
	if c.fail != nil {
		return fmt.Errorf("cannot connect to NATS at %s: %w", c.hosts, c.fail)
	}
	c.mu.Lock()
	up, refused := c.up, c.refused
	c.mu.Unlock()
	select {
	case <-up:
		return nil
	case <-refused:
		c.mu.Lock()
		defer c.mu.Unlock()
		return fmt.Errorf("NATS at %s refuses the credentials: %w", c.hosts, c.last)
	case <-ctx.Done():
		return c.away(ctx)
	}
}

// away says that there is no connection, and why as far as the client knows.
func (c *connection) away(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	why := c.last
	if why == nil {
		why = errors.New("no server answers")
	}
	return fmt.Errorf("cannot reach NATS at %s: %w (%w)", c.hosts, why, context.Cause(ctx))
}

// try makes one request. It ends early when the server forbids the subject, or the
// connection is lost.
func (c *connection) try(ctx context.Context, subject string, do func(ctx context.Context) error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := c.wait(ctx); err != nil {
		return err
	}
	limited, stop := context.WithTimeout(ctx, attemptTime)
	defer stop()
	limited, cancel := context.WithCancelCause(limited)
	defer cancel(nil)
	a := &attempt{subject: subject, cancel: cancel}
	c.mu.Lock()
	c.attempts[a] = struct{}{}
	c.mu.Unlock()
	err := do(limited)
	c.mu.Lock()
	delete(c.attempts, a)
	c.mu.Unlock()
	var forbidden *ForbiddenError
	if cause := context.Cause(limited); err != nil && (errors.As(cause, &forbidden) || errors.Is(cause, errAway)) {
		return cause
	}
	return err
}
