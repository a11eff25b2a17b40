package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// kind is a kind of client.
type kind struct {
	name string
	// request returns the next request.
	request func() []byte
	// want is the expected outcome. If texts is set, the reply has a text with
	// stamps.
	want  string
	texts bool
	// send sends the request; nil sends it whole over a persistent connection.
	send func(ctx context.Context, c *conn, request []byte) answer
	// pause is the time between two requests.
	pause time.Duration
}

// silent is the outcome of a request whose client does not wait for a reply.
const silent = "gone"

// kinds returns the clients of a run.
func kinds() []kind {
	conversation := func(events int) func() []byte {
		return func() []byte { return plainPost("/nlg", body(events)) }
	}
	fixed := func(request []byte) func() []byte { return func() []byte { return request } }
	return []kind{
		{name: "short", request: conversation(3), want: "200 ", texts: true},
		{name: "usual", request: conversation(100), want: "200 ", texts: true, pause: time.Millisecond},
		{name: "long", request: conversation(5000), want: "200 ", texts: true, pause: 20 * time.Millisecond},
		{name: "very long", request: conversation(50_000), want: "200 ", texts: true, pause: 500 * time.Millisecond},
		{name: "gzip", request: func() []byte { return plainPost("/nlg", zipped(body(300)), "Content-Encoding: gzip") }, want: "200 ", texts: true, pause: 10 * time.Millisecond},
		{name: "chunked", request: chunked, want: "200 ", texts: true, pause: 5 * time.Millisecond},
		{name: "unknown", request: func() []byte {
			return plainPost("/nlg", fmt.Appendf(nil, `{"response": "utter_nothing_%d"}`, rand.Int()))
		}, want: "404 unknown_response", pause: 5 * time.Millisecond},
		{name: "cut body", request: func() []byte { b := body(20); return plainPost("/nlg", b[:rand.IntN(len(b))]) }, want: "400 truncated_body", pause: 5 * time.Millisecond},
		{name: "no JSON", request: fixed(plainPost("/nlg", []byte("response=utter_1"))), want: "400 not_json", pause: 5 * time.Millisecond},
		{name: "wrong type", request: fixed(plainPost("/nlg", []byte(`{"response": "utter_1", "tracker": 7}`))), want: "400 wrong_type", pause: 5 * time.Millisecond},
		{name: "too deep", request: fixed(plainPost("/nlg", []byte(`{"response": "utter_1", "events": `+strings.Repeat("[", 20_000)))), want: "400 json_too_deep", pause: 50 * time.Millisecond},
		{name: "too large", request: fixed([]byte("POST /nlg HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\n")), want: "413 body_too_large", pause: 50 * time.Millisecond},
		{name: "bad gzip", request: fixed(plainPost("/nlg", body(3), "Content-Encoding: gzip")), want: "400 broken_content_encoding", pause: 5 * time.Millisecond},
		{name: "brotli", request: fixed(plainPost("/nlg", body(3), "Content-Encoding: br")), want: "415 unsupported_content_encoding", pause: 5 * time.Millisecond},
		{name: "wrong path", request: fixed(plainPost("/webhook", body(3))), want: "404 unknown_route", pause: 5 * time.Millisecond},
		{name: "wrong method", request: fixed(message("GET", "/nlg", nil)), want: "405 method_not_allowed", pause: 5 * time.Millisecond},
		{name: "readiness", request: fixed(message("GET", "/readyz", nil)), want: "200 ", pause: 50 * time.Millisecond},
		{name: "status", request: fixed(message("GET", "/api/v1/status", nil)), want: "200 ", pause: 50 * time.Millisecond},
		{name: "pieces", request: conversation(30), want: "200 ", texts: true, send: inPieces},
		{name: "slow", request: conversation(3), want: "408 body_too_slow", send: dripping},
		{name: "cut off", request: conversation(1000), want: silent, send: cutOff, pause: 5 * time.Millisecond},
		{name: "deaf", request: conversation(100), want: silent, send: deaf, pause: 5 * time.Millisecond},
	}
}

// body returns a conversation with the given number of events.
func body(events int) []byte {
	b := fmt.Appendf(nil, `{"response": "utter_%d", "id": null, "arguments": {}, "tracker": {"sender_id": "soak", "slots": {"name": "Ann", "vip": %t}, "events": [`,
		rand.IntN(responses), rand.IntN(2) == 0)
	for i := range events {
		b = fmt.Appendf(b, `{"event": "user", "timestamp": 1.5, "text": "turn %d \"żółć\" [x]", "parse_data": {"intent": {"name": "greet", "confidence": 0.75}, "entities": []}}, `, i)
	}
	return append(b, `{"event": "action"}], "latest_input_channel": "rest"}, "channel": {"name": "collector"}}`...)
}

