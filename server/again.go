package server

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/server/internal/reload"
)

// Reload reads the content of that assistant again and returns when that attempt is over.
func (a *App) Reload(ctx context.Context, trigger string) (attempt, error) {
	s := a.byDefault()
	if s == nil {
		return attempt{}, errors.New("no assistant is the default")
	}
	return s.readAgain(ctx, trigger)
}

// Poke tells the server that the content of every assistant may have changed; it returns
// at once. Those that follow a store of releases are told by that.
func (a *App) Poke(trigger string) {
	for _, s := range a.assistants.Load().all {
		if s.following == nil {
			s.loop.Poke(trigger)
		}
	}
}

// Hangup reads everything again: configuration, content, secrets, certificate. It
// returns when that is done, and notifies the service manager.
func (a *App) Hangup(ctx context.Context) {
	a.logUntold(a.notifier.Reloading())
	a.lookAtConfiguration(ctx, true)
	a.lookAtFiles(ctx, true)
	if a.reloadAll(ctx) {
		a.tellReady()
	}
}

// reloadAll reads the content of all assistants again; false if the server has been
// stopped meanwhile. One of several that takes long is not waited for: the next signal
// must reach the others.
func (a *App) reloadAll(ctx context.Context) bool {
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	if a.several() {
		defer time.AfterFunc(a.patience, cancel).Stop()
	}
	var group sync.WaitGroup
	var stopped atomic.Bool
	for _, s := range a.assistants.Load().all {
		group.Go(func() {
			_, err := s.readAgain(waiting, TriggerSignal)
			if errors.Is(err, reload.ErrStopped) && a.assistants.Load().named(s.opts.Name) != s {
				return // a new configuration is without it
			}
			if err != nil && (waiting.Err() == nil || ctx.Err() != nil) {
				stopped.Store(true)
			}
		})
	}
	group.Wait()
	return !stopped.Load()
}
