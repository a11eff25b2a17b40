package server

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/diag"
	"nlgserver/internal/follow"
)

// configuration is the state of the configuration of the assistants.
type configuration struct {
	// turn is held while the configuration is read and put to use.
	turn sync.Mutex
	// closed is set, under turn, when the server stops.
	closed bool
	// file is nil if there is none.
	file *follow.Files

	mu       sync.Mutex
	loadedAt time.Time
	// rejection is what is wrong with the file now; nil for nothing.
	rejection error
	// lacks is set if the file is right, but cannot be put to use as things are: a file of
	// secrets that it names may come later.
	lacks   bool
	restart []string
}

// RejectedError is the error of a configuration that can say where it is wrong.
type RejectedError interface {
	error
	// Findings are what is wrong, in the order of the file.
	Findings() diag.List
}

// followConfiguration follows the file of the configuration; nil if there is none. Whoever
// looks at it reads it.
func (a *App) followConfiguration() (*follow.Files, error) {
	if a.opts.Configuration.Path == "" {
		return nil, nil
	}
	f := follow.New("configuration", func([][]byte) error { return nil }, a.opts.Configuration.Path)
	return f, f.Start()
}

// lookAtConfiguration puts the configuration to use if its file has changed, if it lacked
// something at the last look, or if somebody asks for it.
func (a *App) lookAtConfiguration(ctx context.Context, asked bool) {
	changed := asked && a.opts.Configuration.Read != nil
	if f := a.configuration.file; f != nil {
		found, err := f.Look(ctx, asked)
		changed = changed || found || err != nil || a.configuration.lacking()
	}
	if changed {
		a.configure(context.WithoutCancel(ctx), asked)
	}
}

// lacking reports whether the file lacked something when it was read last.
func (c *configuration) lacking() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lacks
}

// reconfigure handles POST /-/reload. What it has begun goes on if the client goes.
func (a *App) reconfigure(ctx context.Context) httpapi.ConfigurationResult {
	return a.configure(context.WithoutCancel(ctx), true)
}

// configure reads the configuration again and puts it to use. It changes all of what
// differs, or nothing. asked is set if somebody waits for the outcome.
func (a *App) configure(ctx context.Context, asked bool) httpapi.ConfigurationResult {
	a.configuration.turn.Lock()
	defer a.configuration.turn.Unlock()
	// A stop does not wait for content that takes long to load.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.reloads, cancel)()
	if a.configuration.closed || a.reloads.Err() != nil || ctx.Err() != nil {
		return httpapi.ConfigurationResult{}
	}
	next, restart, err := a.readConfiguration()
	changed, isRead := false, err == nil
	switch {
	case err != nil:
	case a.several() && len(next.Options) == 0:
		err = errors.New("the configuration has no assistants any more; stop the server instead")
	case a.several():
		changed, err = a.use(ctx, next)
		if a.reloads.Err() != nil || ctx.Err() != nil {
			return httpapi.ConfigurationResult{} // the server stops
		}
	case len(next.Options) > 0:
		restart = append(restart, "assistants")
	}
	result := httpapi.ConfigurationResult{Changed: changed, Restart: restart}
	if err != nil {
		result = httpapi.ConfigurationResult{Rejected: true, Reason: err.Error(), Diagnostics: findings(err)}
	}
	a.noteConfiguration(result, err, isRead, asked)
	return result
}

// readConfiguration reads the configuration. A panic is a rejection, as for content.
func (a *App) readConfiguration() (next Assistants, restart []string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			a.opts.Log.Error("panic while reading the configuration", "cause", cause, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic while reading the configuration: %v", cause)
		}
	}()
	return a.opts.Configuration.Read()
}

func findings(err error) diag.List {
	if r, ok := errors.AsType[RejectedError](err); ok {
		return r.Findings()
	}
	return nil
}

