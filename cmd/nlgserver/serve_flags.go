package main

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/pflag"

	"nlgserver/httpapi"
	"nlgserver/internal/access"
	"nlgserver/internal/source/demo"
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
	flags.StringVar(&f.adminListen, "admin-listen", "", "address for reload, status and metrics; on --listen if not set")
	f.registerAccess(flags)
	f.registerLimits(flags)
	flags.StringVar(&f.onUnknown, "on-unknown", "", `what an unknown response name gets: a 404 if not set, "empty" for {}, or the name of a response`)
	flags.BoolVar(&f.strictJSON, "strict-json", false, "check the whole body of each request, also what is not needed; slower")
	flags.BoolVar(&f.ignoreRequestID, "ignore-request-id", false, "pick at random also where Rasa sends the id of a variation")
	f.compileFlags.register(flags)
	flags.Uint64Var(&f.seed, "seed", 0, "make the random picks repeat in every run, for tests")
	flags.DurationVar(&f.debounce, "debounce", server.DefaultDebounce, "how long a saved file must be quiet before it is read; after 250ms it is read anyway")
	flags.DurationVar(&f.poll, "poll", server.DefaultPoll, "how often the content is read unasked; negative for never")
	flags.StringVar(&f.lastGood, "last-good", "", "`file` that keeps a copy of the content that was live last, to start from when the content is refused then")
	flags.DurationVar(&f.shutdownDelay, "shutdown-delay", 0, "how long the server answers on, unready, once it is to stop; for load balancers")
	flags.DurationVar(&f.drain, "drain", server.DefaultDrain, "how long requests under way may take when the server stops")
	flags.StringVar(&f.logLevel, "log-level", "info", "debug, info, warn or error")
	flags.StringVar(&f.logFormat, "log-format", "text", "text or json")
	flags.BoolVar(&f.logContent, "log-content", false, "log slots, arguments and replies at level debug: people's words")
	f.record.register(flags)
	flags.BoolVar(&f.metricsResponses, "metrics-responses", false, "add a metric for each response and each variation of the content")
}

func (f *serveFlags) registerAccess(flags *pflag.FlagSet) {
	a := &f.access
	flags.StringArrayVar(&a.Secrets.Tokens, "token", nil, "token that opens, as query parameter or bearer; may be given several times")
	flags.StringVar(&a.TokenFile, "token-file", "", "`file` of tokens, one a line; read again when it changes")
	flags.StringVar(&a.TokenName, "token-name", access.DefaultTokenName, "query parameter that holds the token, as token_name in endpoints.yml")
	flags.StringArrayVar(&a.Secrets.BasicAuth, "basic-auth", nil, "`user:password` that opens; may be given several times")
	flags.StringVar(&a.BasicAuthFile, "basic-auth-file", "", "`file` of user:password, one a line; read again when it changes")
	flags.StringArrayVar(&a.Secrets.Headers, "require-header", nil, "header that must be there, as `'Name: value'`; given several times, each name is needed, with one of its values")
	flags.StringVar(&a.HeaderFile, "require-header-file", "", "`file` of required headers, one a line; read again when it changes")
	flags.StringArrayVar(&a.AdminTokens, "admin-token", nil, "token for reload, status and metrics, in the place of the secrets above; may be given several times")
	flags.StringVar(&a.AdminTokenFile, "admin-token-file", "", "`file` of such tokens, one a line; read again when it changes")
	flags.StringArrayVar(&a.Origins, "cors-origin", nil, "`origin` of web pages that may call, such as https://studio.example; may be given several times")
	flags.StringVar(&f.tls.CertFile, "tls-cert", "", "`file` of the certificate chain, in PEM; read again when it changes")
	flags.StringVar(&f.tls.KeyFile, "tls-key", "", "`file` of the certificate's key, in PEM")
}

func (f *serveFlags) registerLimits(flags *pflag.FlagSet) {
	l := &f.limits
	flags.Int64Var(&f.maxBody, "max-body", httpapi.DefaultMaxBody, "largest request body, in bytes, after inflating it")
	flags.Int64Var(&f.maxInFlight, "max-inflight-bytes", httpapi.DefaultMaxInFlight, "memory for the bodies of all requests under way, in bytes; above it a request gets a 503")
	flags.IntVar(&l.JSONDepth, "max-json-depth", httpapi.DefaultMaxJSONDepth, "how deep a request body may nest")
	flags.IntVar(&l.HeaderBytes, "max-header-bytes", server.DefaultMaxHeaderBytes, "largest request header, in bytes")
	flags.IntVar(&l.Connections, "max-connections", server.DefaultMaxConnections, "connections open at a time on a listener; above it one gets a 503; 0 for any number")
	flags.DurationVar(&l.ReadHeaderTimeout, "read-header-timeout", server.DefaultReadHeaderTimeout, "how long a request header may take")
	flags.DurationVar(&l.ReadTimeout, "read-timeout", httpapi.DefaultReadTimeout, "how long a whole request body may take")
	flags.Int64Var(&l.MinReadRate, "min-read-rate", httpapi.DefaultMinReadRate, "least that a request body must bring over any 10 seconds, in bytes per second; 0 for nothing")
	flags.DurationVar(&l.WriteTimeout, "write-timeout", httpapi.DefaultWriteTimeout, "how long a client may take to accept a reply")
	flags.DurationVar(&l.IdleTimeout, "idle-timeout", server.DefaultIdleTimeout, "how long a connection may wait for its next request")
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
		opts.Source, err = demo.Source()
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
