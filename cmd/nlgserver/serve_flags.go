package main

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/pflag"

	"nlgserver/httpapi"
	"nlgserver/internal/access"
	"nlgserver/internal/demo"
	"nlgserver/server"
)

// serveFlags are what serve can be told.
type serveFlags struct {
	compileFlags
	listen, adminListen string
	access              server.AccessOptions
	tls                 server.TLSOptions
	limits              server.Limits
	maxBody             int64
	maxInFlight         int64
	onUnknown           string
	strictJSON          bool
	ignoreRequestID     bool
	seed                uint64
	debounce, poll      time.Duration
	lastGood            string
	shutdownDelay       time.Duration
	drain               time.Duration
	logLevel            string
	logFormat           string
	logContent          bool
	metricsResponses    bool
	record              recordFlags
}

func (f *serveFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.listen, "listen", server.DefaultListen, "address to listen on")
	flags.StringVar(&f.adminListen, "admin-listen", "", "address for reload, status and metrics (default the address of --listen)")
	f.registerAccess(flags)
	f.registerLimits(flags)
	flags.StringVar(&f.onUnknown, "on-unknown", "", `reply to an unknown response name: "empty" for {}, or the name of a response (default a 404)`)
	flags.BoolVar(&f.strictJSON, "strict-json", false, "check the whole body of each request, even the parts that are not needed; slower")
	flags.BoolVar(&f.ignoreRequestID, "ignore-request-id", false, "pick at random even if Rasa sends the id of a variation")
	f.compileFlags.register(flags)
	flags.Uint64Var(&f.seed, "seed", 0, "make random picks the same in every run, for tests")
	flags.DurationVar(&f.debounce, "debounce", server.DefaultDebounce, "how long to wait after a save before reloading, at most 250ms")
	flags.DurationVar(&f.poll, "poll", server.DefaultPoll, "how often to re-read the content; negative for never")
	flags.StringVar(&f.lastGood, "last-good", "", "`file` to keep a copy of the last good content in, for a start with broken content")
	flags.DurationVar(&f.shutdownDelay, "shutdown-delay", 0, "how long to keep serving after shutdown starts, while reporting not ready")
	flags.DurationVar(&f.drain, "drain", server.DefaultDrain, "how long to wait for open requests when the server stops")
	flags.StringVar(&f.logLevel, "log-level", "info", "log level: debug, info, warn or error")
	flags.StringVar(&f.logFormat, "log-format", "text", "log format: text or json")
	flags.BoolVar(&f.logContent, "log-content", false, "log slots, arguments and replies at level debug; they may contain personal data")
	f.record.register(flags)
	flags.BoolVar(&f.metricsResponses, "metrics-responses", false, "add metrics for each response and each variation")
}

func (f *serveFlags) registerAccess(flags *pflag.FlagSet) {
	a := &f.access
	flags.StringArrayVar(&a.Secrets.Tokens, "token", nil, "accept this token, as a query parameter or a bearer token; may be repeated")
	flags.StringVar(&a.TokenFile, "token-file", "", "`file` of tokens, one per line; reloaded when it changes")
	flags.StringVar(&a.TokenName, "token-name", access.DefaultTokenName, "query parameter of the token, the token_name in endpoints.yml")
	flags.StringArrayVar(&a.Secrets.BasicAuth, "basic-auth", nil, "accept this `user:password`; may be repeated")
	flags.StringVar(&a.BasicAuthFile, "basic-auth-file", "", "`file` of user:password, one per line; reloaded when it changes")
	flags.StringArrayVar(&a.Secrets.Headers, "require-header", nil, "require this header, as `'Name: value'`; may be repeated: every name is required, with one of its values")
	flags.StringVar(&a.HeaderFile, "require-header-file", "", "`file` of required headers, one per line; reloaded when it changes")
	flags.StringArrayVar(&a.AdminTokens, "admin-token", nil, "accept this token for reload, status and metrics instead of the secrets above; may be repeated")
	flags.StringVar(&a.AdminTokenFile, "admin-token-file", "", "`file` of admin tokens, one per line; reloaded when it changes")
	flags.StringArrayVar(&a.Origins, "cors-origin", nil, "allow requests from web pages of this `origin`, such as https://studio.example; may be repeated")
	flags.StringVar(&f.tls.CertFile, "tls-cert", "", "PEM `file` of the certificate chain; reloaded when it changes")
	flags.StringVar(&f.tls.KeyFile, "tls-key", "", "PEM `file` of the certificate's key")
}

