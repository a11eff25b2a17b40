package httpapi

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// exchangeWith sends the start of a request to a server, and returns the connection.
func exchangeWith(t *testing.T, h http.Handler, text string) net.Conn {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	// Without the fix, there is no reply before this.
	if err := c.SetDeadline(time.Now().Add(ignoredWait / 2)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(c, text)
	return c
}

// TestBodyThatDoesNotCome checks that no route without a body waits for one.
func TestBodyThatDoesNotCome(t *testing.T) {
	type open struct {
		request string
		status  int
		net.Conn
	}
	var all []open // they wait together
	for request, status := range map[string]int{
		"POST /-/reload": 200, "GET /healthz": 200, "GET /readyz": 200, "HEAD /readyz": 200, "GET /api/v1/status": 200, "GET /metrics": 200,
		"GET /openapi.yaml": 200, "GET /openapi.json": 200, "GET /schema/responses.json": 200,
		"POST /nowhere": 404, "GET /nlg": 405, "PUT /-/reload": 405,
	} {
		for _, announced := range []string{"Content-Length: 10\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n", "Content-Length: 10\r\nExpect: 100-continue\r\n\r\n"} {
			text := request + " HTTP/1.1\r\nHost: localhost\r\n" + announced
			all = append(all, open{text, status, exchangeWith(t, operated(t, nil), text)})
		}
	}
	for _, c := range all {
		method, _, _ := strings.Cut(c.request, " ")
		replies := bufio.NewReader(c)
		reply, err := http.ReadResponse(replies, &http.Request{Method: method})
		if err == nil && reply.StatusCode == http.StatusContinue {
			reply, err = http.ReadResponse(replies, &http.Request{Method: method})
		}
		if err != nil {
			t.Errorf("%q: %v", c.request, err)
			continue
		}
		_, err = io.Copy(io.Discard, reply.Body)
		reply.Body.Close()
		if err != nil || reply.StatusCode != c.status || !reply.Close {
			t.Errorf("%q: %d, %v, closes %v", c.request, reply.StatusCode, err, reply.Close)
		}
		if n, err := replies.Read(make([]byte, 1)); n != 0 || err == nil {
			t.Errorf("%q: the connection stays", c.request)
		}
	}
}

// TestReloadOfAClientThatLeaves checks that the wait for a reload ends with its client,
// whether its body has arrived or not.
func TestReloadOfAClientThatLeaves(t *testing.T) {
	for _, rest := range []string{"\r\n", "Content-Length: 2\r\n\r\n{}", "Content-Length: 2\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n"} {
		t.Run(rest, func(t *testing.T) {
			t.Parallel()
			begun, ended := make(chan struct{}), make(chan error, 1)
			h := operated(t, func(c *setup) {
				c.Reload = func(ctx context.Context) ReloadResult {
					close(begun)
					select {
					case <-ctx.Done():
						ended <- nil
					case <-time.After(ignoredWait / 2):
						ended <- context.DeadlineExceeded
					}
					return ReloadResult{Rejected: true, Reason: "gone"}
				}
			})
			c := exchangeWith(t, h, "POST /-/reload HTTP/1.1\r\nHost: localhost\r\n"+rest)
			<-begun
			c.Close()
			if err := <-ended; err != nil {
				t.Error("the wait goes on")
			}
		})
	}
}

// TestReloadKeepsItsConnection checks that a small body costs nothing.
func TestReloadKeepsItsConnection(t *testing.T) {
	c := exchangeWith(t, operated(t, nil), "")
	replies := bufio.NewReader(c)
	for range 3 {
		fmt.Fprint(c, "POST /-/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"+
			"GET /readyz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")
		for range 2 {
			reply, err := http.ReadResponse(replies, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer reply.Body.Close()
			if _, err := io.Copy(io.Discard, reply.Body); err != nil || reply.StatusCode != 200 {
				t.Errorf("%d, %v", reply.StatusCode, err)
			}
		}
	}
}
