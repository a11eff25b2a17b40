package server

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/content"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
	"nlgserver/release/replica"
	"nlgserver/server/internal/reload"
)

// The triggers of a reload, as logs and metrics name them; reload.TriggerPoll
// is one more.
const (
	TriggerStart = "start"
	// TriggerLastGood is the copy of an earlier run, used when the content is
	// rejected at the start.
	TriggerLastGood = "last_good"
	// TriggerRelease is a release, or the end of one, that the store says is live.
	TriggerRelease = "release"

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

	// shared keeps both for other assistants that come to serve the same.
	shared *compiled
	// canary is what a share of the conversations gets instead; nil for none.
	canary *canary
	// late are Changes that became known afterward; nil for none.
	late atomic.Pointer[nlg.Changes]
}

type (
	loop    = reload.Loop[[]content.File, Live, nlg.Diagnostics]
	fetched = reload.Fetched[[]content.File, nlg.Diagnostics]
	attempt = reload.Attempt[[]content.File, nlg.Diagnostics]
)

var (
	errRejected  = errors.New("content rejected")
	errNoRelease = errors.New("no release is live yet")
)

// origin returns the source that the options name.
func (s *assistant) origin() source.Source {
	if len(s.opts.Paths) == 0 {
		return s.opts.Source
	}
	return files.New(s.opts.Paths).With(files.Options{FollowLinks: s.opts.FollowLinks, Watches: &s.app.watches, OnWatchError: func(err error) {
		s.log.Warn("cannot watch a directory; polling it for changes", "error", err)
	}})
}

func (s *assistant) loopConfig() reload.Config[[]content.File, Live, nlg.Diagnostics] {
	cfg := reload.Config[[]content.File, Live, nlg.Diagnostics]{
		Compile:   s.compileFetched,
		Debounce:  s.app.opts.Debounce,
		Poll:      s.app.opts.Poll,
		Removes:   func(next *Live) bool { return next.Changes != nil && next.Changes.Removed > 0 },
		Settle:    s.app.opts.DebounceRemovals,
		OnHeld:    s.logHeld,
		OnDropped: s.logDropped,
		OnLive:    s.beforeLive,
		OnAttempt: s.attempted,
	}
	if s.following != nil {
		cfg.Fetch, cfg.Poll = s.following.fetch, -1
		return cfg
	}
	cfg.Fetch = s.fetchFrom(s.source)
	if source.Still(s.source) {
		cfg.Poll = -1
	}
	return cfg
}

// beforeLive makes the counters of what is about to go live.
func (s *assistant) beforeLive(next *Live) {
	s.metrics.Prepare(next.Catalog)
	if s.following == nil {
		return
	}
	if next.canary == nil {
		s.metrics.PrepareCanary(nil)
	} else {
		s.metrics.PrepareCanary(next.canary.catalog)
	}
}

// fetchFrom reads content from a source once.
func (s *assistant) fetchFrom(src source.Source) reload.Fetch[[]content.File, nlg.Diagnostics] {
	return func(ctx context.Context) (fetched, error) {
		read, found := src.Fetch(ctx)
		f := fetched{Content: read, Version: content.Version(read), Details: found, Size: int64(size(read))}
		if live := s.Catalog(); live != nil && live.Version() != f.Version {
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
func (s *assistant) compileFetched(ctx context.Context, f fetched) (*Live, nlg.Diagnostics, error) {
	if ready := s.following.chosen(f); ready != nil {
		return ready, f.Details, nil
	}
	what, diags, err := s.compile(ctx, f.Content)
	if err != nil {
		return nil, nil, err
	}
	diags = append(f.Details, diags...)
	if what == nil {
		return nil, diags, errRejected
	}
	live := &Live{Catalog: what.catalog, Files: what.files, shared: what}
	if old := s.Catalog(); old != nil {
		changes := live.Catalog.ChangedSince(old)
		live.Changes = &changes
	}
	return live, diags, nil
}

// readAgain reads the content again, or looks at the store of releases, and returns when
// that is over.
func (s *assistant) readAgain(ctx context.Context, trigger string) (attempt, error) {
	if s.following != nil {
		return s.following.again(ctx, trigger)
	}
	return s.loop.Reload(ctx, trigger)
}

// reloadNow handles POST /-/reload. A stop does not wait for it, and it waits for one of
// several assistants only as long as the others do.
func (s *assistant) reloadNow(ctx context.Context) httpapi.ReloadResult {
	if s.app.reloads.Err() != nil {
		return httpapi.ReloadResult{Stopping: true}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.app.reloads, cancel)()
	if s.app.several() {
		defer time.AfterFunc(s.app.patience, cancel).Stop()
	}
	done, err := s.readAgain(ctx, TriggerHTTP)
	if errors.Is(err, reload.ErrStopped) || err != nil && s.app.reloads.Err() != nil {
		return httpapi.ReloadResult{Stopping: true}
	}
	if err != nil {
		return httpapi.ReloadResult{Rejected: true, Reason: "the content takes long to load; the status shows when it is live"}
	}
	away := done.Result == reload.Rejected && s.isAway(done.Err)
	if away {
		if refused, ok := s.refusedCopy(); ok {
			done, away = refused, false
		}
	}
	result := httpapi.ReloadResult{
		Changed:     done.Result == reload.Changed,
		Rejected:    done.Result == reload.Rejected,
		Unreachable: away,
		Diagnostics: done.Details.Worst(mostShown),
	}
	if live := s.Live(); live != nil {
		result.Version, result.Responses = live.Catalog.ShortVersion(), live.Catalog.Len()
		if changes := live.changes(); result.Changed && changes != nil {
			result.Changes = *changes
		}
	}
	if done.Err != nil {
		result.Reason = done.Err.Error()
	}
	return result
}

// isAway reports whether an attempt was rejected because what the assistant follows does not
// answer, which says nothing of its content.
func (s *assistant) isAway(err error) bool {
	if state, ok := s.remote(); ok {
		return !state.Reachable
	}
	_, away := errors.AsType[*replica.AwayError](err)
	return away
}
