package notify

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// manager is a service manager's socket.
func manager(t *testing.T, name string) *net.UnixConn {
	t.Helper()
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func hear(t *testing.T, c *net.UnixConn) string {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	n, err := c.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	return string(buf[:n])
}

func env(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := vars[name]
		return v, ok
	}
}

func newNotifier(t *testing.T, vars map[string]string) *Notifier {
	t.Helper()
	n, err := New(env(vars))
	if err != nil || n == nil {
		t.Fatalf("%v, %v", n, err)
	}
	return n
}

func TestMessages(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("systemd runs on Linux")
	}
	for kind, name := range map[string]string{
		"path":     filepath.Join(t.TempDir(), "notify"),
		"abstract": fmt.Sprintf("@nlgserver-test-%d-%d", os.Getpid(), time.Now().UnixNano()),
	} {
		t.Run(kind, func(t *testing.T) {
			m := manager(t, name)
			n := newNotifier(t, map[string]string{"NOTIFY_SOCKET": name})
			for _, tt := range []struct {
				send func() error
				want string
			}{
				{func() error { return n.Ready("serving\nABC=1") }, "READY=1\nSTATUS=serving ABC=1"},
				{func() error { return n.Status("stale\nABC=1") }, "STATUS=stale ABC=1"},
				{n.Stopping, "STOPPING=1"},
			} {
				if err := tt.send(); err != nil {
					t.Fatal(err)
				}
				if got := hear(t, m); got != tt.want {
					t.Errorf("%q, want %q", got, tt.want)
				}
			}
		})
	}
}

// TestReloading checks the time of the message: systemd accepts none that is
// before the signal.
func TestReloading(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("systemd runs on Linux")
	}
	name := filepath.Join(t.TempDir(), "notify")
	m := manager(t, name)
	n := newNotifier(t, map[string]string{"NOTIFY_SOCKET": name})
	last := int64(0)
	for range 2 {
		if err := n.Reloading(); err != nil {
			t.Fatal(err)
		}
		var usec int64
		if _, err := fmt.Sscanf(hear(t, m), "RELOADING=1\nMONOTONIC_USEC=%d", &usec); err != nil || usec <= last {
			t.Errorf("%d after %d, %v", usec, last, err)
		}
		last = usec
		time.Sleep(time.Millisecond)
	}
	// The clock counts from the start of the machine, like /proc/uptime, but
	// without the time that it was suspended.
	text, err := os.ReadFile("/proc/uptime")
	if err != nil {
		t.Skip(err)
	}
	var uptime float64
	if _, err := fmt.Sscan(string(text), &uptime); err != nil {
		t.Fatal(err)
	}
	if seconds := float64(last) / 1e6; seconds > uptime+60 {
		t.Errorf("%f seconds, and the machine is up for %f", seconds, uptime)
	}
}

func TestWatchdog(t *testing.T) {
	name := filepath.Join(t.TempDir(), "notify")
	m := manager(t, name)
	n := newNotifier(t, map[string]string{"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "20000", "WATCHDOG_PID": fmt.Sprint(os.Getpid())})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	var alive atomic.Bool
	alive.Store(true)
	go func() {
		n.Watchdog(ctx, alive.Load)
		close(ended)
	}()
	for range 3 {
		if got := hear(t, m); got != "WATCHDOG=1" {
			t.Errorf("%q", got)
		}
	}
	alive.Store(false)
	time.Sleep(50 * time.Millisecond)
	for { // messages still queued
		if err := m.SetReadDeadline(time.Now().Add(60 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Read(make([]byte, 100)); err != nil {
			break
		}
		if ctx.Err() != nil {
			t.Fatal("it does not return")
		}
	}
	cancel()
	<-ended
}

// TestWatchdogOfAnother checks that a watchdog for another process, or none, is
// not notified.
func TestWatchdogOfAnother(t *testing.T) {
	for _, vars := range []map[string]string{
		{"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"},
		{"NOTIFY_SOCKET": "/run/x"},
	} {
		n := newNotifier(t, vars)
		n.Watchdog(context.Background(), func() bool { t.Error("asked"); return true }) // returns
	}
}

func TestNoListener(t *testing.T) {
	n, err := New(env(nil))
	if n != nil || err != nil {
		t.Fatalf("%v, %v", n, err)
	}
	n.Watchdog(context.Background(), func() bool { return true })
	for _, send := range []func() error{n.Reloading, n.Stopping, func() error { return n.Ready("") }} {
		if err := send(); err != nil {
			t.Error(err)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, vars := range []map[string]string{
		{"NOTIFY_SOCKET": "relative"},
		{"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "soon"},
		{"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "-5"},
	} {
		if _, err := New(env(vars)); err == nil {
			t.Errorf("%v is accepted", vars)
		}
	}
	n := newNotifier(t, map[string]string{"NOTIFY_SOCKET": filepath.Join(t.TempDir(), "gone")})
	if err := n.Ready(""); err == nil || !strings.Contains(err.Error(), "systemd") {
		t.Errorf("without a listener: %v", err)
	}
}
