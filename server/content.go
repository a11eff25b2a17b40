package server

import (
	"context"
	"errors"

	"nlgserver/httpapi"
	"nlgserver/internal/content"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
	"nlgserver/server/internal/reload"
)

// The triggers of a reload, as logs and metrics name them; reload.TriggerPoll
// is one more.
const (
	TriggerStart = "start"
	// TriggerLastGood is the copy of an earlier run, used when the content is
	// rejected at the start.
	TriggerLastGood = "last_good"

	TriggerWatch  = "watch"
	TriggerSignal = "signal"
	TriggerHTTP   = "http"
)

// Live is what is served.
type Live struct {
	Catalog *nlg.Catalog
	// Files are what Catalog was compiled from. They must not be changed.
	Files []content.File
	// Changes says how it differs from what was live before; nil if nothing was.
	Changes *nlg.Changes
}

type (
	loop    = reload.Loop[[]content.File, Live, nlg.Diagnostics]
	fetched = reload.Fetched[[]content.File, nlg.Diagnostics]
	attempt = reload.Attempt[[]content.File, nlg.Diagnostics]
)

var errRejected = errors.New("content rejected")

// origin returns the source that the options name.
func (a *App) origin() source.Source {
	if len(a.opts.Paths) == 0 {
		return a.opts.Source
	}
	return files.New(a.opts.Paths).With(files.Options{FollowLinks: a.opts.FollowLinks, OnWatchError: func(err error) {
		a.opts.Log.Warn("cannot watch a directory; polling it for changes", "error", err)
	}})
}

func (a *App) loopConfig() reload.Config[[]content.File, Live, nlg.Diagnostics] {
	cfg := reload.Config[[]content.File, Live, nlg.Diagnostics]{
		Fetch:     a.fetchFrom(a.source),
		Compile:   a.compileFetched,
		Debounce:  a.opts.Debounce,
		Poll:      a.opts.Poll,
		Removes:   func(next *Live) bool { return next.Changes != nil && next.Changes.Removed > 0 },
		Settle:    a.opts.DebounceRemovals,
		OnHeld:    a.logHeld,
		OnDropped: a.logDropped,
		OnLive:    func(next *Live) { a.metrics.Prepare(next.Catalog) },
		OnAttempt: a.attempted,
	}
	if source.Still(a.source) {
		cfg.Poll = -1
	}
	return cfg
}

// fetchFrom reads content from a source once.
func (a *App) fetchFrom(src source.Source) reload.Fetch[[]content.File, nlg.Diagnostics] {
	return func(ctx context.Context) (fetched, error) {
		read, found := src.Fetch(ctx)
		f := fetched{Content: read, Version: content.Version(read), Details: found, Size: int64(size(read))}
		if live := a.Catalog(); live != nil && live.Version() != f.Version {
			f.Writing = source.Writing(ctx, src)
		}
		if found.Refused() {
			return f, errRejected
		}
		return f, nil
	}
}

// compileFetched compiles the bytes that the version was computed from. If ctx ends,
// nobody needs the result.
func (a *App) compileFetched(ctx context.Context, f fetched) (*Live, nlg.Diagnostics, error) {
	catalog, diags, err := a.compile(ctx, f.Content)
	if err != nil {
		return nil, nil, err
	}
	diags = append(f.Details, diags...)
	if catalog == nil {
		return nil, diags, errRejected
	}
	live := &Live{Catalog: catalog, Files: f.Content}
	if old := a.Catalog(); old != nil {
		changes := catalog.ChangedSince(old)
		live.Changes = &changes
	}
	return live, diags, nil
}

// watch pokes the loop when the content may have changed. If it cannot be
// watched, the poll still finds changes.
func (a *App) watch(ctx context.Context) {
	a.group.Go(func() {
		if err := a.source.Watch(ctx, func() { a.loop.Poke(TriggerWatch) }); err != nil && ctx.Err() == nil {
			a.opts.Log.Warn("cannot watch the content; polling it for changes", "source", a.source.String(), "error", err)
		}
	})
}

// reloadNow handles POST /-/reload. A stop does not wait for it.
func (a *App) reloadNow(ctx context.Context) httpapi.ReloadResult {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.reloads, cancel)()
	done, err := a.loop.Reload(ctx, TriggerHTTP)
	if errors.Is(err, reload.ErrStopped) || err != nil && a.reloads.Err() != nil {
		return httpapi.ReloadResult{Stopping: true}
	}
	if err != nil {
		return httpapi.ReloadResult{Rejected: true, Reason: err.Error()}
	}
	live := a.Live()
	result := httpapi.ReloadResult{
		Version:     live.Catalog.ShortVersion(),
		Responses:   live.Catalog.Len(),
		Changed:     done.Result == reload.Changed,
		Rejected:    done.Result == reload.Rejected,
		Diagnostics: done.Details.Worst(mostShown),
	}
	if result.Changed && live.Changes != nil {
		result.Changes = *live.Changes
	}
	if done.Err != nil {
		result.Reason = done.Err.Error()
	}
	return result
}
