package notify

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// Notifier sends messages to the service manager.
type Notifier struct {
	address *net.UnixAddr
	// every is how often the watchdog must be notified; 0 for never.
	every time.Duration
}

// New returns the notifier that the environment asks for, nil for none. lookup is
// os.LookupEnv or the like.
func New(lookup func(name string) (string, bool)) (*Notifier, error) {
	socket, _ := lookup("NOTIFY_SOCKET")
	if socket == "" {
		return nil, nil
	}
	if socket[0] != '/' && socket[0] != '@' {
		return nil, fmt.Errorf("NOTIFY_SOCKET=%s: not a path and not an abstract socket", socket)
	}
	n := &Notifier{address: &net.UnixAddr{Name: socket, Net: "unixgram"}}
	pid, ok := lookup("WATCHDOG_PID")
	if ok && pid != strconv.Itoa(os.Getpid()) {
		return n, nil // the watchdog is for another process
	}
	if text, ok := lookup("WATCHDOG_USEC"); ok {
		usec, err := strconv.ParseInt(text, 10, 64)
		if err != nil || usec <= 0 {
			return nil, fmt.Errorf("WATCHDOG_USEC=%s: not a number of microseconds", text)
		}
		n.every = time.Duration(usec) * time.Microsecond
	}
	return n, nil
}

// Ready reports that the service is up, or that a reload is complete. systemctl
// status shows the status.
func (n *Notifier) Ready(status string) error { return n.send("READY=1", "STATUS="+oneLine(status)) }

// Status replaces the status.
func (n *Notifier) Status(status string) error { return n.send("STATUS=" + oneLine(status)) }

// Reloading reports that a reload has begun; Ready ends it.
func (n *Notifier) Reloading() error {
	if n == nil {
		return nil
	}
	usec, err := monotonic()
	if err != nil {
		return err
	}
	return n.send("RELOADING=1", fmt.Sprintf("MONOTONIC_USEC=%d", usec))
}

// Stopping reports that the service is shutting down.
func (n *Notifier) Stopping() error { return n.send("STOPPING=1") }

// Watchdog notifies the watchdog until ctx ends, twice as often as required, and
// only while alive returns true. Without a watchdog it returns at once.
func (n *Notifier) Watchdog(ctx context.Context, alive func() bool) {
	if n == nil || n.every <= 0 {
		return
	}
	tick := time.NewTicker(n.every / 2)
	defer tick.Stop()
	for {
		if alive() {
			_ = n.send("WATCHDOG=1") // the next one may get through
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (n *Notifier) send(lines ...string) error {
	if n == nil {
		return nil
	}
	c, err := net.DialUnix("unixgram", nil, n.address)
	if err != nil {
		return fmt.Errorf("notify systemd: %w", err)
	}
	defer func() { _ = c.Close() }()
	if _, err := c.Write([]byte(strings.Join(lines, "\n"))); err != nil {
		return fmt.Errorf("notify systemd: %w", err)
	}
	return nil
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }
