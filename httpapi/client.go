package httpapi

import (
	"context"
	"net"
)

// connectionKey is the key of a request's connection in its context.
type connectionKey struct{}

// WithConnection returns a context for the requests on a connection, for the
// ConnContext of an http.Server. If the connection has a method HasGone, it is asked
// while there is long work to do: net/http does not notice that a client has gone that
// has sent its next request already.
func WithConnection(ctx context.Context, c net.Conn) context.Context {
	if wrapped, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = wrapped.NetConn()
	}
	return context.WithValue(ctx, connectionKey{}, c)
}

// client is who waits for the reply to a request.
type client struct{ ctx context.Context }

// Done implements budget.Client.
func (c *client) Done() <-chan struct{} { return c.ctx.Done() }

// HasGone implements budget.Client.
func (c *client) HasGone() bool {
	at, ok := c.ctx.Value(connectionKey{}).(interface{ HasGone() bool })
	return ok && at.HasGone()
}
