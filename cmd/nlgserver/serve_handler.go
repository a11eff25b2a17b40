package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// serveHandler serves until ctx ends. Then it calls end, with which requests end that wait
// for something, and gives those in flight the time to finish.
func serveHandler(ctx context.Context, s *http.Server, listener net.Listener, end func() error, drain time.Duration) error {
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	select {
	case err := <-ended:
		return &exitError{code: exitServing, err: err}
	case <-ctx.Done():
	}
	err := end()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if s.Shutdown(ctx) != nil {
		err = errors.Join(err, s.Close())
	}
	if ended := <-ended; !errors.Is(ended, http.ErrServerClosed) {
		err = errors.Join(err, ended)
	}
	return err
}
