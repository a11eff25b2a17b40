package server

import (
	"context"
	"net/http"
	"testing"
	"time"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
)

// endless is content whose second fetch never returns, whatever its context says.
type endless struct {
	first   []content.File
	fetched chan struct{}
	// begun is closed when the second fetch has begun, and release ends it.
	begun, release chan struct{}
}

func (e *endless) String() string { return "endless" }

func (e *endless) Fetch(context.Context) ([]content.File, diag.List) {
	select {
	case e.fetched <- struct{}{}:
		return e.first, nil
	default:
	}
	close(e.begun)
	<-e.release
	return e.first, nil
}

func (e *endless) Watch(ctx context.Context, changed func()) error {
	<-ctx.Done()
	return nil
}

// TestStopDuringLostReload checks that a stop does not wait for a reload that never
// ends, nor for the client that waits for it: it gets an answer.
func TestStopDuringLostReload(t *testing.T) {
	e := &endless{
		first:   []content.File{{Path: "a.yml", Data: []byte(responses("first"))}},
		fetched: make(chan struct{}, 1), begun: make(chan struct{}), release: make(chan struct{}),
	}
	defer close(e.release)
	r := startWith(t, func(o *Options) { o.Source, o.Drain = e, time.Hour })
	asked := make(chan int, 1)
	go func() {
		code, _ := r.post("/-/reload", "")
		asked <- code
	}()
	<-e.begun
	if err := r.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if code := <-asked; code != http.StatusServiceUnavailable {
		t.Errorf("the reply is %d", code)
	}
}