func (f *serveFlags) registerLimits(flags *pflag.FlagSet) {
	l := &f.limits
	flags.Int64Var(&f.maxBody, "max-body", httpapi.DefaultMaxBody, "maximum size of a decompressed request body in bytes")
	flags.Int64Var(&f.maxInFlight, "max-inflight-bytes", httpapi.DefaultMaxInFlight, "maximum memory for the bodies of all open requests in bytes; further requests get a 503")
	flags.IntVar(&l.JSONDepth, "max-json-depth", httpapi.DefaultMaxJSONDepth, "maximum nesting depth of a request body")
	flags.IntVar(&l.HeaderBytes, "max-header-bytes", server.DefaultMaxHeaderBytes, "maximum size of a request header in bytes")
	flags.IntVar(&l.Connections, "max-connections", server.DefaultMaxConnections, "maximum number of connections per listener; further ones get a 503; 0 for no limit")
	flags.DurationVar(&l.ReadHeaderTimeout, "read-header-timeout", server.DefaultReadHeaderTimeout, "how long to wait for a request header")
	flags.DurationVar(&l.ReadTimeout, "read-timeout", httpapi.DefaultReadTimeout, "how long to wait for a whole request body")
	flags.Int64Var(&l.MinReadRate, "min-read-rate", httpapi.DefaultMinReadRate, "minimum rate of a request body over 10 seconds, in bytes per second; 0 for no limit")
	flags.DurationVar(&l.WriteTimeout, "write-timeout", httpapi.DefaultWriteTimeout, "how long to wait for a client to accept a reply")
	flags.DurationVar(&l.IdleTimeout, "idle-timeout", server.DefaultIdleTimeout, "how long to keep an idle connection open")
}

// appOptions returns what the flags say.
func (f *serveFlags) appOptions(flags *pflag.FlagSet, paths []string, log *slog.Logger) (server.Options, error) {
	compiling, err := f.options()
	if err != nil {
		return server.Options{}, err
	}
	if err := f.checkLimits(); err != nil {
		return server.Options{}, err
	}
	limits := f.limits
	// To the library 0 means the default.
	if limits.Connections == 0 {
		limits.Connections = -1
	}
	if limits.MinReadRate == 0 {
		limits.MinReadRate = -1
	}
	opts := server.Options{
		Paths: paths, Listen: f.listen, AdminListen: f.adminListen, Access: f.access, TLS: f.tls, Limits: limits,
		MaxBody: f.maxBody, MaxInFlight: f.maxInFlight, OnUnknown: f.onUnknown, StrictJSON: f.strictJSON, IgnoreRequestID: f.ignoreRequestID,
		Patterns: compiling.Patterns, Language: compiling.Language,
		Debounce: f.debounce, Poll: f.poll, LastGood: f.lastGood, ShutdownDelay: f.shutdownDelay, Drain: f.drain,
		Log: log, LogContent: f.logContent, Build: versionText(),
		Version: programVersion(), MetricsResponses: f.metricsResponses,
	}
	if flags.Changed("seed") {
		opts.Seed = &f.seed
	}
	if len(paths) == 0 {
		opts.Embedded, err = demo.Files()
	}
	return opts, err
}

// checkLimits refuses what would be taken for no limit at all.
func (f *serveFlags) checkLimits() error {
	l := &f.limits
	for _, limit := range [...]struct {
		flag         string
		value, least int64
	}{
		{"max-body", f.maxBody, 1},
		{"max-inflight-bytes", f.maxInFlight, 1},
		{"max-json-depth", int64(l.JSONDepth), 1},
		{"max-header-bytes", int64(l.HeaderBytes), 1},
		{"max-connections", int64(l.Connections), 0},
		{"read-header-timeout", int64(l.ReadHeaderTimeout), 1},
		{"read-timeout", int64(l.ReadTimeout), 1},
		{"min-read-rate", l.MinReadRate, 0},
		{"write-timeout", int64(l.WriteTimeout), 1},
		{"idle-timeout", int64(l.IdleTimeout), 1},
		{"shutdown-delay", int64(f.shutdownDelay), 0},
	} {
		if limit.value < limit.least {
			return fmt.Errorf("--%s must be %d or more", limit.flag, limit.least)
		}
	}
	return nil
}

// warnOfVisibleSecrets tells of secrets that ps shows.
func warnOfVisibleSecrets(flags *pflag.FlagSet, log *slog.Logger) {
	for _, name := range [...]string{"token", "basic-auth", "require-header", "admin-token"} {
		f := flags.Lookup(name)
		if _, byEnv := f.Annotations[fromEnv]; f.Changed && !byEnv {
			log.Warn("a secret on the command line can be seen in the list of processes; give it in a file or in the environment", "flag", "--"+name)
		}
	}
}
