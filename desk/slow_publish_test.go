package desk

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// deadlines are those that the connections of a server have now.
type deadlines struct {
	net.Listener
	mu    sync.Mutex
	conns []*deadlined
}

type deadlined struct {
	net.Conn
	mu          sync.Mutex
	read, write time.Time
	// bounds counts the times that writing got a deadline.
	bounds int
}

func (d *deadlines) Accept() (net.Conn, error) {
	conn, err := d.Listener.Accept()
	if err != nil {
		return nil, err
	}
	one := &deadlined{Conn: conn}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.conns = append(d.conns, one)
	return one, nil
}

func (c *deadlined) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

func (c *deadlined) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read = t
	return c.Conn.SetReadDeadline(t)
}

func (c *deadlined) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.write = t; !t.IsZero() {
		c.bounds++
	}
	return c.Conn.SetWriteDeadline(t)
}

// pass does what time would do in the end: each deadline that there is now is over. It
// returns how many there were.
func (d *deadlines) pass(t *testing.T) (passed int) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.conns {
		c.mu.Lock()
		for _, one := range []struct {
			at  time.Time
			set func(time.Time) error
		}{{c.read, c.Conn.SetReadDeadline}, {c.write, c.Conn.SetWriteDeadline}} {
			if one.at.IsZero() {
				continue
			}
			passed++
			if err := one.set(time.Unix(1, 0)); err != nil {
				t.Error(err)
			}
		}
		c.mu.Unlock()
	}
	return passed
}

// fifo returns a named pipe. Opened for both, neither end waits for the other.
func fifo(t *testing.T, name string) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := exec.CommandContext(t.Context(), "mkfifo", path).Run(); err != nil {
		t.Skip("no mkfifo:", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// TestSlowPublish publishes when somebody else's publication takes longer than a request
// may, and the push of this one too: it is neither given up, nor its outcome lost.
func TestSlowPublish(t *testing.T) {
	o := newOffice(t, nil)
	o.repository()
	begun, finish := fifo(t, "begun"), fifo(t, "finish")
	remote := t.TempDir()
	o.git("init", "-q", "--bare", "-b", "main", remote)
	o.git("remote", "add", "origin", remote)
	o.git("push", "-q", "-u", "origin", "main")
	hook := "#!/bin/sh\necho > '" + begun.Name() + "'\nread line < '" + finish.Name() + "'\n"
	if err := os.WriteFile(filepath.Join(remote, "hooks", "pre-receive"), []byte(hook), 0o700); err != nil { //nolint:gosec // a hook is a program
		t.Fatal(err)
	}
	o.open(func(c *Config) { c.Authoring.Push = true })
	ann := o.ann()
	ann.set("utter_bye", 1, "Bye", "Bye now")
	ann.checked()

	server := httptest.NewUnstartedServer(o.desk)
	// Time stands still until the test lets it pass.
	server.Config.ReadTimeout, server.Config.WriteTimeout = time.Hour, time.Hour
	connections := &deadlines{Listener: server.Listener}
	server.Listener = connections
	server.Start()
	defer server.Close()

	// Somebody else is publishing.
	free := o.occupy()
	stream, _ := o.desk.content.subscribe()
	defer o.desk.content.unsubscribe(stream)
	type answer struct {
		status int
		body   string
		err    error
	}
	answered := make(chan answer, 1)
	go func() {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+apiPath+"publish", strings.NewReader(`{"message": "Later", "override": "the test is old"}`))
		if err != nil {
			answered <- answer{err: err}
			return
		}
		r.Header.Set("Content-Type", "application/json")
		r.AddCookie(&http.Cookie{Name: cookieName(r, false), Value: ann.session})
		reply, err := server.Client().Do(r)
		if err != nil {
			answered <- answer{err: err}
			return
		}
		body, err := io.ReadAll(reply.Body)
		_ = reply.Body.Close()
		answered <- answer{reply.StatusCode, string(body), err}
	}()
	ws := o.desk.workspaceOf(&session{user: ann.name, role: Author})
	for steps := 0; steps == 0; {
		select {
		case <-stream:
			_, steps = ws.Progress(0)
		case got := <-answered:
			t.Fatal("answered at once:", got)
		}
	}
	if n := connections.pass(t); n > 0 {
		t.Errorf("%d deadlines while it waits for others", n)
	}
	free()
	if err := begun.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := begun.Read(make([]byte, 1)); err != nil {
		t.Fatal(err, <-answered)
	}
	if n := connections.pass(t); n > 0 {
		t.Errorf("%d deadlines during the push", n)
	}
	if _, err := finish.WriteString("\n"); err != nil {
		t.Fatal(err)
	}
	got := <-answered
	var out publishReply
	if err := json.Unmarshal([]byte(got.body), &out); err != nil || got.status != http.StatusOK || !out.Published.Pushed || out.Draft == nil || out.Draft.Dirty {
		t.Fatalf("%v %+v", err, got)
	}
	// One is of the request, and one of the reply.
	if c := connections.conns[0]; len(connections.conns) != 1 || c.bounds != 2 {
		t.Errorf("%d connections, %d deadlines", len(connections.conns), c.bounds)
	}
	if head := o.git("rev-parse", "HEAD"); out.Published.Commit != head || o.git("rev-parse", "origin/main") != head {
		t.Error(out.Published)
	}
}
