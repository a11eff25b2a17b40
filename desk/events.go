package desk

import (
	"net/http"
	"sync"
	"time"
)

const (
	// maxStreams is how many pages may wait for events.
	maxStreams = 64
	// maxOwnStreams is how many of them one user may have who enters by name: nobody takes
	// those of others.
	maxOwnStreams = 16
	// heartbeat is how often a stream without events gets a comment, so that a
	// connection that is gone ends, and proxies keep one that is not.
	heartbeat = 15 * time.Second
	// streamWrite bounds the time that a client takes to accept an event.
	streamWrite = 10 * time.Second
)

// streams counts those of each user.
type streams struct {
	mu sync.Mutex
	of map[string]int
}

// begin counts a stream of a user; not ok if there are too many.
func (s *streams) begin(user string) (ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[user] >= maxOwnStreams {
		return false
	}
	s.of[user]++
	return true
}

func (s *streams) end(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[user]--; s.of[user] == 0 {
		delete(s.of, user)
	}
}

// events sends the state at once and when it changes, those of the user's draft too, until the session or the desk
// ends.
func (d *Desk) events(w http.ResponseWriter, r *http.Request, s *session) error {
	stream, ok := d.content.subscribe()
	if !ok {
		refuse(w, codeTooManyStreams, "close other windows of this page")
		return nil
	}
	defer d.content.unsubscribe(stream)
	if d.people != nil {
		if !d.people.streams.begin(s.user) {
			refuse(w, codeTooManyStreams, "close other windows of this page")
			return nil
		}
		defer d.people.streams.end(s.user)
	}
	connection := http.NewResponseController(w)
	// The deadline of the server is for replies that end.
	_ = connection.SetReadDeadline(time.Time{})
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // of a proxy
	send := func(text []byte) bool {
		_ = connection.SetWriteDeadline(time.Now().Add(streamWrite))
		_, err := w.Write(text)
		return err == nil && connection.Flush() == nil
	}
	// Who has signed out, or has another role than before, gets no other event: the page
	// asks again who it is. A page that is only open does not keep its session.
	t := telling{desk: d}
	lasts := func() bool {
		t.session = d.sessionOf(r, false)
		return t.session != nil && t.session.role == s.role
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	if r.Method == http.MethodHead {
		return nil
	}
	d.content.current()
	for {
		if !lasts() {
			return nil
		}
		text, err := t.news()
		if err != nil {
			return err
		}
		if len(text) > 0 && !send(text) {
			return nil
		}
		select {
		case <-stream:
			continue
		case <-beat.C:
			if !lasts() || !send([]byte(": still here\n\n")) {
				return nil
			}
		case <-r.Context().Done():
			return nil
		case <-d.done.Done():
			return nil
		}
	}
}
