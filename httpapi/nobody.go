package httpapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
)

const (
	// lastWord is how long the body of a request for a route that reads none may take
	// to arrive. To close the connection before could discard the reply.
	lastWord = time.Second
	// ignoredBytes is how much of such a body is read during a reload, and
	// ignoredWait how long it may take.
	ignoredBytes = 256 << 10
	ignoredWait  = 10 * time.Second
	// moment is what a body that has arrived may take to be read.
	moment = 100 * time.Millisecond
)

// errNoBody is why a reload does not wait for its outcome.
var errNoBody = errors.New("the body has not arrived")

// noBody is for a route that reads no body: the reply waits no longer than that for
// one, and the connection ends if it has not arrived.
func (s *server) noBody(c *gin.Context) {
	if c.Request.ContentLength != 0 {
		_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(lastWord))
	}
}

// ignoreBody reads and forgets the body of a request that may take long. Only after
// its end net/http sees whether the client has gone. The function that it returns
// waits for the end.
func (s *server) ignoreBody(c *gin.Context, connection *http.ResponseController, cancel context.CancelCauseFunc) (wait func()) {
	if c.Request.ContentLength == 0 {
		_ = connection.SetReadDeadline(time.Time{})
		return func() {}
	}
	_ = connection.SetReadDeadline(time.Now().Add(ignoredWait))
	over := make(chan struct{})
	go func() {
		defer close(over)
		n, err := io.Copy(io.Discard, io.LimitReader(c.Request.Body, ignoredBytes))
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded) || n == ignoredBytes:
			cancel(errNoBody)
		case err != nil:
			cancel(err)
		default:
			_ = connection.SetReadDeadline(time.Time{})
		}
	}()
	return func() {
		select {
		case <-over:
			return
		case <-time.After(moment):
		}
		// The reply goes out without the rest.
		c.Writer.Header()["Connection"] = s.headers.closing
		_ = connection.SetReadDeadline(time.Now())
		<-over
		_ = connection.SetReadDeadline(time.Now().Add(lastWord))
	}
}
