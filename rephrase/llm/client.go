package llm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"nlgserver/rephrase"
)

// DefaultMostWaiting is how many calls wait for a model at a time, if nothing else is said.
const DefaultMostWaiting = 64

// Options are the models that a client asks.
type Options struct {
	// Deployments are called in turn, and the next if one fails.
	Deployments []Deployment
	// MostWaiting is how many calls may wait at a time: 64, if 0. One more fails at once.
	MostWaiting int
	// Log gets what becomes of the files of keys; nil for nothing.
	Log *slog.Logger
	// Now is the clock; nil for the system's.
	Now func() time.Time
}

// Client asks models for completions. It is safe for concurrent use.
type Client struct {
	targets     []*target
	mostWaiting int64
	now         func() time.Time
	next        atomic.Uint64
	waiting     atomic.Int64
	closed      atomic.Bool
	// end ends all connections.
	end context.CancelFunc
}

var _ rephrase.Model = (*Client)(nil)

var (
	errBusy   = errors.New("as many calls as may wait at a time are waiting")
	errDown   = errors.New("each deployment has failed, and is left alone for a while")
	errClosed = errors.New("the client is closed")
)

// New returns a client of deployments. It connects to none of them.
func New(o Options) (*Client, error) {
	return newClient(o, (&net.Dialer{}).DialContext)
}

func newClient(o Options, dial dialer) (*Client, error) {
	switch {
	case len(o.Deployments) == 0:
		return nil, errors.New("there is no deployment of a model")
	case o.MostWaiting < 0:
		return nil, fmt.Errorf("a maximum of %d waiting calls is less than 1", o.MostWaiting)
	case o.MostWaiting == 0:
		o.MostWaiting = DefaultMostWaiting
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	life, end := context.WithCancel(context.Background())
	c := &Client{mostWaiting: int64(o.MostWaiting), now: o.Now, end: end}
	for i, d := range o.Deployments {
		t, err := d.target(life, dial, &o)
		if err != nil {
			end()
			return nil, fmt.Errorf("deployment %d: %w", i+1, err)
		}
		c.targets = append(c.targets, t)
	}
	return c, nil
}

// target returns the deployment as it is called.
func (d Deployment) target(life context.Context, dial dialer, o *Options) (*target, error) {
	if d.Provider == "" {
		d.Provider = OpenAI
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	u, err := d.address()
	if err != nil {
		return nil, err
	}
	t := &target{name: d.name(), host: u.Scheme + "://" + u.Host, address: u.String(), chat: d.chat(), timeout: d.Timeout}
	t.header = http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}, "User-Agent": {"nlgserver"}}
	setKey(t.header, d.Provider, d.Key)
	if t.provider = d.Provider; d.KeyFile != "" && !d.replacesKey() {
		t.keyFile = newKeyFile(&d, o.Log)
	}
	for name, value := range d.Headers {
		t.header.Set(name, value)
	}
	t.transport, err = newTransport(life, dial, d.CAFile, o.MostWaiting)
	return t, err
}

// Complete implements [rephrase.Model]. If several deployments fail, the error is that of
// the last one.
func (c *Client) Complete(ctx context.Context, prompt string) (rephrase.Completion, error) {
	if !c.enter() {
		return rephrase.Completion{}, &rephrase.ModelError{Reason: rephrase.Busy, Err: errBusy}
	}
	defer c.leave()
	if c.closed.Load() {
		return rephrase.Completion{}, &rephrase.ModelError{Reason: rephrase.Unreachable, Err: errClosed}
	}
	first := c.next.Add(1) - 1
	var last error
	for i := range uint64(len(c.targets)) {
		if ctx.Err() != nil {
			break
		}
		t := c.targets[(first+i)%uint64(len(c.targets))]
		completion, f, called := c.try(ctx, t, prompt, last == nil)
		switch {
		case !called:
		case f == nil:
			return completion, nil
		case f.reason == rephrase.Gone:
			return rephrase.Completion{}, ctx.Err()
		default:
			last = &rephrase.ModelError{Reason: f.reason, Status: f.status, Err: fmt.Errorf("%s at %s: %w", t.name, t.host, f.cause)}
		}
	}
	switch {
	case last != nil:
	case ctx.Err() == nil:
		last = &rephrase.ModelError{Reason: rephrase.Down, Err: errDown}
	default: // before anything was called
		f := interrupted(ctx)
		if f.reason == rephrase.Gone {
			return rephrase.Completion{}, f.cause
		}
		last = &rephrase.ModelError{Reason: f.reason, Err: f.cause}
	}
	return rephrase.Completion{}, last
}

// try calls a deployment, unless it is down. The first one of a call has all the time that
// there is; that another one takes longer than what is left says nothing of it.
func (c *Client) try(ctx context.Context, t *target, prompt string, first bool) (rephrase.Completion, *failure, bool) {
	permit, ok := t.breaker.enter(c.now())
	if !ok {
		return rephrase.Completion{}, nil, false
	}
	r, after := undecided, time.Duration(0)
	defer func() { t.breaker.leave(permit, r, c.now(), after) }()
	completion, f := t.call(ctx, prompt, c.now)
	switch {
	case f == nil:
		r = worked
	case f.reason == rephrase.Timeout && !first && ctx.Err() != nil:
	default:
		r, after = f.result(), f.after
	}
	return completion, f, true
}

// enter reports whether one more call may wait.
func (c *Client) enter() bool {
	for {
		n := c.waiting.Load()
		if n >= c.mostWaiting {
			return false
		}
		if c.waiting.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (c *Client) leave() {
	if c.waiting.Add(-1) == 0 && c.closed.Load() {
		c.end()
	}
}

// Waiting returns how many calls wait for an answer.
func (c *Client) Waiting() int { return int(c.waiting.Load()) }

// DeploymentState is how a deployment is.
type DeploymentState struct {
	// Model is the model's name, and Host where it is, such as https://api.openai.com.
	Model, Host string
	// Down is set if it is left alone because it failed.
	Down bool
}

// Deployments returns how each deployment is, in the order of the options.
func (c *Client) Deployments() []DeploymentState {
	out := make([]DeploymentState, len(c.targets))
	for i, t := range c.targets {
		out[i] = DeploymentState{t.name, t.host, t.breaker.isOpen()}
	}
	return out
}

// Close closes the connections: at once, or when the last call that is waiting has ended.
// Later calls fail.
func (c *Client) Close() {
	c.closed.Store(true)
	for _, t := range c.targets {
		t.transport.CloseIdleConnections()
	}
	if c.waiting.Load() == 0 {
		c.end()
	}
}

// String describes the client, without secrets.
func (c *Client) String() string { return fmt.Sprintf("client of %d deployments", len(c.targets)) }
