package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/nlg"
)

// fakePage streams until it is closed.
type fakePage struct {
	PageOptions
	mu     sync.Mutex
	closed chan struct{}
	ended  int
}

func (p *fakePage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	connection := http.NewResponseController(w)
	if err := connection.SetWriteDeadline(time.Time{}); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, "begin")
	_ = connection.Flush()
	select {
	case <-p.closed:
	case <-r.Context().Done():
	}
}

func (p *fakePage) Close() error {
	close(p.closed)
	return nil
}

func (p *fakePage) EndSessions() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended++
}

// withPage starts a server with a page.
func withPage(t *testing.T, change func(*Options)) (*App, *fakePage) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.yml")
	write(t, path, "responses:\n  utter_a:\n  - text: one\n")
	page := &fakePage{closed: make(chan struct{})}
	opts := Options{
		Paths: []string{path}, Listen: "127.0.0.1:0", Poll: -1, Log: slog.New(slog.DiscardHandler),
		Page: func(o PageOptions) http.Handler {
			page.PageOptions = o
			return page
		},
	}
	if change != nil {
		change(&opts)
	}
	a, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	return a, page
}

// TestPageStops checks that a stream of the page does not hold up a stop, which cuts
// nothing off.
func TestPageStops(t *testing.T) {
	a, _ := withPage(t, nil)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.PageURL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if line, err := bufio.NewReader(reply.Body).ReadString('\n'); err != nil || line != "begin\n" || reply.StatusCode != 200 {
		t.Fatal(reply.StatusCode, line, err)
	}
	if err := a.Stop(context.Background()); err != nil {
		t.Error(err)
	}
	if _, err := io.ReadAll(reply.Body); err != nil {
		t.Error("the stream was cut off:", err)
	}
}

// TestLiveContent checks what the page learns of the content: the files that are
// served, each attempt to reload them, and what is wrong with newer ones.
func TestLiveContent(t *testing.T) {
	a, page := withPage(t, nil)
	defer func() { _ = a.Stop(context.Background()) }()
	c := page.Content
	told := make(chan struct{}, 100)
	ctx, cancel := context.WithCancel(t.Context())
	watched := make(chan error)
	go func() { watched <- c.Watch(ctx, func() { told <- struct{}{} }) }()
	<-told
	text := func() string {
		files, found := c.Fetch(t.Context())
		if len(files) != 1 || len(found) > 0 {
			t.Fatal(files, found)
		}
		return string(files[0].Data)
	}
	if got := text(); !strings.Contains(got, "one") {
		t.Error(got)
	}
	path := a.opts.Paths[0]
	reload := func(text string) {
		t.Helper()
		write(t, path, text)
		if _, err := a.Reload(t.Context(), "test"); err != nil && !strings.Contains(err.Error(), "rejected") {
			t.Fatal(err)
		}
		<-told
	}
	reload("responses:\n  utter_a: 5\n")
	if got := text(); !strings.Contains(got, "one") {
		t.Error("rejected content is shown as good:", got)
	}
	found, since := c.Rejected()
	if len(found) == 0 || found[0].Severity < nlg.Defect || since.IsZero() {
		t.Error(found, since)
	}
	reload("responses:\n  utter_a:\n  - text: two\n")
	if got := text(); !strings.Contains(got, "two") {
		t.Error(got)
	}
	if found, _ := c.Rejected(); len(found) > 0 {
		t.Error(found)
	}
	cancel()
	if err := <-watched; err != nil || len(c.watchers) > 0 {
		t.Error(err, len(c.watchers))
	}
}

// TestPageSessionsEnd checks that the sessions of the page end when secrets have
// changed.
func TestPageSessionsEnd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	write(t, file, "one\n")
	a, page := withPage(t, func(o *Options) { o.Access.AdminTokenFile = file })
	defer func() { _ = a.Stop(context.Background()) }()
	if !page.Access.Guarded() || page.ended != 0 {
		t.Fatal(page.Access.Guarded(), page.ended)
	}
	write(t, file+".new", "two\n")
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
	for _, f := range a.followers {
		if changed, err := f.Look(t.Context(), true); !changed && page.ended == 0 || err != nil {
			t.Fatal(changed, err)
		}
	}
	page.mu.Lock()
	defer page.mu.Unlock()
	if page.ended == 0 {
		t.Error("they last")
	}
}

// TestPageURL checks where the page is.
func TestPageURL(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Options)
		want   string
	}{
		"loopback":   {nil, "http://127.0.0.1:"},
		"operators'": {func(o *Options) { o.Listen, o.AdminListen = ":0", "127.0.0.1:0" }, "http://127.0.0.1:"},
		"everywhere": {func(o *Options) { o.AdminListen = ":0" }, "http://localhost:"},
		"others":     {func(o *Options) { o.Listen = ":0" }, ""},
		"none":       {func(o *Options) { o.Page = nil }, ""},
	} {
		a, _ := withPage(t, c.change)
		if got := a.PageURL(); !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: %s", name, got)
		}
		_ = a.Stop(context.Background())
	}
}
