package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
)

// lostSource is content that takes for ever, once there is a reader of it.
type lostSource struct {
	begun chan struct{}
	// first is what is there before; nil for nothing.
	first []content.File
}

func (s *lostSource) String() string { return "lost" }

func (s *lostSource) Fetch(context.Context) ([]content.File, diag.List) {
	if first := s.first; first != nil {
		s.first = nil
		return first, nil
	}
	close(s.begun)
	select {} // whatever the context says
}

func (s *lostSource) Watch(ctx context.Context, _ func()) error {
	<-ctx.Done()
	return nil
}

// TestStopDuringFirstLoad checks that a start that is stopped does not wait for its
// content.
func TestStopDuringFirstLoad(t *testing.T) {
	src := &lostSource{begun: make(chan struct{})}
	a, err := New(Options{Source: src, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Start(ctx) }()
	<-src.begun
	cancel()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("the start waits for its content")
	}
}

// TestStopDuringReload checks that a stop does not wait for a reload, and tells the
// callers that wait for it.
func TestStopDuringReload(t *testing.T) {
	src := &lostSource{begun: make(chan struct{}), first: []content.File{{Path: "a.yml", Data: []byte(responses("good"))}}}
	a, err := New(Options{Source: src, Listen: "127.0.0.1:0", Poll: -1})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	type outcome struct {
		status int
		text   string
		err    error
	}
	replied := make(chan outcome, 1)
	go func() {
		reply, err := http.Post("http://"+a.Addr()+"/-/reload", "", nil)
		if err != nil {
			replied <- outcome{err: err}
			return
		}
		defer reply.Body.Close()
		text, err := io.ReadAll(reply.Body)
		replied <- outcome{reply.StatusCode, string(text), err}
	}()
	<-src.begun
	stopped := make(chan error, 1)
	go func() { stopped <- a.Stop(context.Background()) }()
	select {
	case err := <-stopped:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("the stop waits for the reload")
	}
	if got := <-replied; got.err != nil || got.status != http.StatusServiceUnavailable {
		t.Errorf("the caller gets %+v", got)
	}
}
