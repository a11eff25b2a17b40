package server

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/follow"
	"nlgserver/internal/source"
	"nlgserver/internal/source/lastgood"
	"nlgserver/nlg"
	"nlgserver/server/internal/access"
	"nlgserver/server/internal/metrics"
	"nlgserver/server/internal/reload"
)

// assistant is one assistant of a running server. It has nothing to do with the others:
// what they share belongs to the App.
type assistant struct {
	app  *App
	opts AssistantOptions
	// log is for lines about the assistant.
	log    *slog.Logger
	source source.Source
	// following is its side of a store of releases, instead of a source; nil for none.
	following *following
	loop      *loop
	metrics   *metrics.Assistant
	gate      *access.Gate
	// followers are the files of its secrets.
	followers []*follow.Files
	routes    *httpapi.Assistant
	// rephraser is nil without a model.
	rephraser *rephraser
	// memory is its share of the memory for requests, of which that many bytes are its
	// own; nil for all of it.
	memory *httpapi.Memory
	own    int64

	// cameLater is set for one that was not there at the start.
	cameLater bool
	// inherited is what was live under the configuration before. It is served until this
	// one has loaded something, and not kept after that; nil for none.
	inherited    atomic.Pointer[Live]
	fromLastGood atomic.Bool
	// bytes is the size of the content that is live.
	bytes atomic.Int64
	// stale is the rejection that is not undone yet, in a line; nil for none.
	stale atomic.Pointer[string]
	// refused is the last attempt that has read content, if that was rejected; nil if not.
	refused atomic.Pointer[attempt]
	// told is the rejection that was logged last. Only the loop's goroutine uses
	// it.
	told attempt
	// noted are the warnings of the last attempt that were logged. Only the loop's
	// goroutine uses it.
	noted map[string]bool

	// recording is nil without records, before the start, and if there was no directory
	// for them at the start.
	recording *recording

	// background ends with the work in the background.
	background context.Context
	cancel     context.CancelFunc
	// group is that work except the loop, which may take long to end.
	group     sync.WaitGroup
	loopEnded chan struct{}
}

// newAssistant reads the secrets of an assistant and wires it. It does not read the
// content yet.
func (a *App) newAssistant(opts AssistantOptions, before *assistant) (*assistant, error) {
	if opts.SettingName == nil {
		opts.SettingName = a.opts.SettingName
	}
	s := &assistant{app: a, opts: opts, log: a.logFor(opts), loopEnded: make(chan struct{})}
	if before != nil {
		s.cameLater = before.cameLater
		s.inherited.Store(before.Live())
	} else {
		s.cameLater = a.serves()
	}
	var err error
	if s.following, err = newFollowing(s, before); err != nil {
		return nil, err
	}
	s.source = s.origin()
	s.loop = reload.New(s.loopConfig())
	if s.gate, s.followers, err = callerGate(opts.Access, opts.SettingName); err != nil {
		return nil, err
	}
	if s.rephraser, err = newRephraser(s); err != nil {
		return nil, err
	}
	s.metrics = s.newMetrics()
	if !a.several() {
		s.routes = s.newRoutes()
	}
	return s, nil
}

// logFor returns the log of an assistant. Where there is only one, its lines are those
// of the server.
func (a *App) logFor(opts AssistantOptions) *slog.Logger {
	if !a.several() {
		return a.opts.Log
	}
	log := a.opts.Log.With("assistant", opts.Name)
	for i := 0; i+1 < len(opts.Metadata); i += 2 {
		log = log.With(opts.Metadata[i], opts.Metadata[i+1])
	}
	return log
}

// newRoutes returns what the routes need.
func (s *assistant) newRoutes() *httpapi.Assistant {
	routes := &httpapi.Assistant{
		Name: s.opts.Name, ID: s.opts.ID, CameLater: s.cameLater, Catalog: s.Catalog, Access: s.gate,
		OnUnknown: s.opts.OnUnknown, IgnoreRequestID: s.opts.IgnoreRequestID, ReadMetadata: s.opts.Language.ReadsMetadata(),
		Memory: s.memory, Meter: s.metrics, Reload: s.reloadNow, Status: s.Status,
	}
	if s.app.several() {
		routes.Log = s.log
	}
	if s.rephraser != nil {
		routes.Rephraser = s.rephraser
	}
	if s.following != nil {
		routes.Pick = s.pick
	}
	if s.opts.Record.Dir != "" {
		routes.Record = func(catalog *nlg.Catalog, req *nlg.Request, m *nlg.Message) {
			if s.recording != nil {
				s.recording.Record(catalog.ShortVersion(), req, m)
			}
		}
	}
	return routes
}

