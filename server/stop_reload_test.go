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
	release chan struct{}
}

func (e *endless) String() string { return "endless" }

func (e *endless) Fetch(context.Context) ([]content.File, diag.List) {
	select {
	case e.fetched <- struct{}{}:
		return e.first, nil
	default:
	}
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
		fetched: make(chan struct{}, 1), release: make(chan struct{}),
	}
	defer close(e.release)
	r := startWith(t, func(o *Options) { o.Source, o.Drain = e, time.Hour })
	asked := make(chan int, 1)
	go func() {
		code, _ := r.post("/-/reload", "")
		asked <- code
	}()
	r.eventually("the reload", func() bool { return r.Status().LastAttempt.Result == "changed" })
	time.Sleep(50 * time.Millisecond) // the request is on its way
	if err := r.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if code := <-asked; code != http.StatusServiceUnavailable {
		t.Errorf("the reply is %d", code)
	}
}
