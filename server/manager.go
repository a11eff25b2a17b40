package server

import (
	"fmt"
	"sync"

	"nlgserver/internal/diag"
)

// managed is what the service manager was told last.
type managed struct {
	mu sync.Mutex
	// ready is set once it knows that the server serves.
	ready  bool
	status string
}

// tellReady reports that the start or a reload is over, and how it ended.
func (a *App) tellReady() {
	a.managed.mu.Lock()
	defer a.managed.mu.Unlock()
	a.managed.ready = true
	if a.managed.status == "" {
		a.managed.status = a.statusLine()
	}
	a.logUntold(a.notifier.Ready(a.managed.status))
}

// tellStatus reports the state of the content if it has changed. Only the loop's
// goroutine calls it, after [App.logAttempt].
func (a *App) tellStatus() {
	line := a.statusLine()
	a.managed.mu.Lock()
	defer a.managed.mu.Unlock()
	if line == a.managed.status {
		return
	}
	a.managed.status = line
	if a.managed.ready {
		a.logUntold(a.notifier.Status(line))
	}
}

// statusLine describes the state of the content in a line.
func (a *App) statusLine() string {
	rejection := a.told
	if rejection.Err == nil {
		return "serving on " + a.Addr()
	}
	why := rejection.Err.Error()
	if n := rejection.Details.Count(diag.Error); n == 1 {
		why = "1 error"
	} else if n > 1 {
		why = fmt.Sprintf("%d errors", n)
	}
	return fmt.Sprintf("stale: content rejected at %s: %s; serving the last good content on %s",
		rejection.Started.Format("15:04"), why, a.Addr())
}

// logUntold logs a failure to notify the service manager.
func (a *App) logUntold(err error) {
	if err != nil {
		a.opts.Log.Warn("cannot notify the service manager", "error", err)
	}
}
