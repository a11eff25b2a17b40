package server

import (
	"context"
	"errors"
	"fmt"
	"time"
	"weak"

	"nlgserver/httpapi"
	"nlgserver/nlg"
	"nlgserver/release"
	"nlgserver/release/replica"
	"nlgserver/server/internal/reload"
)

// prepared is content that can go live in a moment.
type prepared struct {
	*compiled
	diags nlg.Diagnostics
	// changes says how it differs from since, which was live when it was prepared.
	since   weak.Pointer[nlg.Catalog]
	changes nlg.Changes
}

// canary is content that a share of the conversations gets.
type canary struct {
	*compiled
	// gets reports whether a conversation is one of them.
	gets func(conversation string) bool
}

// choice is what the loop makes live next. Its key is the version for the loop.
type choice struct {
	key   string
	live  *Live
	diags nlg.Diagnostics
}

var _ replica.Host = (*following)(nil)

// largeBundle is the size, in bytes, from which opening a bundle takes long enough to slow
// requests down: content is ten to forty times as large as its bundle.
const largeBundle = 64 << 10

// unpack runs the work of opening a bundle, for [replica.Config].
func (f *following) unpack(bundle int64, work func()) {
	f.s.aside(bundle >= largeBundle, work)
}

// Prepare implements [replica.Host].
func (f *following) Prepare(ctx context.Context, _ release.Ref, files []nlg.File) (replica.Prepared, error) {
	p, err := f.prepare(ctx, files)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (f *following) prepare(ctx context.Context, files []nlg.File) (*prepared, error) {
	what, diags, err := f.s.compile(ctx, files)
	if err != nil {
		return nil, err
	}
	if what == nil {
		return nil, refusal(diags)
	}
	p := &prepared{compiled: what, diags: diags}
	f.s.aside(size(files) >= largeContent, func() {
		if live := f.s.Catalog(); live != nil {
			p.since, p.changes = weak.Make(live), what.catalog.ChangedSince(live)
		}
		f.s.metrics.PrepareAhead(what.catalog)
	})
	f.s.app.room.LimitMemory(f.s.app.memoryLimit())
	return p, nil
}

// refusal says why content is rejected.
func refusal(found nlg.Diagnostics) error {
	return &replica.RefusedError{Reason: errRejected.Error() + ": " + countErrors(found), Diagnostics: found.Worst(mostLogged)}
}

// Switch implements [replica.Host].
func (f *following) Switch(use replica.Use) {
	main := use.Main.(*prepared)
	c := &choice{key: main.catalog.Version(), live: f.liveOf(main), diags: main.diags}
	if beside, _ := use.Canary.(*prepared); beside != nil && use.Live.Canary != nil {
		c.key += fmt.Sprintf(" %s %d %s", beside.catalog.Version(), use.Live.Canary.Percent, use.Live.Canary.Salt)
		c.live.canary = &canary{beside.compiled, use.Live.Canary.Gets}
	}
	was := f.s.Catalog()
	f.choice.Store(c)
	// It cannot fail, except at the end of the assistant.
	done, err := f.s.loop.Load(f.s.background, TriggerRelease, f.fetch)
	if err != nil {
		return
	}
	f.used.Store(&use)
	f.after.add(switched{use: use, live: f.s.Live(), was: was, diags: main.diags, took: done.Duration})
}

func (f *following) liveOf(p *prepared) *Live {
	live := &Live{Catalog: p.catalog, Files: p.files, shared: p.compiled}
	if old := f.s.Catalog(); old != nil && old == p.since.Value() {
		live.Changes = &p.changes
	}
	return live
}

// fetch returns what is to go live: the loop's own content.
func (f *following) fetch(context.Context) (fetched, error) {
	c := f.choice.Load()
	if c == nil {
		return fetched{}, errNoRelease
	}
	return fetched{Content: c.live.Files, Version: c.key, Details: c.diags, Size: int64(size(c.live.Files))}, nil
}

// chosen returns what is ready for what the loop fetched; nil for nothing.
func (f *following) chosen(fetched fetched) *Live {
	if f == nil {
		return nil
	}
	if c := f.choice.Load(); c != nil && c.key == fetched.Version {
		return c.live
	}
	return nil
}

// pick returns what answers a conversation.
func (s *assistant) pick(conversation string) (*nlg.Catalog, httpapi.Side) {
	live := s.Live()
	switch {
	case live == nil:
		return nil, httpapi.Whole
	case live.canary == nil:
		return live.Catalog, httpapi.Whole
	case live.canary.gets(conversation):
		return live.canary.catalog, httpapi.CanarySide
	}
	return live.Catalog, httpapi.LiveSide
}

// again looks at the store now. The attempt says what that has brought.
func (f *following) again(ctx context.Context, trigger string) (attempt, error) {
	was, done := f.s.Live(), attempt{Triggers: []string{trigger}, Started: time.Now(), Result: reload.Unchanged}
	if err := f.look(ctx); err != nil {
		switch {
		case f.s.background.Err() != nil:
			return attempt{}, reload.ErrStopped
		case ctx.Err() != nil:
			return attempt{}, ctx.Err()
		}
		done.Result, done.Err = reload.Rejected, err
		if refused, ok := errors.AsType[*replica.RefusedError](err); ok {
			done.Details = refused.Diagnostics
		}
	}
	if f.s.Live() != was {
		done.Result = reload.Changed
	}
	done.Duration = time.Since(done.Started)
	return done, nil
}
