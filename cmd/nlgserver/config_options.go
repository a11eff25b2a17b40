package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"nlgserver/config"
	"nlgserver/server"
)

// serverOptions returns the options of a server, which reads the configuration again
// while it runs.
func (c *configuration) serverOptions(start *configured, log *slog.Logger) (opts server.Options, err error) {
	if start.isSettingsOnly() {
		opts, err = start.server.serverOptions(c.paths, log)
	} else {
		opts, err = start.severalOptions(log)
	}
	opts.Configuration = server.Configuration{Path: c.path, Read: func() (server.Assistants, []string, error) {
		now, err := c.read()
		if err != nil {
			return server.Assistants{}, nil, err
		}
		all, err := now.assistantOptions()
		return all, now.changedSince(start), err
	}}
	return opts, err
}

// isSettingsOnly reports whether the file says how to serve, and not what.
func (all *configured) isSettingsOnly() bool { return len(all.file.Assistants) == 0 }

// severalOptions returns the options of a server of the assistants of the file.
func (all *configured) severalOptions(log *slog.Logger) (server.Options, error) {
	opts, err := all.server.listenerOptions(log)
	if err != nil {
		return opts, err
	}
	// The server itself keeps no copy, and records nothing: its assistants do.
	opts.LastGood, opts.Record = "", server.RecordOptions{}
	if opts.Assistants, err = all.assistantOptions(); err != nil {
		return opts, err
	}
	if a, ok := all.defaultAssistant(); ok && all.server.page {
		opts.Page, err = a.page(opts)
	}
	return opts, err
}

// assistantOptions returns the options of the assistants of the file.
func (all *configured) assistantOptions() (server.Assistants, error) {
	if all.isSettingsOnly() {
		return server.Assistants{}, nil
	}
	out := server.Assistants{Default: all.byDefault}
	for _, a := range all.assistants {
		opts, err := a.serverOptions()
		if err != nil {
			return out, err
		}
		out.Options = append(out.Options, opts)
	}
	return out, nil
}

// serverOptions returns the options of an assistant.
func (a *assistant) serverOptions() (server.AssistantOptions, error) {
	opts := server.AssistantOptions{
		Name: a.name, ID: a.id, Paths: a.paths,
		LastGood: a.LastGood, OnUnknown: a.OnUnknown, IgnoreRequestID: a.IgnoreRequestID,
		Access: a.Access, Record: a.Record, FollowLinks: a.links,
		Fingerprint: a.fingerprint(), SettingName: a.settingName,
	}
	opts.Access.AdminTokens, opts.Access.AdminTokenFile = nil, ""
	for _, p := range a.metadata {
		opts.Metadata = append(opts.Metadata, p.Name, p.Value)
	}
	compiling, err := a.options()
	if err != nil {
		return opts, err
	}
	opts.Patterns, opts.Language = compiling.Patterns, compiling.Language
	if opts.EnvAllowed, err = a.envAllowed(); err != nil {
		return opts, err
	}
	var digest string
	if opts.Rephrase, digest, err = a.rephraseOptions(a.shared.logger()); err != nil {
		return opts, err
	}
	opts.Fingerprint += " " + digest
	if a.from != "" {
		if opts.Source, opts.Release, err = a.follow(a.links); err != nil {
			return opts, err
		}
		if opts.Release != nil {
			opts.Fingerprint += " " + strings.Join(opts.Release.Trust.Keys(), " ")
		}
	}
	return opts, nil
}

// page returns what makes the page of the server, which shows the assistant.
func (a *assistant) page(of server.Options) (func(server.PageOptions) http.Handler, error) {
	opts, err := a.serverOptions()
	if err != nil {
		return nil, err
	}
	of.EnvAllowed, of.Patterns, of.Language, of.Record = opts.EnvAllowed, opts.Patterns, opts.Language, opts.Record
	return pageOf(pageConfig(a.paths, a.from, of)), nil
}

// fingerprint returns a text that is the same for the same settings.
func (a *assistant) fingerprint() string {
	values := map[string][]string{}
	for _, key := range flagsOfAssistant {
		values[key.flag] = textsOf(a.flags.Lookup(key.flag))
		if a.flags.Changed(key.flag) {
			values[key.flag] = append(values[key.flag], "") // an empty list is not none
		}
	}
	text, err := json.Marshal(struct {
		Name, ID, Replica string
		Paths             []string
		Metadata          []config.Pair
		Values            map[string][]string
	}{a.name, a.id, a.replica, a.paths, a.metadata, values})
	if err != nil {
		panic(err) // only strings
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// changedSince returns the keys at the top of the file that have other values than at the
// start, and take effect only after a restart: those that are not of the assistants.
// Tokens of the assistants guard the operators' routes too, if there are no others.
func (all *configured) changedSince(start *configured) []string {
	live := map[string]bool{}
	for _, key := range flagsOfAssistant {
		guardsOperators := strings.HasPrefix(key.key, "access.") && len(start.server.Access.AdminTokens) == 0 && start.server.Access.AdminTokenFile == ""
		live[key.flag] = !start.isSettingsOnly() && !guardsOperators
	}
	keys, _ := keysOf(all.server.flags)
	var changed []string
	for _, key := range keys.Server {
		flag := flagName(key.Name)
		before, now := textsOf(start.server.flags.Lookup(flag)), textsOf(all.server.flags.Lookup(flag))
		if !live[flag] && !slices.Equal(before, now) {
			changed = append(changed, key.Name)
		}
	}
	return changed
}
