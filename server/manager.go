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

// tellStatus reports the state of the content if it has changed. The loops' goroutines
// call it, after [assistant.noteStale].
func (a *App) tellStatus() {
	a.managed.mu.Lock()
	defer a.managed.mu.Unlock()
	line := a.statusLine()
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
	var stale []string
	var first string
	all := a.assistants.Load().all
	for _, s := range all {
		if why := s.stale.Load(); why != nil {
			if stale = append(stale, s.opts.Name); len(stale) == 1 {
				first = *why
			}
		}
	}
	switch {
	case len(stale) == 0 && !a.several():
		return "serving on " + a.Addr()
	case len(stale) == 0:
		return fmt.Sprintf("serving %s on %s", assistants(len(all)), a.Addr())
	case !a.several():
		return "stale: " + first + "; serving the last good content on " + a.Addr()
	case len(stale) == 1:
		return fmt.Sprintf("stale: %s: %s; serving %s on %s", stale[0], first, assistants(len(all)), a.Addr())
	}
	return fmt.Sprintf("stale: %d of %s, first %s: %s; serving on %s", len(stale), assistants(len(all)), stale[0], first, a.Addr())
}

// assistants writes how many assistants there are.
func assistants(n int) string {
	if n == 1 {
		return "1 assistant"
	}
	return fmt.Sprintf("%d assistants", n)
}

// noteStale notes the rejection that was logged last. Only the loop's goroutine calls
// it, after [assistant.logAttempt].
func (s *assistant) noteStale() {
	rejection := s.told
	if rejection.Err == nil {
		s.stale.Store(nil)
		return
	}
	why := rejection.Err.Error()
	if n := rejection.Details.Count(diag.Error); n > 0 {
		why = countErrors(rejection.Details)
	}
	line := fmt.Sprintf("content rejected at %s: %s", rejection.Started.Format("15:04"), why)
	s.stale.Store(&line)
}

// countErrors writes how many errors there are.
func countErrors(found diag.List) string {
	if n := found.Count(diag.Error); n != 1 {
		return fmt.Sprintf("%d errors", n)
	}
	return "1 error"
}

// logUntold logs a failure to notify the service manager.
func (a *App) logUntold(err error) {
	if err != nil {
		a.opts.Log.Warn("cannot notify the service manager", "error", err)
	}
}
