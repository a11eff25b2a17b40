//go:build unix

package server

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// overSocket returns a client that connects to a Unix socket.
func overSocket(t *testing.T, path string) *http.Client {
	t.Helper()
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", path)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// TestSockets serves on two Unix sockets, one for Rasa and one for operators. A
// program that may open the socket is on this machine: it may reload.
func TestSockets(t *testing.T) {
	dir := t.TempDir()
	public, admin := filepath.Join(dir, "nlg.sock"), filepath.Join(dir, "admin.sock")
	var r *running
	t.Run("serving", func(t *testing.T) {
		r = startWith(t, func(o *Options) {
			o.Listen, o.AdminListen, o.SocketMode = "unix:"+public, "unix:"+admin, 0o600
		})
		if r.Addr() != "unix:"+public || r.AdminAddr() != "unix:"+admin {
			t.Errorf("%s and %s", r.Addr(), r.AdminAddr())
		}
		ask := func(socket, method, host, path, forwarded string, want int) {
			t.Helper()
			request, err := http.NewRequest(method, "http://"+host+path, strings.NewReader(`{"response": "utter_x"}`))
			if err != nil {
				t.Fatal(err)
			}
			if forwarded != "" {
				request.Header.Set("X-Forwarded-For", forwarded)
			}
			reply, err := overSocket(t, socket).Do(request)
			if err != nil {
				t.Fatal(err)
			}
			reply.Body.Close()
			if reply.StatusCode != want {
				t.Errorf("%s %s%s: %d, want %d", method, host, path, reply.StatusCode, want)
			}
		}
		ask(public, "POST", "localhost", "/nlg", "", 200)
		ask(public, "POST", "localhost", "/-/reload", "", 404)
		ask(admin, "HEAD", "localhost", "/api/v1/status", "", 200)
		ask(admin, "POST", "localhost", "/-/reload", "", 200)
		ask(admin, "POST", "nlg.example", "/-/reload", "", 403)
		ask(admin, "POST", "localhost", "/-/reload", "192.0.2.1", 403)
		if strings.Contains(r.log.String(), "authentication is off: anyone") {
			t.Errorf("it warns of other machines: %s", r.log)
		}
	})
	for _, path := range []string{public, admin} {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", path, err)
		}
	}
}

// TestAddressInUse checks that the address is tried before the content is loaded,
// and that what was opened is closed again.
func TestAddressInUse(t *testing.T) {
	dir := t.TempDir()
	taken, free := "unix:"+filepath.Join(dir, "taken"), "unix:"+filepath.Join(dir, "free")
	startWith(t, func(o *Options) { o.Listen = taken })
	log := &syncBuffer{}
	a, err := New(Options{Paths: []string{filepath.Join(dir, "missing")}, Listen: free, AdminListen: taken, Log: logTo(log)})
	if err != nil {
		t.Fatal(err)
	}
	err = a.Start(context.Background())
	if _, ok := errors.AsType[*ServeError](err); !ok || !strings.Contains(err.Error(), "admin listen address: cannot listen on "+taken+": another process listens on this socket") {
		t.Errorf("%v", err)
	}
	if a.Addr() != "" || strings.Contains(log.String(), "content is live") {
		t.Errorf("%q, %s", a.Addr(), log)
	}
	if _, err := os.Lstat(filepath.Join(dir, "free")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the other socket is left: %v", err)
	}
}
