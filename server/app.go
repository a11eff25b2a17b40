package server

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/follow"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
	"nlgserver/server/internal/access"
	"nlgserver/server/internal/background"
	"nlgserver/server/internal/metrics"
	"nlgserver/server/internal/notify"
	"nlgserver/server/internal/tracing"
)

// App is one running server.
type App struct {
	opts       Options
	assistants atomic.Pointer[roster]
	// configuration is how the assistants were configured last.
	configuration configuration

	// public is the endpoint for Rasa, admin the operators'; nil if there is
	// only one.
	public, admin *endpoint
	metrics       *metrics.Metrics
	memory        *httpapi.Memory
	shared        shared
	watches       files.Watches
	room          background.Room
	tracer        *tracing.Tracer  // nil without traces
	notifier      *notify.Notifier // nil without a service manager
	certificate   *follow.Certificate
	// followers are the server's own; the assistants have others.
	followers []*follow.Files
	// page shows the content to browsers; nil for none.
	page http.Handler
	live LiveContent
	// operators guards the operators' routes.
	operators *access.Gate

	managed managed
	// patience is as the constant; tests have less.
	patience time.Duration

	serving, stopping atomic.Bool
	// rewording ends the waits for models when a stop has little time left.
	rewording    context.Context
	endRewording context.CancelFunc
	// reloads ends with the reloads that callers wait for.
	reloads    context.Context
	endReloads context.CancelFunc
	cancel     context.CancelFunc
	// group is the background work of the server itself.
	group  sync.WaitGroup
	failed chan error
}

// New checks the options, reads the secrets and the certificate, and wires the
// server. It does not read the content yet.
func New(opts Options) (*App, error) {
	opts = opts.withDefaults()
	if err := opts.check(); err != nil {
		return nil, err
	}
	a := &App{opts: opts, memory: httpapi.NewMemory(opts.Limits.InFlight), failed: make(chan error, 1), patience: patience}
	a.reloads, a.endReloads = context.WithCancel(context.Background())
	a.rewording, a.endRewording = context.WithCancel(context.Background())
	a.live.app = a
	a.metrics, a.tracer = a.newMetrics(), a.newTracer()
	var err error
	if a.notifier, err = notify.New(opts.Env); err != nil {
		return nil, err
	}
	if err := a.enroll(); err != nil {
		return nil, err
	}
	if err := a.newOperators(); err != nil {
		return nil, err
	}
	var ofTLS *follow.Files
	if a.certificate, ofTLS, err = newCertificate(opts); err != nil {
		return nil, err
	}
	if ofTLS != nil {
		a.followers = append(a.followers, ofTLS)
	}
	if a.configuration.file, err = a.followConfiguration(); err != nil {
		return nil, err
	}
	cfg := a.routes()
	if a.page = a.newPage(a.operators); a.page != nil {
		cfg.Page = a.page
	}
	if opts.AdminListen == "" {
		a.public = newEndpoint(httpapi.New(cfg), opts)
		return a, nil
	}
	forRasa, forOperators := httpapi.Split(cfg)
	a.public, a.admin = newEndpoint(forRasa, opts), newEndpoint(forOperators, opts)
	return a, nil
}

// enroll makes the assistants of the options.
func (a *App) enroll() error {
	configured := a.opts.Assistants
	if !a.several() {
		configured = Assistants{Options: []AssistantOptions{a.opts.only()}, Default: OnlyAssistant}
	}
	all := make([]*assistant, len(configured.Options))
	for i, opts := range configured.Options {
		var err error
		if all[i], err = a.newAssistant(opts, nil); err != nil {
			return err
		}
	}
	a.configuration.loadedAt = time.Now()
	a.assistants.Store(a.newRoster(all, configured.Default))
	return nil
}

// newOperators makes the gate of the operators' routes: their own, or that of all
// callers.
func (a *App) newOperators() error {
	own, followers, err := operatorsGate(a.opts.Access, a.opts.SettingName)
	switch {
	case err != nil:
		return err
	case own != nil:
		a.operators = own
	case a.several():
		if a.operators, followers, err = callerGate(a.opts.Access, a.opts.SettingName); err != nil {
			return err
		}
	default:
		// The same gate: its files are followed for both.
		only := a.byDefault()
		a.operators = only.gate
		a.endSessionsAfter(only.followers)
		return nil
	}
	a.endSessionsAfter(followers)
	a.followers = append(a.followers, followers...)
	return nil
}

// endSessionsAfter ends the sessions of the page when secrets have changed: a session
// that a withdrawn token began must not outlast it.
func (a *App) endSessionsAfter(secrets []*follow.Files) {
	for _, f := range secrets {
		f.Then(a.endSessions)
	}
}

