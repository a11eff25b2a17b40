package server

import (
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestLimitConnections checks that no more connections are open than may be, and that
// those that say nothing give way to one that does.
func TestLimitConnections(t *testing.T) {
	const most = 3
	inner, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{ConnState: NoteConnection, ReadHeaderTimeout: time.Hour, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(LimitConnections(inner, most, false)) }()
	t.Cleanup(func() {
		_ = s.Close()
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	// Of those that say nothing, so many are closed: turned away, or in favor of another.
	closed := make(chan bool)
	for range 3 * most {
		c, err := new(net.Dialer).DialContext(t.Context(), "tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		go func() {
			_, _ = c.Read(make([]byte, 1))
			select {
			case closed <- true:
			case <-t.Context().Done():
			}
		}()
	}
	for range 2 * most {
		<-closed
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+inner.Addr().String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		reply, err := client.Do(r)
		if err != nil {
			continue // in a moment, the silent ones give way
		}
		body, err := io.ReadAll(reply.Body)
		_ = reply.Body.Close()
		if err == nil && string(body) == "hello" {
			return
		}
	}
}
