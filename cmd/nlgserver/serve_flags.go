package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/pflag"

	"nlgserver/internal/source/demo"
	"nlgserver/release/stores"
	"nlgserver/server"
)

// serveFlags are the settings of serve. Flags are bound to the server's own
// options, whose values before parsing are the defaults.
type serveFlags struct {
	server.Options
	compileFlags
	fromFlags
	rephraseFlags
	seed                uint64
	socketMode          string
	logLevel, logFormat string
	page                bool
	// config names the configuration file; empty for none.
	config string
}

func newServeFlags() *serveFlags { return &serveFlags{Options: server.DefaultOptions()} }

func (f *serveFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.config, configFlag, "", "configuration `file`, such as nlgserver.yml: the settings, and the assistants to serve; flags come before its settings")
	flags.StringVar(&f.Listen, "listen", f.Listen, "`address` to listen on: :PORT, HOST:PORT, or unix:/path; by default the port in the variable PORT, if it is set")
	flags.StringVar(&f.AdminListen, "admin-listen", "", "`address` for reload, status and metrics (default the address of --listen)")
	flags.StringVar(&f.socketMode, "socket-mode", fmt.Sprintf("%o", f.SocketMode), "`mode` of the file of a Unix socket, in octal")
	flags.BoolVar(&f.page, "page", true, "show a read-only page of the responses to browsers, at the address of --admin-listen, or of --listen if only this machine can reach it")
	f.fromFlags.register(flags)
	f.registerAccess(flags)
	f.registerLimits(flags)
	flags.StringVar(&f.OnUnknown, "on-unknown", "", `reply to an unknown response name: "empty" for {}, or the name of another response (default a 404)`)
	flags.BoolVar(&f.StrictJSON, "strict-json", false, "check the whole body of each request, including parts that are not needed; slower")
	flags.BoolVar(&f.IgnoreRequestID, "ignore-request-id", false, "pick at random even if Rasa sends the id of a variation")
	f.compileFlags.register(flags)
	f.rephraseFlags.register(flags)
	flags.Uint64Var(&f.seed, "seed", 0, "make the random picks the same in every run, for tests")
	flags.DurationVar(&f.Debounce, "debounce", f.Debounce, "how long to wait after a save before reloading; at most 250ms while saves continue")
	flags.DurationVar(&f.DebounceRemovals, "debounce-removals", f.DebounceRemovals, "how long content that lacks responses must not change before it goes live, as it may be half written; at most five times as long while saves continue; 0 for no longer than other content")
	flags.DurationVar(&f.Poll, "poll", f.Poll, "how often to re-read the content; negative for never")
	flags.StringVar(&f.LastGood, "last-good", "", "`file` for a copy of the last good content, to start from if the content is rejected at the start")
	flags.DurationVar(&f.ShutdownDelay, "shutdown-delay", 0, "keep serving for this long after shutdown starts, while reporting not ready; for load balancers")
	flags.DurationVar(&f.Drain, "drain", f.Drain, "how long to wait for requests in flight when the server stops")
	flags.StringVar(&f.logLevel, "log-level", "info", "log level: debug, info, warn or error")
	flags.StringVar(&f.logFormat, "log-format", "text", "log format: text or json")
	flags.BoolVar(&f.LogContent, "log-content", false, "log slots, arguments and replies at level debug; they may contain personal data")
	f.registerRecord(flags)
	flags.BoolVar(&f.MetricsResponses, "metrics-responses", false, "add a metric for each response and each variation of the content")
}

func (f *serveFlags) registerAccess(flags *pflag.FlagSet) {
	a := &f.Access
	flags.StringArrayVar(&a.Tokens, "token", nil, "accept this token, as query parameter or bearer token; may be repeated")
	flags.StringVar(&a.TokenFile, "token-file", "", "`file` of tokens, one per line; reloaded when it changes")
	flags.StringVar(&a.TokenName, "token-name", a.TokenName, "query parameter of the token, the token_name in endpoints.yml")
	flags.StringArrayVar(&a.BasicAuth, "basic-auth", nil, "accept this `user:password`; may be repeated")
	flags.StringVar(&a.BasicAuthFile, "basic-auth-file", "", "`file` of user:password, one per line; reloaded when it changes")
	flags.StringArrayVar(&a.Headers, "require-header", nil, "require this header, as `'Name: value'`; may be repeated: every name is required, with one of its values")
	flags.StringVar(&a.HeaderFile, "require-header-file", "", "`file` of required headers, one per line; reloaded when it changes")
	flags.StringArrayVar(&a.AdminTokens, "admin-token", nil, "accept only this token for reload, status and metrics; may be repeated")
	flags.StringVar(&a.AdminTokenFile, "admin-token-file", "", "`file` of such tokens, one per line; reloaded when it changes")
	flags.StringArrayVar(&f.Origins, "cors-origin", nil, "`origin` of web pages that may call, such as https://studio.example; may be repeated")
	flags.StringArrayVar(&f.AllowedHosts, "allowed-host", nil, "host `name` that requests without credentials may use, beside localhost and IP addresses; may be repeated")
	flags.StringVar(&f.TLS.CertFile, "tls-cert", "", "`file` of the certificate chain, in PEM; reloaded when it changes")
	flags.StringVar(&f.TLS.KeyFile, "tls-key", "", "`file` of the certificate's key, in PEM")
}

