package listen

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	full   = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfull"
	header = "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlarge"
)

// serving starts a server on the loopback address.
func serving(t *testing.T, limits Limits, h http.HandlerFunc) *Listener {
	t.Helper()
	tcp, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	l := New(tcp, limits)
	server := &http.Server{Handler: h, MaxHeaderBytes: 1 << 10, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() {
		server.Close()
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return l
}

func dial(t *testing.T, l *Listener) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

// ask sends a request and returns the reply; the connection stays open.
func ask(t *testing.T, c net.Conn, head string) (status int, body string) {
	t.Helper()
	if _, err := fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: x\r\n%s\r\n", head); err != nil {
		t.Fatal(err)
	}
	return reply(t, c)
}

// reply reads a reply.
func reply(t *testing.T, c net.Conn) (status int, body string) {
	t.Helper()
	reply, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply.StatusCode, string(text)
}

func ok(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") }

// waitOpen waits until so many connections are open.
func waitOpen(t *testing.T, l *Listener, want int) {
	t.Helper()
	for range 1000 {
		if l.Open() == want {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%d connections are open, want %d", l.Open(), want)
}

// TestLimit checks that a connection above the limit gets the reply, and that
// another is served when one ends.
func TestLimit(t *testing.T) {
	var told atomic.Uint64
	l := serving(t, Limits{Connections: 2, Full: []byte(full), OnFull: told.Store}, ok)
	first, second := dial(t, l), dial(t, l)
	for _, c := range []net.Conn{first, second} {
		if status, body := ask(t, c, ""); status != 200 || body != "ok" {
			t.Fatalf("%d %s", status, body)
		}
	}
	for n := range 3 {
		// The request is sent before the reply is read, and must not destroy it.
		if status, body := ask(t, dial(t, l), "X: "+strings.Repeat("x", 500)+"\r\n"); status != 503 || body != "full" {
			t.Errorf("above the limit: %d %s", status, body)
		}
		if told.Load() != uint64(n+1) {
			t.Errorf("%d were counted, want %d", told.Load(), n+1)
		}
	}
	if status, _ := ask(t, first, ""); status != 200 {
		t.Errorf("an old connection: %d", status)
	}
	first.Close()
	waitOpen(t, l, 1)
	if status, _ := ask(t, dial(t, l), ""); status != 200 {
		t.Errorf("after one has ended: %d", status)
	}
}

// TestFlood checks that the server survives any number of connections, and that
// its count is right afterward.
func TestFlood(t *testing.T) {
	l := serving(t, Limits{Connections: 1, Full: []byte(full)}, ok)
	kept := dial(t, l)
	ask(t, kept, "")
	var silent []net.Conn
	for range 300 {
		silent = append(silent, dial(t, l))
	}
	if status, _ := ask(t, kept, ""); status != 200 {
		t.Errorf("%d", status)
	}
	for _, c := range silent {
		if _, err := io.Copy(io.Discard, c); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("a connection above the limit: %v", err)
		}
	}
	waitOpen(t, l, 1)
}

// TestWithoutReply checks that a connection is closed if no reply can be sent.
func TestWithoutReply(t *testing.T) {
	l := serving(t, Limits{Connections: 1}, ok)
	ask(t, dial(t, l), "")
	if n, err := dial(t, l).Read(make([]byte, 10)); n != 0 || err == nil {
		t.Errorf("%d bytes, %v", n, err)
	}
}

func TestUnlimited(t *testing.T) {
	l := serving(t, Limits{}, ok)
	for range 50 {
		if status, _ := ask(t, dial(t, l), ""); status != 200 {
			t.Fatal(status)
		}
	}
	if l.Open() != 50 {
		t.Errorf("%d are open", l.Open())
	}
}

// TestHeaderTooLarge checks that the reply to a header that is too large is
// ours, not that of net/http.
func TestHeaderTooLarge(t *testing.T) {
	large := "X: " + strings.Repeat("x", 20<<10) + "\r\n"
	l := serving(t, Limits{HeaderTooLarge: []byte(header)}, ok)
	if status, body := ask(t, dial(t, l), large); status != 431 || body != "large" {
		t.Errorf("%d %q", status, body)
	}
	bare := serving(t, Limits{}, ok)
	if status, body := ask(t, dial(t, bare), large); status != 431 || body == "large" {
		t.Errorf("%d %q", status, body)
	}
}

// TestAcceptEnds checks the error of a closed listener.
func TestAcceptEnds(t *testing.T) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	limited := New(l.(*net.TCPListener), Limits{Connections: 1})
	l.Close()
	if _, err := limited.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
}

// connect connects to a listener, and returns both ends.
func connect(t *testing.T, l *Listener) (client net.Conn, accepted *conn) {
	t.Helper()
	client, err := net.Dial(l.Addr().Network(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); c.Close() })
	return client, c.(*conn)
}
