package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"nlgserver/httpapi"
)

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

func (a *App) endpoints() []*endpoint {
	if a.admin == nil {
		return []*endpoint{a.public}
	}
	return []*endpoint{a.public, a.admin}
}

// closeEndpoints closes what a failed start has opened.
func (a *App) closeEndpoints() error {
	var err error
	for _, e := range a.endpoints() {
		err = errors.Join(err, e.close())
	}
	return err
}

// Addr returns the address that the server listens on; empty before Start.
func (a *App) Addr() string { return a.public.address() }

// AdminAddr returns the operators' address if it is a different one; empty
// before Start.
func (a *App) AdminAddr() string { return a.admin.address() }

// warnOfOpenEndpoints warns of endpoints that other machines can reach without
// credentials.
func (a *App) warnOfOpenEndpoints() {
	line := []any{"address", a.Addr(), "setting", a.opts.SettingName(SettingTokenFile)}
	open := a.openAssistants()
	if a.several() {
		line = append(line, "assistants", open)
	}
	if openToAll(a.public.listener.Addr(), len(open) == 0) {
		a.opts.Log.Warn("authentication is off: anyone who can reach this address can send requests", line...)
	}
	if a.admin != nil && openToAll(a.admin.listener.Addr(), a.operators.Guarded()) {
		a.opts.Log.Warn("authentication is off: anyone who can reach this address can read status and metrics",
			"address", a.AdminAddr(), "setting", a.opts.SettingName(SettingAdminTokenFile))
	}
}

// openAssistants returns the names of those whose callers need no credentials.
func (a *App) openAssistants() []string {
	var open []string
	for _, s := range a.assistants.Load().all {
		if !s.gate.Guarded() {
			open = append(open, s.opts.Name)
		}
	}
	return open
}
