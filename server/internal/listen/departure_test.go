package listen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// departing starts a server whose connections are noted, on TCP or on a Unix socket.
func departing(t *testing.T, network string, h http.HandlerFunc) (*Listener, *http.Server, <-chan error) {
	t.Helper()
	address := Address{Host: "127.0.0.1"}
	if network == "unix" {
		address = Address{Socket: filepath.Join(t.TempDir(), "s")}
	}
	inner, err := Open(t.Context(), address, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	l := New(inner, Limits{})
	server := &http.Server{Handler: h, ConnState: Note, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	return l, server, ended
}

// TestSweep checks how long a connection without a request may stay.
func TestSweep(t *testing.T) {
	handling, release := make(chan struct{}), make(chan struct{})
	l, _, _ := departing(t, "tcp", func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			close(handling)
			<-release
		}
	})
	defer close(release)
	silent, half, idle, again, busy := dial(t, l), dial(t, l), dial(t, l), dial(t, l), dial(t, l)
	of := func(c net.Conn) *conn {
		for {
			l.seats.mu.Lock()
			for _, taken := range l.seats.taken {
				if taken.RemoteAddr().String() == c.LocalAddr().String() {
					l.seats.mu.Unlock()
					return taken
				}
			}
			l.seats.mu.Unlock()
			time.Sleep(time.Millisecond)
		}
	}
	// The client may have its reply before the server has noted that it is sent.
	until := func(c net.Conn, is func(*conn) bool) {
		for c := of(c); !is(c); {
			time.Sleep(time.Millisecond)
		}
	}
	isNoted := func(c *conn) bool { return c.turn.Load() > 0 }
	isHeard := func(c *conn) bool { return isNoted(c) && c.heard.Load() }
	// A connection changes its state once when it comes, and twice with each request.
	isIdle := func(c *conn) bool { return c.state.Load() == int32(http.StateIdle) && c.turn.Load()%2 == 1 }
	until(silent, isNoted)
	until(half, isNoted)
	fmt.Fprint(half, "POST / HT")
	until(half, isHeard)
	ask(t, idle, "")
	until(idle, isIdle)
	ask(t, again, "")
	until(again, isIdle)
	fmt.Fprint(again, "POST / HT")
	until(again, isHeard)
	fmt.Fprint(busy, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
	<-handling
	began := time.Now()
	d := l.Depart()
	after := func(age time.Duration, want ...net.Conn) {
		t.Helper()
		due := map[*conn]bool{}
		for _, c := range d.sweep(began.Add(age)) {
			due[c] = true
		}
		for _, c := range want {
			if !due[of(c)] {
				t.Errorf("after %v, the connection of %v stays", age, c.LocalAddr())
			}
		}
		if len(due) != len(want) {
			t.Errorf("after %v, %d connections end, want %d", age, len(due), len(want))
		}
	}
	after(0)
	after(IdleGrace - time.Millisecond)
	after(IdleGrace+time.Second, idle)
	after(newGrace+time.Second, idle, silent, half, again)
	// A request makes a new turn.
	ask(t, idle, "")
	until(idle, isIdle)
	after(newGrace+2*time.Second, silent, half, again)
	after(newGrace+2*time.Second+IdleGrace, silent, half, again, idle)
}

// TestStalledBody checks whose body a stop does not wait for: one that does not arrive
// at the least rate, unless the server itself is at work.
func TestStalledBody(t *testing.T) {
	const rate = 1 << 10
	for _, tt := range []struct {
		name   string
		limits Limits
		doing  doing
		// each is what arrives in half a second.
		each int64
		due  bool
	}{
		{"nothing arrives", Limits{MinRate: rate}, awaiting, 0, true},
		{"bytes trickle in", Limits{MinRate: rate}, awaiting, rate/2 - 1, true},
		{"at the least rate", Limits{MinRate: rate}, awaiting, rate / 2, false},
		{"at work", Limits{MinRate: rate}, working, 0, false},
		{"a reply on its way", Limits{MinRate: rate}, writing, 0, false},
		{"no least rate", Limits{MinRate: -1}, awaiting, 0, false},
		{"encrypted", Limits{MinRate: rate, Opaque: true}, awaiting, 0, false},
	} {
		l := New(nil, tt.limits)
		c := &conn{of: l}
		l.seats.add(c)
		c.state.Store(int32(http.StateActive))
		c.doing.Store(tt.doing)
		d := l.Depart()
		began, due := time.Now(), 0
		for i := range int64(20) {
			c.got.Store(i * tt.each)
			due += len(d.sweep(began.Add(time.Duration(i) * time.Second / 2)))
		}
		if due > 0 != tt.due {
			t.Errorf("%s: due %d times", tt.name, due)
		}
	}
}

// TestBodyBeforeDrain checks that a body has its whole grace once nobody new is
// accepted, however long the server went on serving before.
func TestBodyBeforeDrain(t *testing.T) {
	l := New(nil, Limits{MinRate: 1 << 10})
	c := &conn{of: l}
	l.seats.add(c)
	c.state.Store(int32(http.StateActive))
	c.doing.Store(awaiting)
	d := l.Depart()
	began := time.Now()
	d.sweep(began)
	d.waiting = began.Add(time.Minute)
	if due := d.sweep(began.Add(time.Minute + bodyGrace - time.Millisecond)); len(due) > 0 {
		t.Error("the time before counts")
	}
	if due := d.sweep(began.Add(time.Minute + bodyGrace)); len(due) != 1 {
		t.Error("it stays for ever")
	}
}

// TestLastRequest checks that a request is read that arrives in the moment in which
// its connection is to end: the deadline is over, and net/http reads nothing.
func TestLastRequest(t *testing.T) {
	inner, err := Open(t.Context(), Address{Host: "127.0.0.1"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	l := New(inner, Limits{})
	defer l.Close()
	client := dial(t, l)
	accepted, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer accepted.Close()
	c, b := accepted.(*conn), make([]byte, 100)
	if c.leave(); !c.leaving.Load() {
		t.Fatal("it does not leave")
	}
	if n, err := c.Read(b); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%d, %v, with nothing to read", n, err)
	}
	fmt.Fprint(client, "GET ")
	if n, err := c.Read(b); n != 4 || err != nil || c.leaving.Load() {
		t.Errorf("%d, %v", n, err)
	}
	fmt.Fprint(client, "/ ")
	if n, err := c.Read(b); n != 2 || err != nil {
		t.Errorf("the rest: %d, %v", n, err)
	}
}

// TestDrain checks that every client that has connected is answered, however the
// listener is hit by clients that connect for each request.
func TestDrain(t *testing.T) {
	for _, network := range []string{"tcp", "unix"} {
		t.Run(network, func(t *testing.T) {
			l, _, ended := departing(t, network, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Connection", "close") })
			address := l.Addr().String()
			var group sync.WaitGroup
			var answered, lost atomic.Int64
			for range 30 {
				group.Go(func() {
					for {
						c, err := net.DialTimeout(network, address, 5*time.Second)
						if err != nil {
							return // nobody listens any more
						}
						fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
						if reply, err := io.ReadAll(c); err != nil || len(reply) == 0 {
							t.Errorf("%q, %v", reply, err)
							lost.Add(1)
						}
						answered.Add(1)
						c.Close()
					}
				})
			}
			for answered.Load() < 300 {
				time.Sleep(time.Millisecond)
			}
			d := l.Depart()
			l.Drain(t.Context())
			if err := <-ended; !errors.Is(err, ErrDrained) {
				t.Errorf("the listener ends with %v", err)
			}
			if cut := d.Wait(t.Context()); cut != 0 || l.Open() != 0 {
				t.Errorf("%d cut off, %d open", cut, l.Open())
			}
			group.Wait()
			t.Logf("%d answered, %d lost", answered.Load(), lost.Load())
		})
	}
}

// TestDrainCut checks that a departure says how many requests its end cut off.
func TestDrainCut(t *testing.T) {
	handling, release := make(chan struct{}), make(chan struct{})
	l, _, _ := departing(t, "tcp", func(http.ResponseWriter, *http.Request) { handling <- struct{}{}; <-release })
	defer close(release)
	for range 3 {
		fmt.Fprint(dial(t, l), "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		<-handling
	}
	dial(t, l) // has no request
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d := l.Depart()
	l.Drain(ctx)
	if cut := d.Wait(ctx); cut != 3 {
		t.Errorf("%d cut off", cut)
	}
}
