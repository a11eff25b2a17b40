package server

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/metrics"
	"nlgserver/internal/source"
	"nlgserver/internal/source/lastgood"
	"nlgserver/internal/tracing"
	"nlgserver/nlg"
	"nlgserver/server/internal/reload"
)

// App is one running server.
type App struct {
	opts   Options
	source source.Source
	loop   *loop

	// public is Rasa's door, admin that of who operates the server; nil if
	// there is but one.
	public, admin *door
	metrics       *metrics.Metrics
	tracer        *tracing.Tracer // nil without traces
	certificate   *certificate
	followers     []*follower
	// guarded and adminGuarded say whether the doors ask for a secret.
	guarded, adminGuarded bool

	fromLastGood atomic.Bool
	// told is the rejection that was logged last. Only the loop's goroutine uses
	// it.
	told attempt

	stopping atomic.Bool
	cancel   context.CancelFunc
	group    sync.WaitGroup
	failed   chan error
}

// New checks the options, reads the secrets and the certificate, and wires the
// server. No content is read yet.
func New(opts Options) (*App, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	a := &App{opts: opts, failed: make(chan error, 1)}
	a.source = a.origin()
	a.loop = reload.New(a.loopConfig())
	a.metrics, a.tracer = a.newMetrics(), a.newTracer()
	cfg := a.routes()
	var ofSecrets []*follower
	if cfg.Access, cfg.AdminAccess, ofSecrets, err = opts.Access.gates(); err != nil {
		return nil, err
	}
	var ofTLS *follower
	if a.certificate, ofTLS, err = newCertificate(opts.TLS, opts.Log); err != nil {
		return nil, err
	}
	a.guarded = cfg.Access.Guarded()
	a.adminGuarded = a.guarded && cfg.AdminAccess == nil || cfg.AdminAccess.Guarded()
	if a.followers = ofSecrets; ofTLS != nil {
		a.followers = append(a.followers, ofTLS)
	}
	if opts.AdminListen == "" {
		a.public = newDoor(httpapi.New(cfg), opts.Limits, opts.Log)
		return a, nil
	}
	forRasa, forOperators := httpapi.Split(cfg)
	a.public, a.admin = newDoor(forRasa, opts.Limits, opts.Log), newDoor(forOperators, opts.Limits, opts.Log)
	return a, nil
}

// routes says what the routes need, but for who may call them.
func (a *App) routes() httpapi.Config {
	opts := a.opts
	return httpapi.Config{
		Catalog:         a.Catalog,
		Reload:          a.reloadNow,
		Status:          a.Status,
		Ready:           func() bool { return !a.stopping.Load() },
		Rand:            picker(opts.Seed),
		Log:             opts.Log,
		LogContent:      opts.LogContent,
		Origins:         opts.Access.Origins,
		MaxBody:         opts.MaxBody,
		MaxInFlight:     opts.MaxInFlight,
		MaxJSONDepth:    opts.Limits.JSONDepth,
		ReadTimeout:     opts.Limits.ReadTimeout,
		MinReadRate:     opts.Limits.MinReadRate,
		WriteTimeout:    opts.Limits.WriteTimeout,
		StrictJSON:      opts.StrictJSON,
		IgnoreRequestID: opts.IgnoreRequestID,
		ReadMetadata:    opts.Language.ReadsMetadata(),
		OnUnknown:       opts.OnUnknown,
		Record:          opts.Record,
		Metrics:         a.metrics,
		Tracer:          a.tracer,
	}
}

// Start loads the content and begins to serve it. Content that is refused is a
// *[ContentError], and then nothing is served.
func (a *App) Start(ctx context.Context) error {
	// What runs in the background outlives the start, not its context's values.
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	a.cancel = cancel
	a.group.Go(func() {
		if err := a.loop.Run(background); err != nil {
			a.fail(fmt.Errorf("reload: %w", err))
		}
	})
	err := a.firstLoad(ctx)
	if err == nil {
		err = a.open(ctx)
	}
	if err != nil {
		a.stopBackground()
		return err
	}
	a.watch(background)
	for _, d := range a.doors() {
		a.group.Go(func() {
			if err := d.serve(a.certificate); err != nil {
				a.fail(err)
			}
		})
	}
	if len(a.followers) > 0 {
		a.group.Go(func() { a.follow(background) })
	}
	a.group.Go(func() { a.opts.Notify.Watchdog(background, func() bool { return true }) })
	a.warnOfOpenDoors()
	a.opts.Log.Info("serving", "address", a.Addr(), "admin", a.AdminAddr(), "version", a.Catalog().ShortVersion(),
		"responses", a.Catalog().Len(), "variations", a.Catalog().Variations())
	a.tellManager(a.opts.Notify.Ready("answering on " + a.Addr()))
	return nil
}

