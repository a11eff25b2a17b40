package server

import (
	"context"
	"errors"

	"nlgserver/httpapi"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/reload"
	"nlgserver/internal/source"
	"nlgserver/nlg"
)

// The triggers of a reload, as logs and metrics name them; reload.TriggerPoll
// is one more.
const (
	TriggerStart = "start"
	// TriggerLastGood is the copy of an earlier run, in the place of content
	// that was refused at the start.
	TriggerLastGood = "last_good"

	TriggerWatch  = "watch"
	TriggerSignal = "signal"
	TriggerHTTP   = "http"
)

type (
	fetched = reload.Fetched[nlg.Catalog, nlg.Diagnostics]
	attempt = reload.Attempt[nlg.Diagnostics]
)

var errRefused = errors.New("the content was refused")

func (a *App) loopConfig() reload.Config[nlg.Catalog, nlg.Diagnostics] {
	cfg := reload.Config[nlg.Catalog, nlg.Diagnostics]{
		Fetch:     a.fetch,
		Debounce:  a.opts.Debounce,
		Poll:      a.opts.Poll,
		OnAttempt: a.attempted,
	}
	if len(a.opts.Paths) == 0 {
		cfg.Poll = -1
	}
	return cfg
}

// fetch reads the content once; what is compiled are the bytes that the
// version was made from.
func (a *App) fetch(ctx context.Context) (fetched, error) {
	files, found := a.opts.Embedded, diag.List(nil)
	restored := a.restore.Swap(nil)
	switch {
	case restored != nil:
		files = *restored
	case len(a.opts.Paths) > 0:
		files, found = source.New(a.opts.Paths).Fetch(ctx)
	}
	f := fetched{Version: content.Version(files), Details: found}
	if found.Refused() {
		return f, errRefused
	}
	f.Compile = func() (*nlg.Catalog, nlg.Diagnostics, error) {
		catalog, diags := a.compile(files)
		diags = append(found, diags...)
		if catalog == nil {
			return nil, diags, errRefused
		}
		a.metrics.Prepare(catalog)
		if restored == nil {
			a.compiled = files
		}
		return catalog, diags, nil
	}
	return f, nil
}

// watch pokes the loop when the content may have changed. A watch that cannot
// be had is a warning: the poll still finds changes.
func (a *App) watch(ctx context.Context) {
	if len(a.opts.Paths) == 0 {
		return
	}
	src := source.New(a.opts.Paths).With(source.Options{OnWatchError: func(err error) {
		a.opts.Log.Warn("a directory cannot be watched; changes in it are found by polling", "error", err)
	}})
	a.group.Go(func() {
		if err := src.Watch(ctx, func() { a.loop.Poke(TriggerWatch) }); err != nil && ctx.Err() == nil {
			a.opts.Log.Warn("the content cannot be watched; changes are found by polling", "error", err)
		}
	})
}

// reloadNow answers POST /-/reload.
func (a *App) reloadNow(ctx context.Context) httpapi.ReloadResult {
	done, err := a.loop.Reload(ctx, TriggerHTTP)
	if err != nil {
		return httpapi.ReloadResult{Rejected: true, Reason: err.Error()}
	}
	result := httpapi.ReloadResult{
		Version:     a.Catalog().ShortVersion(),
		Changed:     done.Result == reload.Changed,
		Rejected:    done.Result == reload.Rejected,
		Diagnostics: done.Details.Worst(mostShown),
	}
	if done.Err != nil {
		result.Reason = done.Err.Error()
	}
	return result
}
