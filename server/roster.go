package server

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"nlgserver/httpapi"
)

// roster are the assistants at one time. It is never changed: another one replaces it.
type roster struct {
	// all are in the order of the configuration.
	all []*assistant
	// byDefault answers where none is named; nil for none.
	byDefault *assistant
	routes    *httpapi.Assistants
}

// newRoster makes a roster; byDefault is the name of the default assistant.
func (a *App) newRoster(all []*assistant, byDefault string) *roster {
	r := &roster{all: all}
	if !a.several() {
		r.byDefault, r.routes = all[0], httpapi.OneAssistant(all[0].routes)
		return r
	}
	a.shareMemory(all)
	routes := make([]*httpapi.Assistant, len(all))
	for i, s := range all {
		routes[i] = s.routes
	}
	r.byDefault, r.routes = r.named(byDefault), httpapi.SeveralAssistants(byDefault, routes...)
	return r
}

// named returns an assistant; nil if there is none of the name.
func (r *roster) named(name string) *assistant {
	for _, s := range r.all {
		if s.opts.Name == name {
			return s
		}
	}
	return nil
}

// several reports whether the server is configured for several assistants, of which
// there may be one at the time.
func (a *App) several() bool { return len(a.opts.Assistants.Options) > 0 }

// byDefault returns the assistant that answers where none is named; nil for none.
func (a *App) byDefault() *assistant { return a.assistants.Load().byDefault }

// only returns the options of the only assistant.
func (o *Options) only() AssistantOptions {
	return AssistantOptions{
		Name: OnlyAssistant, Paths: o.Paths, Source: o.Source, Release: o.Release, LastGood: o.LastGood, Patterns: o.Patterns, Rephrase: o.Rephrase, Language: o.Language,
		OnUnknown: o.OnUnknown, IgnoreRequestID: o.IgnoreRequestID, Access: o.Access, Record: o.Record,
		EnvAllowed: o.EnvAllowed, FollowLinks: o.FollowLinks, SettingName: o.SettingName,
	}
}

// patience is how long the others wait for an assistant whose content takes long to
// load. It goes on loading after that.
const patience = 10 * time.Second

// longTurn is the part of the patience after which an assistant that still loads keeps
// no other from beginning.
const longTurn = 10

// loadAll loads the content of several assistants. What is wrong with one is logged, and
// keeps none of the others. It returns the errors when all are loaded, when its patience
// is over, or when ctx ends.
func (a *App) loadAll(ctx context.Context, all []*assistant) []error {
	turns := make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))
	var mu sync.Mutex
	var failed []error
	var group sync.WaitGroup
	for _, s := range all {
		group.Go(func() {
			select {
			case turns <- struct{}{}:
				endTurn := sync.OnceFunc(func() { <-turns })
				defer endTurn()
				defer time.AfterFunc(a.patience/longTurn, endTurn).Stop()
			case <-s.background.Done():
				return
			}
			if err := s.loadBeside(); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = append(failed, err)
			}
		})
	}
	loaded := make(chan struct{})
	go func() {
		defer close(loaded)
		group.Wait()
	}()
	timer := time.NewTimer(a.patience)
	defer timer.Stop()
	select {
	case <-loaded:
	case <-timer.C:
		a.opts.Log.Warn("the content of some assistants takes long to load; serving the others meanwhile")
	case <-ctx.Done():
	}
	mu.Lock()
	defer mu.Unlock()
	return append([]error(nil), failed...)
}

// loadBeside loads the content of one of several assistants. Nothing ends it but the
// assistant's own end: whoever waits for it may lose patience.
func (s *assistant) loadBeside() error {
	err := s.load(s.background)
	_, isContent := errors.AsType[*ContentError](err)
	switch {
	case err == nil || isContent || s.background.Err() != nil:
		// What is wrong with the content has been logged.
	default:
		s.log.Error("the assistant does not serve as configured", "error", err)
	}
	if s.Catalog() != nil {
		return nil
	}
	return err
}