func zipped(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}

// chunked returns a request in chunks of various sizes, with a trailer.
func chunked() []byte {
	var b bytes.Buffer
	b.WriteString("POST /nlg HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n")
	for rest := body(100); len(rest) > 0; {
		n := min(len(rest), 1+rand.IntN(5000))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, rest[:n])
		rest = rest[n:]
	}
	b.WriteString("0\r\nX-Sum: 1\r\n\r\n")
	return b.Bytes()
}

// inPieces sends a request in pieces over about a second.
func inPieces(ctx context.Context, c *conn, request []byte) answer {
	for step := len(request)/10 + 1; len(request) > 0; {
		n := min(step, len(request))
		if got := c.sendPart(request[:n]); got.outcome != "" {
			return got
		}
		request = request[n:]
		pauseFor(ctx, 100*time.Millisecond)
	}
	return c.answer()
}

// dripping sends one byte per second and never finishes.
func dripping(ctx context.Context, c *conn, request []byte) answer {
	head := bytes.Index(request, []byte("\r\n\r\n")) + 4
	if got := c.sendPart(request[:head]); got.outcome != "" {
		return got
	}
	go func() {
		for _, b := range request[head:] {
			if c.sendPart([]byte{b}).outcome != "" || !pauseFor(ctx, time.Second) {
				return
			}
		}
	}()
	return c.answer()
}

// cutOff closes the connection in the middle of its request.
func cutOff(_ context.Context, c *conn, request []byte) answer {
	if got := c.sendPart(request[:rand.IntN(len(request))]); got.outcome != "" {
		return got
	}
	return c.vanish()
}

// deaf closes the connection before the reply.
func deaf(_ context.Context, c *conn, request []byte) answer {
	if got := c.sendPart(request); got.outcome != "" {
		return got
	}
	return c.vanish()
}

// vanish closes the connection, half the time with a reset.
func (c *conn) vanish() answer {
	if tcp, ok := c.Conn.(*net.TCPConn); ok && rand.IntN(2) == 0 {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
	return answer{outcome: silent, closes: true}
}

// sendPart returns an outcome only if the part cannot be sent.
func (c *conn) sendPart(part []byte) answer {
	_ = c.SetDeadline(time.Now().Add(patience))
	if _, err := c.Write(part); err != nil {
		return failed(err)
	}
	return answer{}
}

// pauseFor waits and reports whether the run continues.
func pauseFor(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// keepOn sends requests one after another until ctx ends.
func (k *kind) keepOn(ctx context.Context, address string, seen *tally) {
	var c *conn
	last := 0
	for ctx.Err() == nil {
		if c == nil {
			var err error
			if c, err = connect(address); err != nil {
				seen.count(k.name, failed(err).outcome, false)
				pauseFor(ctx, time.Second)
				continue
			}
			last = 0
		}
		send := k.send
		if send == nil {
			send = func(_ context.Context, c *conn, request []byte) answer { return c.ask(request) }
		}
		got := send(ctx, c, k.request())
		expected := got.outcome == k.want
		if expected && k.texts {
			var err error
			if last, err = stamp(got.text, last); err != nil {
				got.outcome, expected = err.Error(), false
			}
		}
		if expected || ctx.Err() == nil || k.name != "slow" {
			seen.count(k.name, got.outcome, expected)
		}
		if got.closes || !expected {
			_ = c.Close()
			c = nil
		}
		if k.pause > 0 {
			pauseFor(ctx, k.pause)
		}
	}
	if c != nil {
		_ = c.Close()
	}
}

// stamp returns the number in every text of a reply. It must not be lower than
// the last one.
func stamp(text []byte, last int) (int, error) {
	found := regexp.MustCompile(`v(\d+)`).FindAllSubmatch(text, -1)
	if len(found) < 2 || !bytes.Contains(text, []byte(" Ann ")) {
		return last, fmt.Errorf("malformed reply: %.200s", text)
	}
	for _, f := range found {
		if !bytes.Equal(f[1], found[0][1]) {
			return last, fmt.Errorf("mixed reply: %.200s", text)
		}
	}
	n, err := strconv.Atoi(string(found[0][1]))
	if err == nil && n < last {
		err = fmt.Errorf("older catalog after a newer one")
	}
	return max(n, last), err
}