// start begins the work in the background, except the watch of the content. The work
// outlives ctx. The recorder of before goes on if its options are the same; before may
// be nil.
func (s *assistant) start(ctx context.Context, before *assistant) error {
	if err := s.startRecording(ctx, before); err != nil {
		return err
	}
	s.background, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(s.loopEnded)
		if err := s.loop.Run(s.background); err != nil {
			s.app.fail(fmt.Errorf("reload: %w", err))
		}
	}()
	return nil
}

// load reads the content for the first time, or the copy of an earlier run. If both are
// rejected, the error is a *[ContentError].
func (s *assistant) load(ctx context.Context) error {
	if s.opts.LastGood != "" {
		if err := lastgood.Copy(s.opts.LastGood).Tidy(); err != nil {
			s.log.Warn("cannot remove an unfinished last good copy", "error", err)
		}
	}
	if s.following != nil {
		s.following.load(ctx)
		return nil
	}
	attempt, err := s.loop.Reload(ctx, TriggerStart)
	if err != nil {
		return err
	}
	if attempt.Result == reload.Rejected && s.Live() == nil {
		rejection := attempt.Err
		if attempt.Details.Refused() {
			rejection = &ContentError{attempt.Details}
		}
		if s.opts.LastGood == "" {
			return rejection
		}
		if err := s.startFrom(ctx, lastgood.Copy(s.opts.LastGood)); err != nil {
			s.log.Error("cannot serve the last good copy either", "error", err)
			return rejection
		}
	}
	if name := s.opts.OnUnknown; name != "" && name != httpapi.OnUnknownEmpty && !s.Catalog().Has(name) {
		return &OptionError{fmt.Errorf("%s: the content has no response %q", s.opts.SettingName(SettingOnUnknown), name)}
	}
	return nil
}

// watch pokes the loop when the content may have changed. If it cannot be
// watched, the poll still finds changes. A store of releases is followed instead.
func (s *assistant) watch() {
	if s.following != nil {
		s.following.started.Store(true)
		go s.following.run(s.background)
		return
	}
	s.group.Go(func() {
		err := s.watchSource()
		if err != nil && s.background.Err() == nil {
			s.log.Warn("cannot watch the content; polling it for changes", "source", s.source.String(), "error", err)
		}
	})
}

// watchSource watches the content until the end of the work in the background. A panic is
// an error: it must not end the other assistants.
func (s *assistant) watchSource() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &reload.PanicError{Value: p, Stack: debug.Stack()}
		}
	}()
	return s.source.Watch(s.background, func() { s.loop.Poke(TriggerWatch) })
}

// stop ends the work in the background, and returns at once.
func (s *assistant) stop() {
	if s.cancel != nil {
		s.cancel()
	}
}

// wait waits for the end of the work that stop ends.
func (s *assistant) wait() {
	if s.cancel == nil {
		return // never started
	}
	s.group.Wait()
	s.rephraser.close()
	s.following.wait()
	select {
	case <-s.loopEnded:
	case <-time.After(lostLoad):
		// What it has loaded goes live nowhere any more.
		s.log.Warn("stopped without waiting for the content that is being loaded")
	}
}

// Live returns what is served now; nil before the first successful load.
func (s *assistant) Live() *Live {
	if live := s.loop.Holder().Load(); live != nil {
		return live
	}
	if live := s.inherited.Load(); live != nil {
		return live
	}
	return s.loop.Holder().Load() // it may have taken over between the two
}

// Catalog returns what is served now; nil before the first successful load.
func (s *assistant) Catalog() *nlg.Catalog {
	if live := s.Live(); live != nil {
		return live.Catalog
	}
	return nil
}
