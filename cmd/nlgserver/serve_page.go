package main

import (
	"net/http"
	"os"
	"time"

	"nlgserver/channels"
	"nlgserver/desk"
	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/release/stores"
	"nlgserver/server"
)

// pageIdle is how long serve keeps what its page needs after the last request for it.
const pageIdle = 10 * time.Minute

// pageConfig describes the page of serve. It shows what is served, and reads no file
// but recorded requests.
func pageConfig(paths []string, from string, opts server.Options) desk.Config {
	compiling := nlg.Options{Env: os.LookupEnv, EnvAllowed: opts.EnvAllowed, Patterns: opts.Patterns, Language: opts.Language}
	cfg := desk.Config{
		Title: demoTitle, Origin: "built into nlgserver", Product: "nlgserver " + programVersion(), User: "reader",
		ReadOnly: true, Idle: pageIdle, Log: opts.Log, AllowedHosts: opts.AllowedHosts,
		Options: desk.Options{Compile: compiling, Lint: lint.Options{Channels: channels.Known()}, Recordings: opts.Record.Dir},
	}
	if from != "" {
		cfg.Title, cfg.Origin = titleOfStore(from), stores.Shown(from)
		return cfg
	}
	if len(paths) > 0 {
		cfg.Title, cfg.Origin = titleOf(paths), originOf(paths)
		return cfg
	}
	cfg.Options.Beside = demoBeside
	return cfg
}

// pageOf returns what makes the page for a server.
func pageOf(cfg desk.Config) func(server.PageOptions) http.Handler {
	return func(o server.PageOptions) http.Handler {
		cfg.Source, cfg.Gate, cfg.Background = o.Content, o.Access, o.Background
		d, err := desk.New(cfg)
		if err != nil {
			cfg.Log.Error("cannot show the page", "error", err)
			return nil
		}
		return d
	}
}
