package server

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// slowClients is how many clients send slowly at a time.
const slowClients = 2000

// TestSlowClients is the row "2,000 slow clients dripping a byte a second":
// half of them in the middle of a header, half in the middle of a body that
// they announced as the largest allowed. Every other request is answered
// as usual, and the memory that they take is bounded. bench/slow measures the
// latencies: a test cannot judge them on a busy machine.
func TestSlowClients(t *testing.T) {
	if testing.Short() {
		t.Skip("drips for some seconds")
	}
	needFiles(t, 2*slowClients+200)
	r := startWith(t, func(o *Options) { o.Log = nil })
	normal := lineTo(t, r.Addr())
	say := func() {
		t.Helper()
		got, err := normal.post("/nlg", "", `{"response": "utter_x", "tracker": {"slots": {"name": "Ann"}, "events": [`+strings.Repeat("1, ", 20_000)+`1]}}`)
		if err != nil || got.status != 200 || got.text != `{"text":"good Ann"}` {
			t.Fatalf("beside slow clients: %+v, %v", got, err)
		}
	}
	for range 10 {
		say()
	}

	before := held()
	slow := make([]net.Conn, slowClients)
	for i := range slow {
		slow[i] = dial(t, r.Addr())
		begin := "POST /nlg HTTP/1.1\r\nHost: x\r\nX-Slow: "
		if i%2 == 0 {
			begin = fmt.Sprintf("POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n{", 64<<20)
		}
		if _, err := io.WriteString(slow[i], begin); err != nil {
			t.Fatal(err)
		}
	}
	const drips = 3
	for range drips {
		second := time.Now().Add(time.Second)
		for _, c := range slow {
			if _, err := io.WriteString(c, " "); err != nil {
				t.Fatalf("a slow client is cut off before its time: %v", err)
			}
		}
		for time.Now().Before(second) {
			say()
		}
	}
	if got := r.public.listener.Open(); got != slowClients+1 {
		t.Errorf("%d connections are open, want %d", got, slowClients+1)
	}
	// A connection costs its buffers and stacks, here on both sides; a
	// body costs what has arrived, not what was announced.
	const each = 64 << 10
	if grown := held() - before; grown > slowClients*each {
		t.Errorf("%d slow clients take %d KiB each", slowClients, grown/slowClients>>10)
	}

	for _, c := range slow {
		c.Close()
	}
	r.eventually("that all slow clients are gone", func() bool { return r.public.listener.Open() == 1 })
	say()
}

// held returns the live memory of the process, in bytes.
func held() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}

// needFiles skips the test if the process may not open that many files.
func needFiles(t *testing.T, n int) {
	t.Helper()
	var open []*os.File
	defer func() {
		for _, f := range open {
			f.Close()
		}
	}()
	for range n {
		f, err := os.Open(os.DevNull)
		if err != nil {
			t.Skipf("this needs %d open files: %v", n, err)
		}
		open = append(open, f)
	}
}
