package listen

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestPlaces checks which connection gives way to a new one when all places are
// taken: one that waits for its next request, or else one whose client is too slow,
// and never one whose request is served.
func TestPlaces(t *testing.T) {
	begin := time.Now()
	at := func(c *conn, doing doing, ago time.Duration, got int64, answered bool) {
		c.of = &Listener{began: begin.Add(-time.Hour), limits: c.of.limits}
		c.doing.Store(doing)
		c.since.Store(int64(time.Hour - ago))
		c.got.Store(got)
		c.answered.Store(answered)
	}
	for _, tt := range []struct {
		name     string
		opaque   bool
		doing    doing
		ago      time.Duration
		got      int64
		answered bool
		want     claim
	}{
		{"idle", false, awaiting, time.Second, 0, true, idle},
		{"idle for a moment", false, awaiting, idleFor / 2, 0, true, busy},
		{"silent", false, awaiting, 2 * time.Second, 0, false, slow},
		{"new", false, awaiting, slowFor / 2, 0, false, busy},
		{"a slow header", false, awaiting, 2 * time.Second, 100, true, slow},
		{"a slow body", false, awaiting, 100 * time.Second, 90 << 10, false, slow},
		{"a body that is fast enough", false, awaiting, 100 * time.Second, 110 << 10, false, busy},
		{"at work", false, working, time.Minute, 100, true, busy},
		{"a reply that is not accepted", false, writing, 6 * time.Second, 100, true, slow},
		{"a reply on its way", false, writing, time.Second, 100, true, busy},
		{"encrypted, idle", true, awaiting, time.Second, 0, true, idle},
		{"encrypted, perhaps at work", true, awaiting, time.Minute, 100, true, busy},
		{"encrypted, silent", true, awaiting, time.Minute, 0, false, slow},
	} {
		c := &conn{of: &Listener{limits: Limits{Opaque: tt.opaque}}}
		at(c, tt.doing, tt.ago, tt.got, tt.answered)
		if got, _ := c.claim(begin, 1<<10); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	var s seats
	add := func(doing doing, ago time.Duration, answered bool) *conn {
		c := &conn{of: &Listener{}}
		at(c, doing, ago, 0, answered)
		s.add(c)
		return c
	}
	served := add(working, time.Minute, true)
	if s.least(begin, 1<<10) != nil {
		t.Error("a connection whose request is served gives way")
	}
	silent := add(awaiting, time.Minute, false)
	if s.least(begin, 1<<10) != nil {
		t.Error("it looks again at once")
	}
	begin = begin.Add(nextLook)
	if s.least(begin, 1<<10) != silent {
		t.Error("a silent connection does not give way")
	}
	short, long := add(awaiting, time.Second, true), add(awaiting, 2*time.Second, true)
	for _, want := range []*conn{long, short, silent, nil} {
		got := s.least(begin, 1<<10)
		if got != want {
			t.Errorf("%p gives way, not %p", got, want)
		}
		if got != nil {
			s.remove(got)
		}
	}
	s.remove(served)
	if len(s.taken) != 0 {
		t.Errorf("%d are left", len(s.taken))
	}
}

// TestNewcomers checks with real connections that those which do nothing do not keep
// others out, and that one whose request is served does not give way.
func TestNewcomers(t *testing.T) {
	release := make(chan struct{})
	var displaced atomic.Int64
	l := serving(t, Limits{Connections: 4, Full: []byte(full), MinRate: 1 << 10, OnDisplaced: func() { displaced.Add(1) }},
		func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			if r.Header.Get("X-Wait") != "" {
				<-release
			}
			ok(w, r)
		})
	atWork := dial(t, l)
	fmt.Fprint(atWork, "GET / HTTP/1.1\r\nHost: x\r\nX-Wait: 1\r\n\r\n")
	idling := dial(t, l)
	ask(t, idling, "")
	silent := dial(t, l)
	slowly := dial(t, l)
	fmt.Fprint(slowly, "GET / HTTP/1.1\r\nHos")
	waitOpen(t, l, 4)
	time.Sleep(max(slowFor, idleFor) + 10*time.Millisecond)
	for n, gone := range []net.Conn{idling, silent, slowly} {
		c := dial(t, l)
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: x\r\nX-Wait: 1\r\n\r\n")
		if _, err := io.Copy(io.Discard, gone); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("connection %d does not give way: %v", n, err)
		}
		if displaced.Load() != int64(n+1) {
			t.Errorf("%d gave way, want %d", displaced.Load(), n+1)
		}
	}
	if status, _ := ask(t, dial(t, l), ""); status != 503 {
		t.Errorf("all are at work: %d", status)
	}
	close(release)
	if status, _ := reply(t, atWork); status != 200 {
		t.Errorf("the request at work: %d", status)
	}
	waitOpen(t, l, 4)
}

// TestPipelined checks that a client that has sent many requests at once lets others
// come first after each reply, and that one that waits for its replies loses no time,
// however long they are.
func TestPipelined(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, tt := range []struct {
		name           string
		waits, oneLong bool
		yields         bool
	}{
		{name: "pipelined", yields: true},
		{name: "one after the other", waits: true},
		{name: "a long reply", oneLong: true},
	} {
		inner, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l := New(inner, Limits{})
		_, c := connect(t, l)
		var others atomic.Int32
		stop := make(chan struct{})
		go func() {
			for {
				select {
				case <-stop:
					return
				default:
					others.Add(1)
					runtime.Gosched()
				}
			}
		}()
		const replies = 100
		let := 0 // how many writes let others run
		for range replies {
			before := others.Load()
			if !tt.oneLong {
				Note(c, http.StateActive)
			}
			if tt.waits {
				c.got.Store(1) // a request has arrived
			}
			if _, err := c.Write([]byte("a reply")); err != nil {
				t.Fatal(err)
			}
			if others.Load() != before {
				let++
			}
		}
		close(stop)
		if tt.yields != (let > replies/2) {
			t.Errorf("%s: others ran during %d of %d writes", tt.name, let, replies)
		}
		l.Close()
	}
}

// TestBurst checks that a connection that was idle before others took all places at once
// gives way, and that a request that began to arrive before has its time from then on.
func TestBurst(t *testing.T) {
	for _, tt := range []struct {
		name string
		busy bool
		want int
	}{{"idle", false, 1}, {"a request that arrives", true, 0}} {
		inner, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		displaced := 0
		l := New(inner, Limits{Connections: 2, MinRate: 1 << 10, OnDisplaced: func() { displaced++ }})
		client, first := connect(t, l)
		hear := func() {
			fmt.Fprint(client, "hello")
			if _, err := first.Read(make([]byte, 100)); err != nil {
				t.Fatal(err)
			}
		}
		hear()
		if _, err := first.Write([]byte("reply")); err != nil {
			t.Fatal(err)
		}
		l.began = l.began.Add(-3 * time.Second) // so long ago
		if tt.busy {
			hear()
			l.began = l.began.Add(-3 * time.Second)
		}
		first.doing.Store(awaiting)
		_, second := connect(t, l)
		second.doing.Store(working)
		if l.makeRoom() != (tt.want == 1) || displaced != tt.want {
			t.Errorf("%s: %d give way", tt.name, displaced)
		}
		l.Close()
	}
}
