package desktest

import (
	"net/http"
	"testing"

	"nlgserver/desk"
	"nlgserver/internal/browser"
)

// Site is a desk with its server, which a test can stop and start again.
type Site struct {
	// Desk is the desk that is served.
	Desk *desk.Desk

	t       *testing.T
	browser *Browser
	// door has the address from the first start to the end of the test: nobody else gets
	// it while the server is stopped.
	door   *door
	server *http.Server
}

// Site serves a desk of the content, for who only reads.
func (b *Browser) Site(t *testing.T, c *Content, options desk.Options) *Site {
	t.Helper()
	skipWithout(t)
	d, err := desk.New(desk.Config{
		Source: c, Options: options, Title: "Harbour Bank", Origin: "domain/ (files)", Product: "nlgserver 0.0.0", ReadOnly: true, User: "author",
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{Desk: d, t: t, browser: b}
	s.Start()
	t.Cleanup(func() {
		s.Stop()
		_ = d.Close()
	})
	return s
}

// Start begins to serve the desk, at the same address as before.
func (s *Site) Start() {
	s.t.Helper()
	s.Serve(s.Desk)
}

// Serve is [Site.Start] with something before the desk.
func (s *Site) Serve(handler http.Handler) {
	s.t.Helper()
	if s.door == nil {
		s.door = newDoor(s.t)
	}
	s.server = &http.Server{Handler: handler}
	server, listener := s.server, s.door.open()
	go func() { _ = server.Serve(listener) }()
}

// Stop ends all connections, as when the program ends.
func (s *Site) Stop() { _ = s.server.Close() }

// URL is the address of a path, such as "/" or "/#/responses/utter_greet".
func (s *Site) URL(path string) string { return "http://" + s.door.Addr().String() + path }

// Open opens the link of the terminal in a new page, and then a part of the page, such as
// "#/responses/utter_greet".
func (s *Site) Open(t *testing.T, hash string) *browser.Page {
	t.Helper()
	page := s.browser.Page(t)
	s.Enter(page, hash)
	return page
}

// Enter is [Site.Open] in a page that there is.
func (s *Site) Enter(page *browser.Page, hash string) {
	s.t.Helper()
	page.Open(s.URL(s.Desk.NewLink()))
	page.Until("document.querySelector('header nav') !== null || document.querySelector('main') !== null")
	if hash != "" {
		page.Run("location.hash = " + Quoted(hash))
	}
}
