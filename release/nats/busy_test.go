package nats

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"nlgserver/release"
	"nlgserver/release/nats/natstest"
)

// TestBusy checks what becomes of a write that the servers do not take at once. They say
// that another one is in process even for a moment after that was acknowledged, so the answers
// here are given by hand: a cluster gives them when it is slow.
func TestBusy(t *testing.T) {
	const (
		taken = `{"stream": "KV_nlg_releases_a", "seq": 8}`
		busy  = `{"error": {"code": 400, "err_code": 10164, "description": "wrong last sequence"}, "stream": "", "seq": 0}`
		sent  = `{"error": {"code": 409, "err_code": 10158, "description": "duplicate message id is in process"}, "stream": "", "seq": 0}`
		away  = `{"error": {"code": 503, "err_code": 10009, "description": "not leader"}, "stream": "", "seq": 0}`
		ninth = `{"error": {"code": 400, "err_code": 10071, "description": "wrong last sequence: 9"}, "stream": "", "seq": 0}`
		full  = `{"error": {"code": 400, "err_code": 10077, "description": "maximum bytes exceeded"}, "stream": "", "seq": 0}`
	)
	changed := release.ErrChanged.Error()
	c := natstest.Start(t, 1, func(o *server.Options) { o.JetStream = false })
	servers, err := nats.Connect("nats://" + c.Hosts())
	if err != nil {
		t.Fatal(err)
	}
	defer servers.Close()
	for i, test := range []struct {
		what    string
		answers []string
		// err is in the error; empty for none.
		err     string
		forever bool
	}{
		{"taken at once", []string{taken}, "", false},
		{"another one is in process, and was the one before", []string{busy, busy, taken}, "", false},
		{"another one is in process, and is somebody else's", []string{busy, ninth}, changed, false},
		{"the leader was lost, and has it in process", []string{away, sent, sent, taken}, "", false},
		{"somebody else's is there", []string{ninth}, changed, false},
		{"another one is in process for ever", []string{busy}, "has not confirmed the write", true},
		{"refused", []string{full}, "maximum bytes exceeded", false},
	} {
		t.Run(test.what, func(t *testing.T) {
			s, err := Open(t.Context(), c.URL("a"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			subject := "test." + strconv.Itoa(i)
			var mu sync.Mutex
			ids := map[string]bool{}
			asked := 0
			answering, err := servers.Subscribe(subject, func(m *nats.Msg) {
				mu.Lock()
				defer mu.Unlock()
				ids[m.Header.Get(nats.MsgIdHdr)] = true
				_ = m.Respond([]byte(test.answers[min(asked, len(test.answers)-1)]))
				asked++
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := servers.Flush(); err != nil {
				t.Fatal(err)
			}
			if err := s.conn.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			limit := time.Minute
			if test.forever {
				limit = 500 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			got, err := s.publish(ctx, s.rooms.of(release.LiveKey), &nats.Msg{Subject: subject}, 7)
			if (err != nil) != (test.err != "") || err != nil && !strings.Contains(err.Error(), test.err) || errors.Is(err, release.ErrChanged) != (test.err == changed) {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if test.forever && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v does not say that the time is over", err)
			}
			if err == nil && got != 8 {
				t.Errorf("message %d, want 8", got)
			}
			if err := answering.Drain(); err != nil {
				t.Fatal(err)
			}
			if err := servers.Flush(); err != nil {
				t.Fatal(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if len(ids) != 1 || ids[""] {
				t.Errorf("sent with the ids %v, want always the same", ids)
			}
			if !test.forever && asked != len(test.answers) {
				t.Errorf("sent %d times, want %d", asked, len(test.answers))
			}
		})
	}
}
