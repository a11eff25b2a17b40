package desk

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// streamed is a reply that grows.
type streamed struct {
	mu     sync.Mutex
	header http.Header
	status int
	text   strings.Builder
}

func (w *streamed) Header() http.Header    { return w.header }
func (w *streamed) WriteHeader(status int) { w.status = status }
func (w *streamed) Flush()                 {}
func (w *streamed) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *streamed) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// listen begins a stream; over is closed when it ends.
func listen(ctx context.Context, d *Desk, id string) (w *streamed, over chan struct{}) {
	w, over = &streamed{header: http.Header{}}, make(chan struct{})
	go func() {
		defer close(over)
		d.ServeHTTP(w, call{target: apiPath + "events", session: id}.request().WithContext(ctx))
	}()
	return w, over
}

func ended(over chan struct{}) bool {
	synctest.Wait()
	select {
	case <-over:
		return true
	default:
		return false
	}
}

// TestEvents checks what a stream says: the state at once, each change, and comments
// while nothing happens.
func TestEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeSource{text: "1"}
		d := newDesk(t, s, nil)
		d.content.open = new(fakeOpener).open
		w, over := listen(t.Context(), d, enter(t, d))
		time.Sleep(2 * time.Second)
		s.save("2")
		time.Sleep(2 * time.Second)
		s.save("bad")
		time.Sleep(2 * time.Second)
		want := ""
		for _, data := range []string{`"version":"","state":"loading"`, `"version":"1","state":"ready"`, `"version":"2","state":"ready"`, `"version":"2","state":"rejected"`} {
			want += "event: content\ndata: {" + data + "}\n\n"
		}
		if got := w.String(); got != want {
			t.Errorf("%q", got)
		}
		time.Sleep(heartbeat)
		if got := w.String(); got != want+": still here\n\n" {
			t.Errorf("%q", got)
		}
		if w.header.Get("Content-Type") != "text/event-stream" || w.header.Get("Content-Encoding") != "" || w.header.Get("Cache-Control") != "no-store" {
			t.Error(w.header)
		}
		_ = d.Close()
		if !ended(over) {
			t.Error("the stream outlasts the desk")
		}
	})
}

// TestStreamsEnd checks that a stream ends with its session, which it does not keep
// alive, and with its client.
func TestStreamsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &fakeSource{text: "1"}, nil)
		d.content.open = new(fakeOpener).open
		_, over := listen(t.Context(), d, enter(t, d))
		time.Sleep(sessionIdle - time.Minute)
		if ended(over) {
			t.Error("the stream ended early")
		}
		time.Sleep(2 * time.Minute)
		if !ended(over) {
			t.Error("the stream outlasts its session")
		}
		_, over = listen(t.Context(), d, enter(t, d))
		synctest.Wait()
		d.EndSessions()
		time.Sleep(heartbeat)
		if !ended(over) {
			t.Error("the stream outlasts a session that was ended")
		}
		ctx, leave := context.WithCancel(t.Context())
		_, over = listen(ctx, d, enter(t, d))
		synctest.Wait()
		leave()
		if !ended(over) || len(d.content.streams) != 0 {
			t.Error("the stream outlasts its client")
		}
	})
}

// TestManyStreams checks that their number is bounded.
func TestManyStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, &fakeSource{text: "1"}, nil)
		d.content.open = new(fakeOpener).open
		id := enter(t, d)
		for range maxStreams {
			listen(t.Context(), d, id)
		}
		synctest.Wait()
		w := call{target: apiPath + "events", session: id}.on(d)
		if w.Code != http.StatusServiceUnavailable || codeIn(w) != string(codeTooManyStreams) {
			t.Error(w.Code, w.Body)
		}
		_ = d.Close()
	})
}

// TestStreamOverTCP checks that a stream arrives as it grows, and ends when the desk
// does, on a real listener.
func TestStreamOverTCP(t *testing.T) {
	d := demoDesk(t, nil)
	server := httptest.NewServer(d)
	defer server.Close()
	client := &http.Client{Jar: jar{}}
	reply, err := client.Get(server.URL + d.NewLink())
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	if reply, err = client.Get(server.URL + apiPath + "events"); err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	for lines := bufio.NewScanner(reply.Body); lines.Scan(); {
		if strings.Contains(lines.Text(), `"state":"ready"`) {
			_ = d.Close() // and the scanner comes to the end
		}
	}
}
