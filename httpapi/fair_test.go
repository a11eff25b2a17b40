package httpapi

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/internal/budget"
	"nlgserver/nlg"
)

// sendPlain sends a request with a plain body in the background.
func sendPlain(c net.Conn, body string) {
	go fmt.Fprintf(c, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// statusOf reads a reply.
func statusOf(t *testing.T, c net.Conn) int {
	t.Helper()
	reply, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if _, err := io.Copy(io.Discard, reply.Body); err != nil {
		t.Fatal(err)
	}
	return reply.StatusCode
}

const smallBody = `{"response": "utter_greet", "tracker": {"slots": {"name": "Ann"}}}`

// checkNotKeptOut checks that small and usual requests are answered.
func checkNotKeptOut(t *testing.T, connect func() net.Conn) {
	t.Helper()
	for _, size := range []int{len(smallBody), 200 << 10} {
		c := connect()
		sendPlain(c, smallBody+strings.Repeat(" ", size-len(smallBody)))
		if got := statusOf(t, c); got != 200 {
			t.Errorf("a request of %d bytes: %d", size, got)
		}
		c.Close()
	}
}

// TestUnreadReplies checks that clients that do not read their replies hold no more
// than the memory for requests in flight, keep no other client out, and are cut off.
func TestUnreadReplies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		memory := budget.NewPool(24 << 20)
		connect := listening(t, func(c *setup) { c.Memory = memory })
		body := strings.Replace(smallBody, "Ann", strings.Repeat("a", 900<<10), 1)
		for range 40 {
			sendPlain(connect(), strings.Repeat(body, 1))
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Second)
		if used := memory.Used(); !memory.Scarce() || used > memory.Limit() {
			t.Errorf("%d bytes of %d are in use", used, memory.Limit())
		}
		checkNotKeptOut(t, connect)
		time.Sleep(ReadWindow/sooner + time.Second)
		if used := memory.Used(); memory.Scarce() {
			t.Errorf("%d bytes are held while memory is scarce", used)
		}
		time.Sleep(ReadWindow)
		if used := memory.Used(); used != 0 {
			t.Errorf("%d bytes are held after %v", used, ReadWindow)
		}
	})
}

// TestReplyHoldsOnlyItself checks that a reply that is not accepted holds no more than
// itself of its request.
func TestReplyHoldsOnlyItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		memory := budget.NewPool(256 << 20)
		recorded := 0
		c := dialing(t, func(c *setup) {
			c.Memory = memory
			c.Record = func(_ *nlg.Catalog, req *nlg.Request, m *nlg.Message) { recorded = len(req.Response) + len(m.JSON) }
		})
		const name, filler = 200 << 10, 4 << 20
		sendPlain(c, strings.Replace(smallBody, `"Ann"`, `"`+strings.Repeat("a", name)+`", "other": "`+strings.Repeat("b", filler)+`"`, 1))
		time.Sleep(time.Second)
		if used := memory.Used(); used < name || used > 3*name {
			t.Errorf("a reply of %d bytes holds %d", name, used)
		}
		if recorded < name {
			t.Errorf("%d bytes were recorded", recorded)
		}
		if got := statusOf(t, c); got != 200 {
			t.Errorf("%d", got)
		}
		if time.Sleep(time.Second); memory.Used() != 0 {
			t.Errorf("%d bytes are held at the end", memory.Used())
		}
	})
}

// hostage returns a gzip body in two parts: a start that inflates to many bytes, and the
// rest, which does not.
func hostage(t *testing.T, inflated int) (start, rest []byte) {
	t.Helper()
	noise := make([]byte, 200<<10)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	body := packed(t, "gzip", []byte(`{"events": "`+base64.StdEncoding.EncodeToString(noise)+
		`", "tracker": {"slots": {"name": "`+strings.Repeat("a", inflated)+`"}, "x": "`+base64.StdEncoding.EncodeToString(noise)+`"}, "response": "utter_fallback"}`))
	at := len(body) - 100<<10
	return body[:at], body[at:]
}

// TestHostage checks that clients that send little and make the server hold much of it
// do not keep others out, and are cut off.
func TestHostage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		memory := budget.NewPool(64 << 20)
		connect := listening(t, func(c *setup) { c.Memory = memory })
		start, rest := hostage(t, 8<<20)
		var held []net.Conn
		for range 12 {
			c := connect()
			held = append(held, c)
			go func() {
				fmt.Fprintf(c, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", len(start), start)
				for i := range 30 { // the rate that a small body must have
					if _, err := fmt.Fprintf(c, "%x\r\n%s\r\n", 2<<10, rest[i*2<<10:(i+1)*2<<10]); err != nil {
						return
					}
					time.Sleep(time.Second)
				}
			}()
		}
		time.Sleep(500 * time.Millisecond)
		if used := memory.Used(); !memory.Scarce() || used > memory.Limit() {
			t.Errorf("%d bytes of %d are in use", used, memory.Limit())
		}
		checkNotKeptOut(t, connect)
		time.Sleep(2 * ReadWindow)
		if used := memory.Used(); used > 2<<20 {
			t.Errorf("%d bytes are held", used)
		}
		for _, c := range held {
			c.Close()
		}
	})
}

