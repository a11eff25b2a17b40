package httpapi

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections are made by hand, so that time can be
// the test's.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	close(p.done)
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// dialing serves the test's content, and returns a connection to it.
func dialing(t *testing.T, change func(*setup)) net.Conn {
	t.Helper()
	return listening(t, change)()
}

// listening serves the test's content, and returns a function that connects to it.
func listening(t *testing.T, change func(*setup)) func() net.Conn {
	t.Helper()
	l := &pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{
		Handler: serverOf(t, change), ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout: 10*time.Second + ReadWindow, WriteTimeout: 10*time.Second + ReadWindow + DefaultLimits().WriteTimeout,
	}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	}()
	var clients []net.Conn
	t.Cleanup(func() {
		for _, client := range clients {
			client.Close()
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Second) // net/http lets a reply arrive before it closes
	})
	return func() net.Conn {
		client, end := net.Pipe()
		clients = append(clients, client)
		l.conns <- end
		return client
	}
}

// TestPace checks that a slow client is served as long as it makes progress,
// and that one that only holds a connection is not.
func TestPace(t *testing.T) {
	const mib = 1 << 20
	tests := []struct {
		name   string
		change func(*setup)
		size   int
		// piece is sent every so often, until stop bytes are sent.
		piece       int
		every       time.Duration
		stop        int
		status      int
		least, most time.Duration
	}{
		{"at once", nil, mib, mib, time.Second, mib, 200, 0, time.Second},
		{"a slow 64 MiB", nil, 64 * mib, 64 << 10, 500 * time.Millisecond, 64 * mib, 200, 8 * time.Minute, 9 * time.Minute},
		{"a slot of 64 MiB at 900 kbit/s", nil, 64 * mib, 57 << 10, 500 * time.Millisecond, 64 * mib, 200, 9 * time.Minute, 10 * time.Minute},
		{"a slot that is not worth its memory", nil, 64 * mib, 32 << 10, time.Second, 64 * mib, 408, 10 * time.Second, 10 * time.Minute},
		{"64 MiB that take too long", nil, 64 * mib, 32 << 10, 500 * time.Millisecond, 64 * mib, 408, 9 * time.Minute, 10*time.Minute + time.Second},
		{"a little faster than it must", nil, 100 << 10, 1200, time.Second, 100 << 10, 200, 80 * time.Second, 90 * time.Second},
		{"too slow", nil, 100 << 10, 500, time.Second, 100 << 10, 408, 10 * time.Second, 21 * time.Second},
		{"a byte a second", nil, 10 << 10, 1, time.Second, 10 << 10, 408, 10 * time.Second, 21 * time.Second},
		{"nothing", nil, 10 << 10, 1, time.Second, 0, 408, 10 * time.Second, 21 * time.Second},
		{"a pause in the middle", nil, mib, 64 << 10, 8 * time.Second, mib, 200, 2 * time.Minute, 130 * time.Second},
		{"half of it", nil, mib, 64 << 10, time.Second, mib / 2, 408, 7 * time.Second, 21 * time.Second},
		{"no least rate", func(c *setup) { c.Limits.MinReadRate = -1 }, 200, 1, 2 * time.Second, 200, 200, 6 * time.Minute, 7 * time.Minute},
		{"no least rate, but an end", func(c *setup) { c.Limits.MinReadRate = -1; c.Limits.ReadTimeout = time.Minute }, 200, 1, 2 * time.Second, 200, 408, 55 * time.Second, 65 * time.Second},
		{"another rate", func(c *setup) { c.Limits.MinReadRate = 100 }, 10 << 10, 150, time.Second, 10 << 10, 200, 60 * time.Second, 70 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := dialing(t, tt.change)
				start, end := `{"response": "utter_fallback", "events": "`, `"}`
				if strings.HasPrefix(tt.name, "a slot") {
					start, end = `{"response": "utter_fallback", "tracker": {"slots": {"name": "`, `"}}}`
				}
				body := start + strings.Repeat("x", tt.size-len(start)-len(end)) + end
				began := time.Now()
				var group sync.WaitGroup
				defer group.Wait()
				defer c.Close()
				group.Go(func() {
					fmt.Fprintf(c, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", len(body))
					for sent := 0; sent < tt.stop; sent += tt.piece {
						if _, err := io.WriteString(c, body[sent:min(sent+tt.piece, tt.stop)]); err != nil {
							return // cut off
						}
						time.Sleep(tt.every)
					}
				})
				reply, err := http.ReadResponse(bufio.NewReader(c), nil)
				if err != nil {
					t.Fatal(err)
				}
				defer reply.Body.Close()
				took := time.Since(began)
				text, err := io.ReadAll(reply.Body)
				if err != nil {
					t.Fatal(err)
				}
				if reply.StatusCode != tt.status || took < tt.least || took > tt.most {
					t.Errorf("%d after %v, want %d after %v to %v: %s", reply.StatusCode, took, tt.status, tt.least, tt.most, text)
				}
				if tt.status == 408 && (!strings.Contains(string(text), string(CodeTooSlow)) || !reply.Close) {
					t.Errorf("close %v: %s", reply.Close, text)
				}
			})
		})
	}
}

// TestReloadTakesItsTime checks that the timeouts of bodies and replies do not
// apply to a reload.
func TestReloadTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dialing(t, func(c *setup) {
			c.Access = token("one")
			c.Reload = func(ctx context.Context) ReloadResult {
				time.Sleep(5 * time.Minute)
				return ReloadResult{Rejected: ctx.Err() != nil}
			}
		})
		go fmt.Fprint(c, "POST /-/reload?token=one HTTP/1.1\r\nHost: x\r\n\r\n")
		reply, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer reply.Body.Close()
		if text, _ := io.ReadAll(reply.Body); reply.StatusCode != 200 {
			t.Errorf("%d %s", reply.StatusCode, text)
		}
	})
}

// TestUnreadReply checks that a client that does not read its reply is
// disconnected.
func TestUnreadReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := dialing(t, nil)
		const body = `{"response": "utter_fallback"}`
		began := time.Now()
		fmt.Fprintf(c, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		time.Sleep(time.Minute) // longer than a reply may take
		if got, err := io.ReadAll(c); len(got) != 0 || err != nil {
			t.Errorf("after %v: %q, %v", time.Since(began), got, err)
		}
	})
}
