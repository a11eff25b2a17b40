package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"nlgserver/httpapi"
	"nlgserver/internal/follow"
	"nlgserver/internal/source"
	"nlgserver/internal/source/lastgood"
	"nlgserver/nlg"
	"nlgserver/server/internal/background"
	"nlgserver/server/internal/metrics"
	"nlgserver/server/internal/notify"
	"nlgserver/server/internal/record"
	"nlgserver/server/internal/reload"
	"nlgserver/server/internal/tracing"
)

// App is one running server.
type App struct {
	opts   Options
	source source.Source
	loop   *loop

	// public is the endpoint for Rasa, admin the operators'; nil if there is
	// only one.
	public, admin *endpoint
	metrics       *metrics.Metrics
	memory        *httpapi.Memory
	room          background.Room
	tracer        *tracing.Tracer  // nil without traces
	notifier      *notify.Notifier // nil without a service manager
	recorder      *record.Recorder // nil without records; set by Start
	certificate   *follow.Certificate
	followers     []*follow.Files
	// page shows the content to browsers; nil for none.
	page http.Handler
	live LiveContent
	// guarded and adminGuarded are set if the endpoints require credentials.
	guarded, adminGuarded bool

	fromLastGood atomic.Bool
	managed      managed
	// told is the rejection that was logged last. Only the loop's goroutine uses
	// it.
	told attempt
	// noted are the warnings of the last attempt that were logged. Only the loop's
	// goroutine uses it.
	noted map[string]bool

	stopping atomic.Bool
	// reloads ends with the reloads that callers wait for.
	reloads    context.Context
	endReloads context.CancelFunc
	cancel     context.CancelFunc
	// group is the background work except the loop, which may take long to end.
	group     sync.WaitGroup
	loopEnded chan struct{}
	failed    chan error
}

// New checks the options, reads the secrets and the certificate, and wires the
// server. It does not read the content yet.
func New(opts Options) (*App, error) {
	opts = opts.withDefaults()
	if err := opts.check(); err != nil {
		return nil, err
	}
	a := &App{opts: opts, memory: httpapi.NewMemory(opts.Limits.InFlight), failed: make(chan error, 1), loopEnded: make(chan struct{})}
	a.reloads, a.endReloads = context.WithCancel(context.Background())
	a.live.app = a
	a.source = a.origin()
	a.loop = reload.New(a.loopConfig())
	a.metrics, a.tracer = a.newMetrics(), a.newTracer()
	var err error
	if a.notifier, err = notify.New(opts.Env); err != nil {
		return nil, err
	}
	public, admin, ofSecrets, err := gates(opts)
	if err != nil {
		return nil, err
	}
	var ofTLS *follow.Files
	if a.certificate, ofTLS, err = newCertificate(opts); err != nil {
		return nil, err
	}
	if a.followers = ofSecrets; ofTLS != nil {
		a.followers = append(a.followers, ofTLS)
	}
	a.guarded = public.Guarded()
	a.adminGuarded = a.guarded && admin == nil || admin.Guarded()
	cfg := a.routes()
	cfg.Access = public
	forPage := public
	if admin != nil {
		cfg.AdminAccess, forPage = admin, admin
	}
	if a.page = a.newPage(forPage); a.page != nil {
		cfg.Page = a.page
		for _, f := range ofSecrets {
			// A session that a withdrawn token began must not outlast it.
			f.Then(a.endSessions)
		}
	}
	if opts.AdminListen == "" {
		a.public = newEndpoint(httpapi.New(cfg), opts)
		return a, nil
	}
	forRasa, forOperators := httpapi.Split(cfg)
	a.public, a.admin = newEndpoint(forRasa, opts), newEndpoint(forOperators, opts)
	return a, nil
}

// routes returns what the routes need, except who may call them.
func (a *App) routes() httpapi.Config {
	cfg := httpapi.Config{
		Options:      a.opts.Options,
		Catalog:      a.Catalog,
		Reload:       a.reloadNow,
		Status:       a.Status,
		Ready:        func() bool { return !a.stopping.Load() },
		Memory:       a.memory,
		Crowded:      a.room.Crowded,
		Rand:         picker(a.opts.Seed),
		ReadMetadata: a.opts.Language.ReadsMetadata(),
		Log:          a.opts.Log,
		Meter:        a.metrics,
		Metrics:      a.metrics.Handler(),
	}
	cfg.Loopback = func() bool { return a.public.isLoopback() }
	if a.opts.AdminListen != "" {
		cfg.AdminLoopback = func() bool { return a.admin.isLoopback() }
	}
	if a.tracer != nil {
		cfg.Tracer = tracer{a.tracer}
	}
	if a.opts.Record.Dir != "" {
		cfg.Record = func(catalog *nlg.Catalog, req *nlg.Request, m *nlg.Message) {
			a.recorder.Record(catalog.ShortVersion(), req, m)
		}
	}
	return cfg
}

// Start begins to listen, loads the content, and serves it. If the content is
// rejected, the error is a *[ContentError]; if the server cannot listen, it is a
// *[ServeError]. Then nothing is served.
func (a *App) Start(ctx context.Context) error {
	// The background work outlives ctx.
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	a.cancel = cancel
	go func() {
		defer close(a.loopEnded)
		if err := a.loop.Run(background); err != nil {
			a.fail(fmt.Errorf("reload: %w", err))
		}
	}()
	// A client that connects meanwhile waits until the content is loaded.
	err := a.open(ctx)
	if err == nil {
		err = a.startRecorder(background)
	}
	if err == nil {
		err = a.firstLoad(ctx)
	}
	if err != nil {
		a.stopBackground()
		return errors.Join(err, a.closeEndpoints())
	}
	a.watch(background)
	for _, e := range a.endpoints() {
		e.serving.Store(true)
		a.group.Go(func() {
			if err := e.serve(a.certificate); err != nil {
				a.fail(err)
			}
		})
	}
	if len(a.followers) > 0 {
		a.group.Go(func() { a.follow(background) })
	}
	a.group.Go(func() { a.notifier.Watchdog(background, func() bool { return true }) })
	a.warnOfOpenEndpoints()
	a.logServing()
	a.tellReady()
	return nil
}