func (f *serveFlags) registerLimits(flags *pflag.FlagSet) {
	l, c := &f.Limits, &f.Connections
	flags.Int64Var(&l.Body, "max-body", l.Body, "maximum size of a decompressed request body in bytes")
	flags.Int64Var(&l.InFlight, "max-inflight-bytes", l.InFlight, "maximum memory for all requests in flight in bytes: their bodies, what is made of them, and the replies; further requests get a 503")
	flags.Int64Var(&l.RequestMemory, "max-request-memory", l.RequestMemory, "maximum memory for one request beside its body in bytes; a request that needs more gets a 413")
	flags.IntVar(&l.JSONDepth, "max-json-depth", l.JSONDepth, "maximum nesting depth of a request body, up to 1000000")
	flags.IntVar(&c.HeaderBytes, "max-header-bytes", c.HeaderBytes, "maximum size of a request header in bytes")
	flags.IntVar(&c.Max, "max-connections", c.Max, "maximum number of connections per listener; further ones get a 503; 0 for no limit")
	flags.DurationVar(&c.ReadHeaderTimeout, "read-header-timeout", c.ReadHeaderTimeout, "maximum time to read a request header")
	flags.DurationVar(&l.ReadTimeout, "read-timeout", l.ReadTimeout, "maximum time to read a request body")
	flags.Int64Var(&l.MinReadRate, "min-read-rate", l.MinReadRate, "minimum rate of a request body over any 10 seconds, in bytes per second; 0 for no limit")
	flags.DurationVar(&l.WriteTimeout, "write-timeout", l.WriteTimeout, "maximum time for a client to accept a reply")
	flags.DurationVar(&c.IdleTimeout, "idle-timeout", c.IdleTimeout, "how long to keep an idle connection open")
}

func (f *serveFlags) registerRecord(flags *pflag.FlagSet) {
	r := &f.Record
	flags.StringVar(&r.Dir, "record", "", "`directory` for the last requests of each response, to be replayed; strings and numbers are hashed")
	flags.IntVar(&r.Keep, "record-keep", r.Keep, "how many requests to keep for each response")
	flags.BoolVar(&r.Content, "record-content", false, "record slots and arguments unhashed; they may be personal data")
	flags.StringArrayVar(&r.Plain, "record-plain", nil, "`name` of a slot or an argument to record unhashed; may be repeated")
	flags.Int64Var(&r.MaxBytes, "record-max-bytes", r.MaxBytes, "maximum size of all recorded requests in bytes; the oldest of the largest response are deleted")
}

// serverOptions returns the options of a server that serves the paths: without any, the
// demo assistant.
func (s *settings) serverOptions(paths []string, log *slog.Logger) (server.Options, error) {
	opts, err := s.listenerOptions(log)
	if err != nil {
		return opts, err
	}
	compiling, err := s.options()
	if err != nil {
		return opts, err
	}
	opts.Patterns, opts.Language = compiling.Patterns, compiling.Language
	opts.FollowLinks = s.links
	if opts.EnvAllowed, err = s.envAllowed(); err != nil {
		return opts, err
	}
	if opts.Rephrase, _, err = s.rephraseOptions(log); err != nil {
		return opts, err
	}
	switch opts.Paths = paths; {
	case s.from != "" && len(paths) > 0:
		return opts, fmt.Errorf("%s and %q exclude each other: leave out the path to follow the store, or the store to serve the files", s.nameOf(fromFlag), paths[0])
	case s.from != "":
		if opts.Source, opts.Release, err = s.follow(s.links); err != nil {
			return opts, err
		}
	case len(paths) == 0:
		if opts.Source, err = demo.Source(); err != nil {
			return opts, err
		}
	}
	if s.page {
		opts.Page = pageOf(pageConfig(paths, s.from, opts))
	}
	return opts, nil
}

// listenerOptions returns the options of the server that are not about its content.
func (s *settings) listenerOptions(log *slog.Logger) (server.Options, error) {
	if err := s.check(); err != nil {
		return server.Options{}, err
	}
	opts := s.Options
	var err error
	if opts.Listen, err = listenAddress(s.flags, s.Listen); err != nil {
		return server.Options{}, err
	}
	if opts.SocketMode, err = parseMode(s.socketMode); err != nil {
		return server.Options{}, err
	}
	// To the server 0 means the default.
	if opts.Connections.Max == 0 {
		opts.Connections.Max = -1
	}
	if opts.DebounceRemovals == 0 {
		opts.DebounceRemovals = -1
	}
	// The shortest time is none at all.
	opts.Drain, opts.Debounce = max(opts.Drain, 1), max(opts.Debounce, 1)
	if opts.Limits.MinReadRate == 0 {
		opts.Limits.MinReadRate = -1
	}
	if s.flags.Changed("seed") {
		opts.Seed = &s.seed
	}
	opts.Log, opts.SettingName = log, s.settingName
	opts.Version, opts.Build = programVersion(), versionText()
	return opts, nil
}

// warnOfVisibleSecrets warns of secrets that ps shows.
func (s *settings) warnOfVisibleSecrets(log *slog.Logger) {
	for _, flag := range secretFlags {
		if kind, place := s.origin(flag); kind == fromCommandLine {
			log.Warn("secrets on the command line are visible in the process list; use a file or an environment variable", "flag", place)
		}
	}
	if kind, place := s.origin(fromFlag); kind == fromCommandLine && stores.HasSecret(s.from) {
		log.Warn("secrets on the command line are visible in the process list; use a file or an environment variable", "flag", place)
	}
}