// TestNothingIsInflatedAhead checks that a short compressed body is not inflated before
// all of it is there.
func TestNothingIsInflatedAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		memory := budget.NewPool(64 << 20)
		c := dialing(t, func(c *setup) { c.Memory = memory })
		body := packed(t, "gzip", []byte(strings.Replace(smallBody, "Ann", strings.Repeat("a", 8<<20), 1)))
		go fmt.Fprintf(c, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:len(body)-1])
		time.Sleep(time.Second)
		if used := memory.Used(); used > 200<<10 {
			t.Errorf("%d bytes are held for %d that have arrived", used, len(body)-1)
		}
		go func() { _, _ = c.Write(body[len(body)-1:]) }()
		if got := statusOf(t, c); got != 200 {
			t.Errorf("%d", got)
		}
	})
}

// TestLongWorkWaits checks that what inflates to much waits for its turn, while short
// requests do not.
func TestLongWorkWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		catalog := catalogOf(t, greetings)
		s := newResponder(newServer(of(catalog).config()))
		s.gate = budget.NewGate(1, nil)
		engine := s.engine(noPages)
		engine.POST("/nlg", s.askDefault)
		s.gate.Enter(nil, false, nil)
		answered := make(chan int, 1)
		go func() {
			answered <- postPacked(engine, "gzip", packed(t, "gzip", []byte(smallBody+strings.Repeat(" ", 4<<20)))).Code
		}()
		synctest.Wait()
		if len(answered) > 0 {
			t.Errorf("long work does not wait: %d", <-answered)
		}
		for _, size := range []int{len(smallBody), 50 << 10} {
			if w := postPacked(engine, "gzip", packed(t, "gzip", []byte(smallBody+strings.Repeat(" ", size)))); w.Code != 200 {
				t.Errorf("%d bytes: %d", size, w.Code)
			}
		}
		s.gate.Leave()
		if got := <-answered; got != 200 {
			t.Errorf("%d", got)
		}
		if used := s.cfg.Memory.Used(); used != 0 {
			t.Errorf("%d bytes are held", used)
		}
	})
}

// ends notes how requests end.
type ends struct {
	noMeter
	body    int64
	refused []string
}

func (e *ends) End(_ time.Time, body int64) { e.body = body }
func (e *ends) Refused(code string, status int) {
	e.refused = append(e.refused, fmt.Sprint(code, " ", status))
}

// TestClientGone checks that nothing is inflated for a client that has gone, and that
// the request is counted.
func TestClientGone(t *testing.T) {
	meter := &ends{}
	h := serverOf(t, func(c *setup) { c.Meter = meter })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	body := packed(t, "gzip", []byte(smallBody+strings.Repeat(" ", 32<<20)))
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/nlg", bytes.NewReader(body))
	r.Header.Set("Content-Encoding", "gzip")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Body.Len() != 0 || meter.body > 1<<20 || len(meter.refused) != 1 || meter.refused[0] != "client_gone 499" {
		t.Errorf("%q; %d bytes were inflated; counted %v", w.Body, meter.body, meter.refused)
	}
}

// TestTooExpensive checks what a request is refused for, and what the refusal says.
func TestTooExpensive(t *testing.T) {
	slot := func(value string) string { return strings.Replace(smallBody, `"Ann"`, value, 1) }
	for _, tt := range []struct {
		name, body string
		change     func(*Limits)
		status     int
		field      string
		detail     string
	}{
		{"a slot of many lists", slot("[" + strings.Repeat("[],", 3<<20) + "[]]"), nil, 422, "tracker.slots", "work"},
		{"a slot that takes long", slot("[" + strings.Repeat("1,", 600_000) + "1]"), nil, 422, "tracker.slots", "work"},
		{"less memory", slot("[" + strings.Repeat("[],", 10_000) + "[]]"), func(l *Limits) { l.RequestMemory = 100 << 10 }, 413, "tracker.slots", "memory"},
		{"a body that never fits", slot(`"` + strings.Repeat("a", 12<<20) + `"`), func(l *Limits) { l.InFlight = 16 << 20 }, 413, "", "16777216 bytes for all"},
		{"the same, skipped", strings.Replace(smallBody, `"tracker"`, `"x": "`+strings.Repeat("a", 12<<20)+`", "tracker"`, 1), func(l *Limits) { l.InFlight = 16 << 20 }, 200, "", ""},
	} {
		h := serverOf(t, func(c *setup) {
			if tt.change != nil {
				tt.change(&c.Limits)
			}
		})
		w := post(h, "/nlg", "application/json", tt.body)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.detail) ||
			tt.status != 200 && !strings.Contains(w.Body.String(), `"code":"request_too_expensive"`) ||
			tt.field != "" && !strings.Contains(w.Body.String(), `"field":"`+tt.field) {
			t.Errorf("%s: %d %.300s", tt.name, w.Code, w.Body)
		}
	}
}

// TestAllocations checks that the budget of a request takes no memory of its own.
func TestAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes pools drop what they keep")
	}
	say := repeat(serverOf(t, nil), []byte(smallBody))
	if n := testing.AllocsPerRun(1000, say); n > 0 {
		t.Errorf("a request allocates %v times", n)
	}
}
