package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"nlgserver/httpapi"
	"nlgserver/nlg"
)

// PageOptions is what a page gets from the server.
type PageOptions struct {
	// Content is what is served.
	Content *LiveContent
	// Access guards the operators' routes.
	Access httpapi.Gate
	// Background runs work without slowing requests down.
	Background func(work func())
}

// LiveContent is the content of the assistant that answered at the start where none is
// named, for a page that shows it. The page has its name and its recorded requests, so it
// shows no other, whatever a new configuration says. Its methods are safe for concurrent use.
type LiveContent struct {
	app *App

	mu       sync.Mutex
	watchers map[chan struct{}]bool
}

// Fetch returns the files that are served. They must not be changed.
func (c *LiveContent) Fetch(context.Context) ([]nlg.File, nlg.Diagnostics) {
	s := c.shown()
	if s == nil {
		return nil, nil
	}
	live := s.Live()
	if live == nil {
		return nil, nil
	}
	return live.Files, nil
}

// shown returns the assistant that the page shows; nil if it is gone.
func (c *LiveContent) shown() *assistant {
	if !c.app.several() {
		return c.app.byDefault()
	}
	return c.app.assistants.Load().named(c.app.opts.Assistants.Default)
}

// Watch calls changed after each attempt to reload the content, until ctx ends.
func (c *LiveContent) Watch(ctx context.Context, changed func()) error {
	attempts := make(chan struct{}, 1)
	c.mu.Lock()
	if c.watchers == nil {
		c.watchers = map[chan struct{}]bool{}
	}
	c.watchers[attempts] = true
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.watchers, attempts)
	}()
	for {
		changed()
		select {
		case <-attempts:
		case <-ctx.Done():
			return nil
		}
	}
}

// Rejected returns what is wrong with newer content that was rejected, and when it
// was; nothing if the content is that at its sources.
func (c *LiveContent) Rejected() (nlg.Diagnostics, time.Time) {
	s := c.shown()
	if s == nil {
		return nil, time.Time{}
	}
	status := s.loop.Status()
	if !status.Stale {
		return nil, time.Time{}
	}
	return status.Last.Details.Worst(mostShown), status.Last.Started
}

// attempted tells those who watch that the assistant has made an attempt.
func (c *LiveContent) attempted(s *assistant) {
	if s == c.shown() {
		c.changed()
	}
}

// changed tells those who watch.
func (c *LiveContent) changed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for watcher := range c.watchers {
		select {
		case watcher <- struct{}{}:
		default:
		}
	}
}

// newPage makes the page; nil if there is none.
func (a *App) newPage(gate httpapi.Gate) http.Handler {
	if a.opts.Page == nil {
		return nil
	}
	return a.opts.Page(PageOptions{Content: &a.live, Access: gate, Background: a.room.Do})
}

// closePage ends the streams of the page, which would outlast every other request.
func (a *App) closePage() {
	if closer, ok := a.page.(io.Closer); ok {
		if err := closer.Close(); err != nil {
			a.opts.Log.Warn("cannot close the page", "error", err)
		}
	}
}

// endSessions ends the sessions of the page after secrets have changed.
func (a *App) endSessions() {
	if page, ok := a.page.(interface{ EndSessions() }); ok {
		page.EndSessions()
	}
}

// PageURL returns the address of the page; empty if there is none that a browser can
// open, or before Start.
func (a *App) PageURL() string {
	e := a.public
	if a.admin != nil {
		e = a.admin
	}
	if a.page == nil || e.listener == nil || a.admin == nil && !e.isLoopback() {
		return ""
	}
	tcp, ok := e.listener.Addr().(*net.TCPAddr)
	if !ok {
		return ""
	}
	address := tcp.String()
	if tcp.IP.IsUnspecified() {
		_, port, _ := net.SplitHostPort(address)
		address = net.JoinHostPort("localhost", port)
	}
	if a.certificate != nil {
		return "https://" + address + "/"
	}
	return "http://" + address + "/"
}