// routes returns what the routes need.
func (a *App) routes() httpapi.Config {
	cfg := httpapi.Config{
		Options:     a.opts.Options,
		Assistants:  func() *httpapi.Assistants { return a.assistants.Load().routes },
		Build:       a.opts.Build,
		AdminAccess: a.operators,
		Ready:       func() bool { return !a.stopping.Load() },
		Memory:      a.memory,
		Crowded:     a.room.Crowded,
		Rand:        picker(a.opts.Seed),
		Log:         a.opts.Log,
		Refused:     a.metrics.Refused,
		Panicked:    a.metrics.Panicked,
		Metrics:     a.metrics.Handler(),
	}
	if a.opts.Configuration.Read != nil {
		cfg.Reconfigure, cfg.Configuration = a.reconfigure, a.configurationStatus
	}
	cfg.Loopback = func() bool { return a.public.isLoopback() }
	if a.opts.AdminListen != "" {
		cfg.AdminLoopback = func() bool { return a.admin.isLoopback() }
	}
	if a.tracer != nil {
		cfg.Tracer = tracer{a.tracer}
	}
	return cfg
}

// serves reports whether the server answers requests.
func (a *App) serves() bool { return a.serving.Load() }

// Start begins to listen, loads the content, and serves it. If the content is
// rejected, the error is a *[ContentError]; if the server cannot listen, it is a
// *[ServeError]. Then nothing is served. One of several assistants whose content is
// rejected keeps none of the others, unless there is no other.
func (a *App) Start(ctx context.Context) error {
	// The background work outlives ctx.
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	a.cancel = cancel
	// A client that connects meanwhile waits until the content is loaded.
	err := a.open(ctx)
	if err == nil {
		err = a.startAssistants(ctx)
	}
	if err != nil {
		a.stopBackground()
		return errors.Join(err, a.closeEndpoints())
	}
	a.serving.Store(true)
	for _, e := range a.endpoints() {
		e.serving.Store(true)
		a.group.Go(func() {
			if err := e.serve(a.certificate); err != nil {
				a.fail(err)
			}
		})
	}
	a.group.Go(func() { a.follow(background) })
	a.group.Go(func() { a.notifier.Watchdog(background, func() bool { return true }) })
	a.warnOfOpenEndpoints()
	a.logServing()
	a.tellReady()
	return nil
}

// startAssistants starts the assistants and loads their content.
func (a *App) startAssistants(ctx context.Context) error {
	all := a.assistants.Load().all
	for _, s := range all {
		if err := s.start(ctx, nil); err != nil {
			return err
		}
	}
	if !a.several() {
		if err := all[0].load(ctx); err != nil {
			return err
		}
	} else if failed := a.loadAll(ctx, all); ctx.Err() != nil {
		return ctx.Err()
	} else if len(failed) == len(all) {
		return failed[0]
	}
	for _, s := range all {
		s.watch()
	}
	return nil
}

func (a *App) logServing() {
	line := []any{"address", a.Addr(), "admin", a.AdminAddr()}
	if now := a.assistants.Load(); a.several() {
		line = append(line, "assistants", len(now.all))
		if now.byDefault != nil {
			line = append(line, "default_assistant", now.byDefault.opts.Name)
		}
	} else if a.Catalog() == nil {
		line = append(line, "store", a.opts.Release.Store)
	} else {
		line = append(line, "version", a.Catalog().ShortVersion(), "responses", a.Catalog().Len(), "variations", a.Catalog().Variations())
	}
	if url := a.PageURL(); url != "" {
		line = append(line, "page", url)
	}
	a.opts.Log.Info("serving", line...)
}

// Live returns what the assistant serves that answers where none is named, and the files
// that it was compiled from; nil before the first successful load, or if there is none.
func (a *App) Live() *Live {
	if s := a.byDefault(); s != nil {
		return s.Live()
	}
	return nil
}

// Catalog returns what that assistant serves; nil as for [App.Live].
func (a *App) Catalog() *nlg.Catalog {
	if live := a.Live(); live != nil {
		return live.Catalog
	}
	return nil
}

// Status returns the state of the content of that assistant.
func (a *App) Status() httpapi.Status {
	if s := a.byDefault(); s != nil {
		return s.Status()
	}
	return httpapi.Status{}
}

// Run starts, serves until ctx ends or something fails, and stops.
func (a *App) Run(ctx context.Context) error {
	if err := a.Start(ctx); err != nil {
		return err
	}
	return a.Wait(ctx)
}

// Wait serves until ctx ends or something fails, and stops.
func (a *App) Wait(ctx context.Context) error {
	var failure error
	select {
	case <-ctx.Done():
		a.opts.Log.Info("stopping", "drain", a.opts.Drain)
	case failure = <-a.failed:
	}
	return errors.Join(failure, a.Stop(context.WithoutCancel(ctx)))
}

// fail keeps the first failure of the background work.
func (a *App) fail(err error) {
	select {
	case a.failed <- err:
	default:
	}
}
