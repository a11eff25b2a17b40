package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nlgserver/httpapi"
)

// dial opens a plain TCP connection.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

// answer is the part of a reply that tests check.
type answer struct {
	status int
	closes bool
	header http.Header
	text   string
}

// ask writes a request to the connection.
func ask(t *testing.T, c net.Conn, headers string) answer {
	t.Helper()
	const body = `{"response": "utter_x"}`
	if _, err := fmt.Fprintf(c, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n%s\r\n%s", len(body), headers, body); err != nil {
		t.Fatal(err)
	}
	reply, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{reply.StatusCode, reply.Close, reply.Header, string(text)}
}

// TestConnectionLimits checks that each limit has its own code.
func TestConnectionLimits(t *testing.T) {
	r := startWith(t, func(o *Options) { o.Connections = ConnectionLimits{Max: 2, HeaderBytes: 2 << 10} })
	first, second := dial(t, r.Addr()), dial(t, r.Addr())
	for _, c := range []net.Conn{first, second} {
		if got := ask(t, c, ""); got.status != 200 {
			t.Fatalf("%+v", got)
		}
	}
	code := func(text string) httpapi.Code {
		var p httpapi.Problem
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			t.Errorf("%v: %q", err, text)
		}
		return p.Code
	}
	if got := ask(t, dial(t, r.Addr()), ""); got.status != 503 || code(got.text) != httpapi.CodeConnections || got.header.Get("Retry-After") == "" {
		t.Errorf("%+v", got)
	}
	if got := ask(t, first, "X: "+strings.Repeat("x", 10<<10)+"\r\n"); got.status != 431 || code(got.text) != httpapi.CodeHeaderTooLarge {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(r.log.String(), "too many connections") {
		t.Errorf("the log:\n%s", r.log)
	}
}

// TestSlowHeader checks that a client that does not finish a header is
// disconnected, and delays no other client.
func TestSlowHeader(t *testing.T) {
	r := startWith(t, func(o *Options) { o.Connections = ConnectionLimits{ReadHeaderTimeout: time.Second} })
	slow := dial(t, r.Addr())
	fmt.Fprint(slow, "POST /nlg HTTP/1.1\r\nHost: ")
	if got := r.say(); got != `{"text":"good Ann"}` {
		t.Error(got)
	}
	if n, err := io.Copy(io.Discard, slow); err != nil || n > 500 {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// TestIdle checks that a connection that waits too long for its next request is
// closed.
func TestIdle(t *testing.T) {
	r := startWith(t, func(o *Options) { o.Connections = ConnectionLimits{IdleTimeout: 100 * time.Millisecond} })
	c := dial(t, r.Addr())
	ask(t, c, "")
	if n, err := c.Read(make([]byte, 10)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// TestShutdownDelay checks that during the delay the server keeps answering,
// reports that it is not ready, and closes connections after the reply.
func TestShutdownDelay(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0", AdminListen: "127.0.0.1:0", ShutdownDelay: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	r := &running{a, t, &syncBuffer{}}
	kept := dial(t, r.Addr())
	if ask(t, kept, "").closes {
		t.Error("a connection is closed before its time")
	}
	begin := time.Now()
	stopped := make(chan error, 1)
	go func() { stopped <- a.Stop(context.Background()) }()
	r.eventually("unready", func() bool { return r.readyStatus() == 503 })
	if got := ask(t, kept, ""); got.status != 200 || !got.closes {
		t.Errorf("during the delay: %+v", got)
	}
	if got := ask(t, dial(t, r.Addr()), ""); got.status != 200 {
		t.Errorf("a new connection: %+v", got)
	}
	if err := <-stopped; err != nil || time.Since(begin) < time.Second {
		t.Errorf("stopped after %v, %v", time.Since(begin), err)
	}
	for _, address := range []string{r.Addr(), r.AdminAddr()} {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			t.Errorf("%s is still open", address)
		}
	}
}
