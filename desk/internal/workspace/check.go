package workspace

import (
	"context"
	"sync"
	"time"

	"nlgserver/desk/internal/check"
	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/view"
	"nlgserver/expect"
	"nlgserver/nlg"
)

// quiet is how long a draft must not change before it is checked, so that a check does
// not take from typing what it needs.
const quiet = 400 * time.Millisecond

// checked is what a check found. It does not change.
type checked struct {
	// number is what the draft was.
	number int
	// content is nil if the content with the draft is rejected.
	content  *view.Content
	rejected []view.Finding
	since    time.Time
	report   *check.Report
	// replay is nil if either side is rejected.
	replay *check.Replay
}

// expectOptions say how expectation files are read.
func (w *Workspaces) expectOptions() expect.Options {
	o := w.cfg.Options
	return expect.Options{Env: o.Compile.Env, EnvAllowed: o.Compile.EnvAllowed, Request: o.Request}
}

// check begins to check the draft, and gives up on what it was before; mu is locked.
func (ws *Workspace) check() {
	if ws.cancel != nil {
		ws.cancel()
	}
	if ws.settled == nil || ws.checked != nil && ws.checked.number == ws.number-1 {
		ws.settled = make(chan struct{})
	}
	ctx, cancel := context.WithCancel(ws.all.done)
	ws.cancel = cancel
	hurry := make(chan struct{})
	ws.hurry = sync.OnceFunc(func() { close(hurry) })
	number, base, d := ws.number, ws.base, ws.files
	ws.all.begin(func() {
		defer cancel()
		select {
		case <-time.After(quiet):
		case <-hurry:
		case <-ctx.Done():
			return
		}
		ws.all.cfg.Background(func() {
			if c := ws.all.checkOf(ctx, base, d); c != nil {
				c.number = number
				ws.finish(c)
			}
		})
	})
}

// finish keeps what a check found, unless the draft has changed since.
func (ws *Workspace) finish(c *checked) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if c.number != ws.number {
		return
	}
	if c.content != nil {
		ws.shown, ws.shownFiles = c.content, ws.files
		ws.mark()
	} else if c.since = time.Now().UTC().Truncate(time.Second); ws.checked != nil && ws.checked.content == nil {
		c.since = ws.checked.since
	}
	ws.checked = c
	close(ws.settled)
	ws.all.cfg.Changed()
}

// checkOf checks files against their base; nil if the context is done before.
func (w *Workspaces) checkOf(ctx context.Context, base *Base, files []nlg.File) *checked {
	out := &checked{content: base.Content, rejected: base.Rejected}
	content, tests := draft.Split(files)
	if !sameFiles(files, base.all()) {
		sources := base.Sources
		sources.Files, sources.Tests = content, tests
		out.content, out.rejected = view.Open(ctx, sources, w.cfg.Options)
	}
	var err error
	out.report, err = check.Check(ctx, base.side(), check.Side{Content: out.content, Rejected: out.rejected}, tests, w.expectOptions())
	if err == nil && base.Content != nil && out.content != nil {
		out.replay, err = check.Again(ctx, base.Content, out.content, base.Sources.Recordings)
	}
	if err != nil || ctx.Err() != nil {
		return nil
	}
	return out
}

// sameFiles reports whether files have the same paths and bytes.
func sameFiles(a, b []nlg.File) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Path != b[i].Path || !sameBytes(a[i].Data, b[i].Data) {
			return false
		}
	}
	return true
}