func (a *App) logServing() {
	line := []any{
		"address", a.Addr(), "admin", a.AdminAddr(), "version", a.Catalog().ShortVersion(),
		"responses", a.Catalog().Len(), "variations", a.Catalog().Variations(),
	}
	if url := a.PageURL(); url != "" {
		line = append(line, "page", url)
	}
	a.opts.Log.Info("serving", line...)
}

// open opens the endpoints.
func (a *App) open(ctx context.Context) error {
	a.public.displaced = a.metrics.Displaced
	a.public.turnedAway = func() { a.metrics.Refused(string(httpapi.CodeConnections), http.StatusServiceUnavailable) }
	if err := a.openAt(ctx, a.public, SettingListen, a.opts.Listen); err != nil || a.admin == nil {
		return err
	}
	return a.openAt(ctx, a.admin, SettingAdminListen, a.opts.AdminListen)
}

func (a *App) openAt(ctx context.Context, e *endpoint, setting Setting, text string) error {
	at, err := parseAddress(a.opts, setting, text)
	if err != nil {
		return err
	}
	if err := e.open(ctx, at, a.opts); err != nil {
		return &ServeError{fmt.Errorf("%s: cannot listen on %s: %w", a.opts.SettingName(setting), at, err)}
	}
	return nil
}

// closeEndpoints closes what a failed start has opened.
func (a *App) closeEndpoints() error {
	var err error
	for _, e := range a.endpoints() {
		err = errors.Join(err, e.close())
	}
	return err
}

func (a *App) endpoints() []*endpoint {
	if a.admin == nil {
		return []*endpoint{a.public}
	}
	return []*endpoint{a.public, a.admin}
}

func (a *App) firstLoad(ctx context.Context) error {
	if a.opts.LastGood != "" {
		if err := lastgood.Copy(a.opts.LastGood).Tidy(); err != nil {
			a.opts.Log.Warn("cannot remove an unfinished last good copy", "error", err)
		}
	}
	attempt, err := a.loop.Reload(ctx, TriggerStart)
	if err != nil {
		return err
	}
	if attempt.Result == reload.Rejected {
		rejection := attempt.Err
		if attempt.Details.Refused() {
			rejection = &ContentError{attempt.Details}
		}
		if a.opts.LastGood == "" {
			return rejection
		}
		if err := a.startFrom(ctx, lastgood.Copy(a.opts.LastGood)); err != nil {
			a.opts.Log.Error("cannot serve the last good copy either", "error", err)
			return rejection
		}
	}
	if name := a.opts.OnUnknown; name != "" && name != httpapi.OnUnknownEmpty && !a.Catalog().Has(name) {
		return &OptionError{fmt.Errorf("%s: the content has no response %q", a.opts.SettingName(SettingOnUnknown), name)}
	}
	return nil
}

// Addr returns the address that the server listens on; empty before Start.
func (a *App) Addr() string { return a.public.address() }

// AdminAddr returns the operators' address if it is a different one; empty
// before Start.
func (a *App) AdminAddr() string { return a.admin.address() }

// Live returns what is served now, and the files that it was compiled from; nil
// before the first successful load.
func (a *App) Live() *Live { return a.loop.Holder().Load() }

// Catalog returns what is served now; nil before the first successful load.
func (a *App) Catalog() *nlg.Catalog {
	if live := a.Live(); live != nil {
		return live.Catalog
	}
	return nil
}

// Reload reads the content again and returns when that attempt is over.
func (a *App) Reload(ctx context.Context, trigger string) (attempt, error) {
	return a.loop.Reload(ctx, trigger)
}

// Poke tells the server that the content may have changed; it returns at once.
func (a *App) Poke(trigger string) { a.loop.Poke(trigger) }

// Hangup reads everything again: content, secrets, certificate. It returns when
// that is done, and notifies the service manager.
func (a *App) Hangup(ctx context.Context) {
	a.logUntold(a.notifier.Reloading())
	a.lookAtFiles(ctx, true)
	if _, err := a.loop.Reload(ctx, TriggerSignal); err != nil {
		return // the server has been stopped meanwhile
	}
	a.tellReady()
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

// warnOfOpenEndpoints warns of endpoints that other machines can reach without
// credentials.
func (a *App) warnOfOpenEndpoints() {
	if openToAll(a.public.listener.Addr(), a.guarded) {
		a.opts.Log.Warn("authentication is off: anyone who can reach this address can send requests",
			"address", a.Addr(), "setting", a.opts.SettingName(SettingTokenFile))
	}
	if a.admin != nil && openToAll(a.admin.listener.Addr(), a.adminGuarded) {
		a.opts.Log.Warn("authentication is off: anyone who can reach this address can read status and metrics",
			"address", a.AdminAddr(), "setting", a.opts.SettingName(SettingAdminTokenFile))
	}
}

// fail keeps the first failure of the background work.
func (a *App) fail(err error) {
	select {
	case a.failed <- err:
	default:
	}
}
