package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/httpapi"
	"nlgserver/internal/app"
	"nlgserver/internal/demo"
	"nlgserver/internal/reload"
)

// serveFlags are what serve can be told.
type serveFlags struct {
	compileFlags
	listen          string
	maxBody         int64
	maxInFlight     int64
	onUnknown       string
	strictJSON      bool
	ignoreRequestID bool
	seed            uint64
	debounce, poll  time.Duration
	drain           time.Duration
	logLevel        string
	logFormat       string
}

func newServe() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve [PATH…]",
		Short: "Answer Rasa's NLG requests from response files",
		Long: `serve reads the response files and directories, in the order given, and answers
Rasa's NLG requests. A saved change goes live at once; a broken one is logged,
and what was live stays live. SIGHUP and POST /-/reload read the content again.

Without a path it serves a small demo assistant and prints a request to try.`,
		Example: `  nlgserver serve
  nlgserver serve domain/ data/responses.yml --listen :5056`,
		RunE: func(cmd *cobra.Command, paths []string) error { return serve(cmd, &f, paths) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", app.DefaultListen, "address to listen on")
	flags.Int64Var(&f.maxBody, "max-body", httpapi.DefaultMaxBody, "largest request body, in bytes")
	flags.Int64Var(&f.maxInFlight, "max-inflight-bytes", httpapi.DefaultMaxInFlight, "memory for the bodies of all requests under way, in bytes; above it a request gets a 503")
	flags.StringVar(&f.onUnknown, "on-unknown", "", `what an unknown response name gets: a 404 if not set, "empty" for {}, or the name of a response`)
	flags.BoolVar(&f.strictJSON, "strict-json", false, "check the whole body of each request, also what is not needed; slower")
	flags.BoolVar(&f.ignoreRequestID, "ignore-request-id", false, "pick at random also where Rasa sends the id of a variation")
	f.register(flags)
	flags.Uint64Var(&f.seed, "seed", 0, "make the random picks repeat in every run, for tests")
	flags.DurationVar(&f.debounce, "debounce", reload.DefaultDebounce, "how long a saved file must be quiet before it is read; after 250ms it is read anyway")
	flags.DurationVar(&f.poll, "poll", reload.DefaultPoll, "how often the content is read unasked; negative for never")
	flags.DurationVar(&f.drain, "drain", app.DefaultDrain, "how long requests under way may take when the server stops")
	flags.StringVar(&f.logLevel, "log-level", "info", "debug, info, warn or error")
	flags.StringVar(&f.logFormat, "log-format", "text", "text or json")
	return cmd
}

func serve(cmd *cobra.Command, f *serveFlags, paths []string) error {
	log, err := newLogger(cmd, f)
	if err != nil {
		return err
	}
	compiling, err := f.options()
	if err != nil {
		return err
	}
	opts := app.Options{
		Paths: paths, Listen: f.listen, MaxBody: f.maxBody, MaxInFlight: f.maxInFlight, OnUnknown: f.onUnknown,
		StrictJSON: f.strictJSON, IgnoreRequestID: f.ignoreRequestID, Debounce: f.debounce, Poll: f.poll, Drain: f.drain, Log: log,
		Patterns: compiling.Patterns, Language: compiling.Language,
	}
	if cmd.Flags().Changed("seed") {
		opts.Seed = &f.seed
	}
	if len(paths) == 0 {
		if opts.Embedded, err = demo.Files(); err != nil {
			return err
		}
	}
	a, err := app.New(opts)
	if err != nil {
		return err
	}
	if err := a.Start(cmd.Context()); err != nil {
		if content, ok := errors.AsType[*app.ContentError](err); ok {
			return refused(cmd.ErrOrStderr(), content.Diagnostics)
		}
		if _, ok := errors.AsType[*app.OptionError](err); ok {
			return err
		}
		return &exitError{code: exitFindings, err: err}
	}
	if len(paths) == 0 {
		tryIt(cmd, a.Addr())
	}
	reloadOnHangup(cmd.Context(), a)
	if err := a.Wait(cmd.Context()); err != nil {
		return &exitError{code: exitFindings, err: err}
	}
	return nil
}

// reloadOnHangup reads the content again at each hangup signal, until ctx ends.
func reloadOnHangup(ctx context.Context, a *app.App) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangup)
		for {
			select {
			case <-hangup:
				a.Poke(app.TriggerSignal)
			case <-ctx.Done():
				return
			}
		}
	}()
}

// tryIt prints a request that the demo assistant answers.
func tryIt(cmd *cobra.Command, address string) {
	fmt.Fprintf(cmd.ErrOrStderr(), `
This is the demo assistant; name a file or a directory to serve your own. Try:

  curl -s http://%s/nlg -d '{"response": "utter_greet", "channel": {"name": "collector"},
    "tracker": {"slots": {"name": "Ann", "known_customer": true}}, "arguments": {}}' -H 'Content-Type: application/json'

`, address)
}

func newLogger(cmd *cobra.Command, f *serveFlags) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.logLevel)); err != nil {
		return nil, fmt.Errorf("--log-level: %q is none of debug, info, warn, error", f.logLevel)
	}
	opts := &slog.HandlerOptions{Level: level}
	switch f.logFormat {
	case "text":
		return slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), opts)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), opts)), nil
	default:
		return nil, fmt.Errorf("--log-format: %q is neither text nor json", f.logFormat)
	}
}