// open opens the doors, all or none.
func (a *App) open(ctx context.Context) error {
	a.public.turnedAway = func() { a.metrics.Refused(string(httpapi.CodeConnections)) }
	err := a.public.open(ctx, a.opts.Listen, a.opts.Limits, a.certificate != nil, a.opts.Log)
	if err != nil || a.admin == nil {
		return err
	}
	if err := a.admin.open(ctx, a.opts.AdminListen, a.opts.Limits, a.certificate != nil, a.opts.Log); err != nil {
		return errors.Join(err, a.public.listener.Close())
	}
	return nil
}

func (a *App) doors() []*door {
	if a.admin == nil {
		return []*door{a.public}
	}
	return []*door{a.public, a.admin}
}

func (a *App) firstLoad(ctx context.Context) error {
	attempt, err := a.loop.Reload(ctx, TriggerStart)
	if err != nil {
		return err
	}
	if attempt.Result == reload.Rejected {
		refusal := attempt.Err
		if attempt.Details.Refused() {
			refusal = &ContentError{attempt.Details}
		}
		if a.opts.LastGood == "" {
			return refusal
		}
		if err := a.startFrom(ctx, lastgood.Copy(a.opts.LastGood)); err != nil {
			a.opts.Log.Error("the last good copy cannot be served either", "error", err)
			return refusal
		}
	}
	if name := a.opts.OnUnknown; name != "" && name != httpapi.OnUnknownEmpty && !a.Catalog().Has(name) {
		return &OptionError{fmt.Errorf("the response %q, meant for unknown names, is not in the content", name)}
	}
	return nil
}

// Addr is the address that the server listens on; empty before Start.
func (a *App) Addr() string { return a.public.address() }

// AdminAddr is the address for who operates the server, if it is another one;
// empty before Start.
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

// Poke says that the content may have changed; it returns at once.
func (a *App) Poke(trigger string) { a.loop.Poke(trigger) }

// Hangup reads everything again: content, secrets, certificate. It returns when
// that is done, and tells the service manager of it.
func (a *App) Hangup(ctx context.Context) {
	a.tellManager(a.opts.Notify.Reloading())
	a.lookAtFiles(ctx)
	if _, err := a.loop.Reload(ctx, TriggerSignal); err != nil {
		return // the end has come in between
	}
	a.tellManager(a.opts.Notify.Ready("answering on " + a.Addr()))
}

// Stop says that the server is not ready, serves on for the shutdown delay,
// then accepts no more requests, lets those under way finish, and returns when
// nothing runs any more. Requests that outlast the drain time are cut, and the
// error says so.
func (a *App) Stop(ctx context.Context) error {
	a.stopping.Store(true)
	a.tellManager(a.opts.Notify.Stopping())
	if a.opts.ShutdownDelay > 0 && a.Addr() != "" {
		select {
		case <-time.After(a.opts.ShutdownDelay):
		case <-ctx.Done():
		}
	}
	ctx, cancel := context.WithTimeout(ctx, a.opts.Drain)
	defer cancel()
	var cut error
	for _, d := range a.doors() {
		if err := d.server.Shutdown(ctx); err != nil {
			cut = errors.Join(cut, fmt.Errorf("requests under way were cut: %w", err), d.server.Close())
		}
	}
	a.stopBackground()
	a.flush(ctx)
	return cut
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

func (a *App) stopBackground() {
	if a.cancel == nil {
		return // never started
	}
	a.cancel()
	a.group.Wait()
}

// tellManager logs that the service manager could not be told.
func (a *App) tellManager(err error) {
	if err != nil {
		a.opts.Log.Warn("the service manager is not told", "error", err)
	}
}

// warnOfOpenDoors tells who has left a door open.
func (a *App) warnOfOpenDoors() {
	if openToAll(a.public.listener.Addr(), a.guarded) {
		a.opts.Log.Warn("everyone who can reach this address may ask; --token-file sets a secret", "address", a.Addr())
	}
	if a.admin != nil && openToAll(a.admin.listener.Addr(), a.adminGuarded) {
		a.opts.Log.Warn("everyone who can reach this address may see status and metrics; --admin-token-file sets a secret", "address", a.AdminAddr())
	}
}

// fail keeps the first failure of what runs in the background.
func (a *App) fail(err error) {
	select {
	case a.failed <- err:
	default:
	}
}
