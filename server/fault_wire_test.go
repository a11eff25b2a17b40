package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestOddClients speaks HTTP in unusual but valid ways.
func TestOddClients(t *testing.T) {
	const (
		body = `{"response": "utter_x", "tracker": {"slots": {"name": "Ann"}}}`
		said = `{"text":"good Ann"}`
	)
	r := startWith(t, func(o *Options) { o.Log = nil })
	length := fmt.Sprintf("Content-Length: %d\r\n", len(body))
	post := "POST /nlg HTTP/1.1\r\nHost: x\r\n"
	tests := []struct {
		name, sent string
		status     int
		text       string // how the reply starts
		closes     bool
	}{
		{"HTTP/1.0", "POST /nlg HTTP/1.0\r\n" + length + "\r\n" + body, 200, said, true},
		{"HTTP/1.0 without a length", "POST /nlg HTTP/1.0\r\n\r\n" + body, 400, `{"type":"urn:nlgserver:problem:truncated_body"`, true},
		{"a client that closes", post + length + "Connection: close\r\n\r\n" + body, 200, said, true},
		{"chunks of a byte", post + "Transfer-Encoding: chunked\r\n\r\n" + chunks(body, 1) + "0\r\n\r\n", 200, said, false},
		{"a trailer", post + "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" + chunks(body, 7) + "0\r\nX-Sum: 1\r\n\r\n", 200, said, false},
		{"a chunk extension", post + "Transfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x;a=b\r\n%s\r\n0\r\n\r\n", len(body), body), 200, said, false},
		{"a malformed chunk", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + body, 400, `{"type":"urn:nlgserver:problem:unreadable_body"`, true},
		{"HEAD", "HEAD /nlg HTTP/1.1\r\nHost: x\r\n\r\n", 405, "", false},
		{"OPTIONS", "OPTIONS /nlg HTTP/1.1\r\nHost: x\r\n\r\n", 405, `{"type":"urn:nlgserver:problem:method_not_allowed"`, false},
		{"OPTIONS of everything", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 200, "", false},
		{"a path that is cleaned", "POST //nlg HTTP/1.1\r\nHost: x\r\n" + length + "\r\n" + body, 404, `{"type":"urn:nlgserver:problem:unknown_route"`, false},
		{"an absolute target", "POST http://x/nlg HTTP/1.1\r\nHost: x\r\n" + length + "\r\n" + body, 200, said, false},
		{"a blank line first", "\r\n" + post + length + "\r\n" + body, 400, "400", true},
		{"no host", "POST /nlg HTTP/1.1\r\n" + length + "\r\n" + body, 400, "400", true},
		{"two lengths", post + length + "Content-Length: 1\r\n\r\n" + body, 400, "400", true},
		{"both a length and chunks", post + length + "Transfer-Encoding: chunked\r\n\r\n" + chunks(body, 9) + "0\r\n\r\n", 200, said, false},
		{"another expectation", post + length + "Expect: tea\r\n\r\n" + body, 417, "", true},
		{"not HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, "400", true},
		{"HTTP/2 as known before", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 404, `{"type":"urn:nlgserver:problem:unknown_route"`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := lineTo(t, r.Addr())
			if _, err := io.WriteString(l, tt.sent); err != nil {
				t.Fatal(err)
			}
			reply, err := http.ReadResponse(l.replies, &http.Request{Method: tt.sent[:strings.Index(tt.sent+" ", " ")]})
			if err != nil {
				t.Fatal(err)
			}
			defer reply.Body.Close()
			text, err := io.ReadAll(reply.Body)
			if err != nil || reply.StatusCode != tt.status || !strings.HasPrefix(string(text), tt.text) {
				t.Errorf("%d %s, %v", reply.StatusCode, text, err)
			}
			if tt.closes {
				if err := l.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
					t.Fatal(err)
				}
				if _, err := l.replies.ReadByte(); err == nil || errors.Is(err, os.ErrDeadlineExceeded) || reply.ProtoMinor == 1 && !reply.Close {
					t.Errorf("the connection stays open: %v, %v", reply.Header, err)
				}
			} else if got, err := l.post("/nlg", "", body); err != nil || got.text != said {
				t.Errorf("the next request: %+v, %v", got, err)
			}
		})
	}
	r.checkAlive(t)
}

