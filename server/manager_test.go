package server

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestManagerStatus checks that systemctl status tells a rejected reload, whoever
// asked for it, once, and the end of it.
func TestManagerStatus(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("systemd runs on Linux")
	}
	dir := t.TempDir()
	socket, name := filepath.Join(dir, "notify"), filepath.Join(dir, "content", "responses.yml")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	hear := func(want string) {
		t.Helper()
		if err := manager.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 1000)
		n, err := manager.Read(buf)
		if err != nil || !regexp.MustCompile("^"+want+"$").Match(buf[:n]) {
			t.Fatalf("%q, %v, want %s", buf[:n], err, want)
		}
	}
	if err := os.Mkdir(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, name, responses("good"))
	r := startWith(t, func(o *Options) {
		o.Paths, o.Poll = []string{filepath.Dir(name)}, 5*time.Millisecond
		o.Env = func(variable string) (string, bool) { return socket, variable == "NOTIFY_SOCKET" }
	})
	serving := "STATUS=serving on " + regexp.QuoteMeta(r.Addr())
	const stale = `STATUS=stale: content rejected at \d\d:\d\d: 1 error; serving the last good content on 127\.0\.0\.1:\d+`
	hear("READY=1\n" + serving)

	// The status tells the minute of the rejection, and Hangup rejects again: both in one.
	if left := time.Minute - time.Duration(time.Now().Second())*time.Second; left < 15*time.Second {
		time.Sleep(left)
	}
	replace(t, name, broken)
	hear(stale)
	seen := r.byDefault().loop.Status().Rejected
	r.eventually("more polls", func() bool { return r.byDefault().loop.Status().Rejected > seen+5 })
	r.Hangup(context.Background())
	hear(`RELOADING=1\nMONOTONIC_USEC=\d+`)
	hear("READY=1\n" + stale)

	replace(t, name, strings.Replace(responses("good"), "good", "better", 1))
	hear(serving)
	r.Hangup(context.Background())
	hear(`RELOADING=1\nMONOTONIC_USEC=\d+`)
	hear("READY=1\n" + serving)
}