// noteConfiguration keeps, counts and logs how reading the configuration ended. isRead is
// set if the file was right.
func (a *App) noteConfiguration(r httpapi.ConfigurationResult, err error, isRead, asked bool) {
	c, log := &a.configuration, a.opts.Log
	c.mu.Lock()
	before, wanted, again := c.rejection, c.restart, c.lacks && isRead
	c.rejection, c.lacks = err, isRead && err != nil
	if err == nil {
		c.restart = r.Restart
		if r.Changed {
			c.loadedAt = time.Now()
		}
	}
	restart := len(c.restart) > 0
	c.mu.Unlock()
	switch {
	case err != nil:
		same := !asked && before != nil && before.Error() == err.Error() && slices.Equal(texts(findings(before)), texts(findings(err)))
		if !same || !again { // each look tries again
			a.metrics.Configured("rejected", restart)
		}
		if same {
			return
		}
		log.Error("configuration rejected; nothing has changed", "file", a.opts.Configuration.Path, "error", err)
		for _, d := range findings(err).Worst(mostLogged) {
			log.Error(d.Message, "position", d.Position.String(), "code", string(d.Code), "hint", d.Hint)
		}
	case r.Changed:
		a.metrics.Configured("changed", restart)
		log.Info("configuration in use", "file", a.opts.Configuration.Path, "assistants", len(a.assistants.Load().all))
	default:
		a.metrics.Configured("unchanged", restart)
		if before != nil {
			log.Info("rejected change of the configuration undone", "file", a.opts.Configuration.Path)
		}
	}
	if err == nil && restart && !slices.Equal(r.Restart, wanted) {
		log.Warn("these settings take effect after a restart", "settings", r.Restart)
	}
}

func texts(found diag.List) []string {
	all := make([]string, len(found))
	for i, d := range found {
		all[i] = d.String()
	}
	return all
}

// use makes the assistants those of the configuration. Those whose options are as
// before go on. The others get their content before they replace what was: no request
// finds less than before.
func (a *App) use(ctx context.Context, next Assistants) (changed bool, err error) {
	now := a.assistants.Load()
	all := make([]*assistant, len(next.Options))
	var begun []*assistant
	for i, opts := range next.Options {
		before := now.named(opts.Name)
		if before != nil && opts.Fingerprint != "" && opts.Fingerprint == before.opts.Fingerprint {
			all[i] = before
			continue
		}
		made, err := a.newAssistant(opts, before)
		if err == nil {
			err = made.start(ctx, before)
			begun = append(begun, made)
		}
		if err != nil {
			a.abandon(begun, now)
			return false, err
		}
		all[i] = made
	}
	isDefault := ""
	if now.byDefault != nil {
		isDefault = now.byDefault.opts.Name
	}
	if len(begun) == 0 && slices.Equal(all, now.all) && next.Default == isDefault {
		return false, nil
	}
	a.loadAll(ctx, begun)
	if err := ctx.Err(); err != nil {
		a.abandon(begun, now)
		return false, err
	}
	for _, s := range begun {
		if before := now.named(s.opts.Name); before != nil && s.loop.Holder().Load() == nil {
			s.inherited.Store(before.Live()) // it may have loaded something meanwhile
		}
	}
	a.publish(now, a.newRoster(all, next.Default), begun)
	return true, nil
}

// publish replaces the assistants, and ends those that are gone.
func (a *App) publish(now, next *roster, begun []*assistant) {
	a.assistants.Store(next)
	for _, s := range begun {
		s.watch()
	}
	var gone []*assistant
	for _, s := range now.all {
		if slices.Contains(next.all, s) {
			continue
		}
		gone = append(gone, s)
		s.memory.Close()
		heir := next.named(s.opts.Name)
		if heir == nil {
			a.metrics.Remove(s.opts.Name)
			s.log.Info("assistant removed")
		}
		s.stop()
		if heir == nil || heir.recording != s.recording {
			a.group.Go(s.recording.close)
		}
	}
	for _, s := range gone {
		a.group.Go(s.wait)
	}
	a.room.LimitMemory(a.memoryLimit())
	a.tellStatus()
	a.live.changed()
}

// abandon ends assistants that are not to be used after all.
func (a *App) abandon(begun []*assistant, now *roster) {
	for _, s := range begun {
		s.stop()
		before := now.named(s.opts.Name)
		switch {
		case before == nil:
			a.metrics.Remove(s.opts.Name)
			s.recording.close()
		case before.recording != s.recording:
			s.recording.close()
		}
		if before != nil {
			before.newMetrics()
		}
		a.group.Go(s.wait)
	}
}

// configurationStatus returns the state of the configuration.
func (a *App) configurationStatus() httpapi.ConfigurationStatus {
	c := &a.configuration
	c.mu.Lock()
	defer c.mu.Unlock()
	s := httpapi.ConfigurationStatus{Path: a.opts.Configuration.Path, LoadedAt: c.loadedAt, Diagnostics: diag.List{}, Restart: append([]string{}, c.restart...)}
	if c.rejection != nil {
		s.Stale, s.Reason = true, c.rejection.Error()
		if found := findings(c.rejection); len(found) > 0 {
			s.Diagnostics = found
		}
	}
	return s
}
