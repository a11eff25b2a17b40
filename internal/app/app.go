package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/reload"
	"nlgserver/nlg"
)

// App is one running server.
type App struct {
	opts   Options
	loop   *reload.Loop[nlg.Catalog, nlg.Diagnostics]
	server *http.Server

	listener net.Listener
	stopping atomic.Bool
	cancel   context.CancelFunc
	group    sync.WaitGroup
	failed   chan error
}

// New checks the options and wires the server. Nothing is read yet.
func New(opts Options) (*App, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	a := &App{opts: opts, failed: make(chan error, 1)}
	a.loop = reload.New(a.loopConfig())
	a.server = &http.Server{
		Handler: httpapi.New(httpapi.Config{
			Catalog:         a.loop.Holder().Load,
			Reload:          a.reloadNow,
			Ready:           func() bool { return !a.stopping.Load() },
			Rand:            picker(opts.Seed),
			Log:             opts.Log,
			MaxBody:         opts.MaxBody,
			MaxInFlight:     opts.MaxInFlight,
			StrictJSON:      opts.StrictJSON,
			IgnoreRequestID: opts.IgnoreRequestID,
			ReadMetadata:    opts.Language.ReadsMetadata(),
			OnUnknown:       opts.OnUnknown,
		}),
		// Rasa keeps connections for a conversation's pace; a header takes no
		// time to arrive, but a long conversation's body may.
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	return a, nil
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
	if err := a.firstLoad(ctx); err != nil {
		a.stopBackground()
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", a.opts.Listen)
	if err != nil {
		a.stopBackground()
		return err
	}
	a.listener = listener
	a.watch(background)
	a.group.Go(func() {
		if err := a.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			a.fail(err)
		}
	})
	a.opts.Log.Info("serving", "address", a.Addr(), "version", a.Catalog().ShortVersion(),
		"responses", a.Catalog().Len(), "variations", a.Catalog().Variations())
	return nil
}

func (a *App) firstLoad(ctx context.Context) error {
	attempt, err := a.loop.Reload(ctx, "start")
	if err != nil {
		return err
	}
	if attempt.Result == reload.Rejected {
		if attempt.Details.Refused() {
			return &ContentError{attempt.Details}
		}
		return attempt.Err
	}
	if name := a.opts.OnUnknown; name != "" && name != httpapi.OnUnknownEmpty && !a.Catalog().Has(name) {
		return &OptionError{fmt.Errorf("the response %q, meant for unknown names, is not in the content", name)}
	}
	return nil
}

// Addr is the address that the server listens on; empty before Start.
func (a *App) Addr() string {
	if a.listener == nil {
		return ""
	}
	return a.listener.Addr().String()
}

// Catalog returns what is served now.
func (a *App) Catalog() *nlg.Catalog { return a.loop.Holder().Load() }

// Reload reads the content again and returns when that attempt is over.
func (a *App) Reload(ctx context.Context, trigger string) (reload.Attempt[nlg.Diagnostics], error) {
	return a.loop.Reload(ctx, trigger)
}

// Poke says that the content may have changed; it returns at once.
func (a *App) Poke(trigger string) { a.loop.Poke(trigger) }

// Stop stops accepting requests, lets those under way finish, and returns when
// nothing runs any more. Requests that outlast the drain time are cut, and the
// error says so.
func (a *App) Stop(ctx context.Context) error {
	a.stopping.Store(true)
	ctx, cancel := context.WithTimeout(ctx, a.opts.Drain)
	defer cancel()
	err := a.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(fmt.Errorf("requests under way were cut: %w", err), a.server.Close())
	}
	a.stopBackground()
	return err
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

// fail keeps the first failure of what runs in the background.
func (a *App) fail(err error) {
	select {
	case a.failed <- err:
	default:
	}
}