func chunks(body string, size int) string {
	var b strings.Builder
	for len(body) > 0 {
		n := min(size, len(body))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return b.String()
}

// TestContinue checks that a client that waits for permission to send the body
// gets it, or is told at once that the body is rejected.
func TestContinue(t *testing.T) {
	r := startWith(t, func(o *Options) { o.Log = nil })
	const body = `{"response": "utter_x"}`
	l := lineTo(t, r.Addr())
	fmt.Fprintf(l, "POST /nlg HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(body))
	if leave, err := l.replies.ReadString('\n'); err != nil || !strings.HasPrefix(leave, "HTTP/1.1 100 ") {
		t.Fatalf("%q, %v", leave, err)
	}
	if _, err := l.replies.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(l, body)
	if got, err := l.reply(); err != nil || got.text != `{"text":"good {name}"}` {
		t.Errorf("%+v, %v", got, err)
	}
	for headers, want := range map[string]int{"Content-Length: 100000000\r\n": 413, "Content-Type: text/plain\r\nContent-Length: 10\r\n": 415} {
		l := lineTo(t, r.Addr())
		fmt.Fprintf(l, "POST /nlg HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n%s\r\n", headers)
		if got, err := l.reply(); err != nil || got.status != want {
			t.Errorf("%s: %+v, %v", headers, got, err)
		}
	}
}

// TestPipelined checks that requests that are sent without waiting are answered
// in order, valid ones and invalid ones.
func TestPipelined(t *testing.T) {
	r := startWith(t, func(o *Options) { o.Log = nil })
	l := lineTo(t, r.Addr())
	const requests = 200
	go func() {
		for n := range requests {
			body := fmt.Sprintf(`{"response": "utter_x", "tracker": {"slots": {"name": "guest %d"}}}`, n)
			if n%10 == 9 {
				body = body[:20]
			}
			if _, err := io.WriteString(l, requestText("/nlg", "", body)); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	for n := range requests {
		got, err := l.reply()
		status, text := 200, fmt.Sprintf(`"good guest %d"`, n)
		if n%10 == 9 {
			status, text = 400, "truncated_body"
		}
		if err != nil || got.status != status || !strings.Contains(got.text, text) {
			t.Fatalf("reply %d: %+v, %v", n, got, err)
		}
	}
}

// TestPieces sends a conversation larger than any window in pieces of all
// sizes, also with ends near the edges of windows: the reply is always the same.
func TestPieces(t *testing.T) {
	r := startWith(t, func(o *Options) { o.Log = nil })
	for _, events := range []int{500, 6000} {
		body := `{"tracker": {"slots": {"other": "` + strings.Repeat("ż", 9000) + `", "name": "A\u006en"}, "events": [` +
			strings.Repeat(`{"event": "user", "text": "a \"quoted\\\" [bracket", "n": -1.5e3}, `, events) + `1]}, "response": "utter_x"}`
		text := requestText("/nlg", "", body)
		head := len(text) - len(body)
		for _, edge := range []int{head + 1, 4096, head + 16<<10, head + 16<<10 - 1, head + 32<<10, head + 48<<10 + 1, head + 256<<10, len(text) - 1} {
			for shift := -2; shift <= 2; shift++ {
				cut := min(max(edge+shift, head), len(text)-1)
				l := lineTo(t, r.Addr())
				for _, part := range []string{text[:cut], text[cut : cut+1], text[cut+1:]} {
					if _, err := io.WriteString(l, part); err != nil {
						t.Fatal(err)
					}
					time.Sleep(time.Millisecond) // so that the parts arrive separately
				}
				if got, err := l.reply(); err != nil || got.text != `{"text":"good Ann"}` {
					t.Fatalf("cut at %d of %d: %+v, %v", cut, len(text), got, err)
				}
				l.Close()
			}
		}
	}
}

// TestVanishingClients checks that clients that disconnect in the middle of a
// request or of its reply leak nothing.
func TestVanishingClients(t *testing.T) {
	dir := t.TempDir()
	// A reply that exceeds every socket buffer.
	write(t, filepath.Join(dir, "responses.yml"), responses("good")+"  utter_large:\n    - custom: {text: \""+strings.Repeat("x", 4<<20)+"\"}\n")
	r := startWith(t, func(o *Options) { o.Paths, o.Log = []string{dir}, nil })
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			for n := range 8 {
				c, err := net.Dial("tcp", r.Addr())
				if err != nil {
					t.Error(err)
					return
				}
				text := requestText("/nlg", "", `{"response": "utter_large"}`)
				switch n % 4 {
				case 0:
					text = text[:len(text)-5]
				case 1:
					text = text[:40]
				}
				fmt.Fprint(c, text)
				if n%4 == 3 {
					_, _ = bufio.NewReader(c).Peek(4000) // a part of the reply
				}
				if i%2 == 0 {
					_ = c.(*net.TCPConn).SetLinger(0) // a reset
				}
				c.Close()
			}
		})
	}
	group.Wait()
	r.eventually("that all are gone", func() bool { return r.public.listener.Open() <= 1 })
	r.eventually("that nothing is under way", func() bool { return r.metric("nlg_in_flight_requests") == "0" })
	r.checkAlive(t)
}

// TestIdleAtShutdown checks that idle connections do not delay a stop.
func TestIdleAtShutdown(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if got, err := lineTo(t, a.Addr()).post("/nlg", "", `{"response": "utter_x"}`); err != nil || got.status != 200 {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	begin := time.Now()
	if err := a.Stop(context.Background()); err != nil || time.Since(begin) > DefaultOptions().Drain/2 {
		t.Errorf("%v after %v", err, time.Since(begin))
	}
}

// TestPokeStorm checks that the server keeps answering however often the
// content is reported as changed, and reads it no more often than it may.
func TestPokeStorm(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	write(t, name, responses("good"))
	r := startWith(t, func(o *Options) { o.Paths, o.Log = []string{dir}, nil })
	before := r.byDefault().loop.Status()
	begin := time.Now()
	for n := range 100_000 {
		r.Poke(TriggerWatch)
		if n%10_000 == 0 {
			r.say()
		}
	}
	replace(t, name, responses("better"))
	r.waitFor("better")
	after := r.byDefault().loop.Status()
	attempts := after.Changed + after.Unchanged + after.Rejected - before.Changed - before.Unchanged - before.Rejected
	// One at the end of each quarter of a second, and one or two for the change.
	if most := uint64(time.Since(begin)/(250*time.Millisecond)) + 3; attempts > most {
		t.Errorf("%d attempts, want at most %d", attempts, most)
	}
}
