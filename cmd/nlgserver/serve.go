package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/internal/loglines"
	"nlgserver/server"
)

func newServe() *cobra.Command {
	f := newServeFlags()
	cmd := &cobra.Command{
		Use:   "serve [PATH…]",
		Short: "Answer Rasa's NLG requests from response files",
		Long: `serve reads the response files and directories, in the order given, and answers
Rasa's NLG requests. A saved change goes live at once; one that removes
responses, after a second (--debounce-removals). A broken change is logged,
and the last good content keeps serving. SIGHUP and POST /-/reload read the
content again.

SIGINT and SIGTERM stop the server after the requests in flight (see --drain); a
second one, a tenth of a second later or more, stops it at once, with the exit code
130 or 143. The exit code is 4 if
the server cannot listen at its address, or if requests were cut off when it
stopped.

Tokens, basic authentication and required headers restrict who may call. Secrets
on the command line are visible in the process list: use a file, or an
environment variable. See docs/security.md.

A browser that opens the address of --admin-listen, or of --listen if only this
machine can reach it, gets a page that shows the responses and changes nothing: see
docs/desk.md. --page=false turns it off.

With --from, serve follows a store of releases instead of files ("nlgserver release
publish"), or a branch of a git repository. What goes live there is served at once; if
the store cannot be reached, or has something that cannot be loaded, what is live here
keeps serving. See docs/fleet.md.

Without a path, serve runs a small demo assistant and prints a request to try.`,
		Example: `  nlgserver serve
  nlgserver serve domain/ data/responses.yml --listen :5056
  nlgserver serve domain/ --listen unix:/run/nlgserver/nlg.sock
  nlgserver serve --from nats://nats.example/bank --last-good /var/lib/nlgserver/bank.tar`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			errs := openLog(cmd)
			defer errs.close()
			return errs.report(serve(cmd, f, paths))
		},
	}
	f.register(cmd.Flags())
	return cmd
}

// serve runs the server until it ends or a signal stops it. A second signal does
// not wait for it.
func serve(cmd *cobra.Command, f *serveFlags, paths []string) error {
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	// Only a server has work to finish first; signals end the other commands.
	stop := make(chan os.Signal, 2)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(stop)
	// SIGHUP must not end the program, not even while it starts or stops.
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)

	ended := make(chan error, 1)
	go func() { ended <- serveUntil(ctx, cmd, f, paths, hangup) }()
	var first time.Time
	for {
		select {
		case err := <-ended:
			return err
		case s := <-stop:
			switch {
			case first.IsZero():
				first = time.Now()
				cancel()
			case time.Since(first) > sameSignal:
				return secondSignal(s)
			}
		}
	}
}

// sameSignal is how long after the first signal another one is not a second one.
// timeout(1), and wrappers in the terminal's process group, deliver each twice.
const sameSignal = 100 * time.Millisecond

// secondSignal ends the program with the exit code of one that the signal has
// ended.
func secondSignal(s os.Signal) error {
	number, _ := s.(syscall.Signal)
	return &exitError{code: 128 + int(number), err: fmt.Errorf("second signal (%v): stopped without waiting for requests in flight", s)}
}

// serveUntil serves until ctx ends.
func serveUntil(ctx context.Context, cmd *cobra.Command, f *serveFlags, paths []string, hangup <-chan os.Signal) error {
	opts, err := startOptions(cmd, f, paths)
	if err != nil {
		return err
	}
	if errs, ok := cmd.ErrOrStderr().(*loglines.Writer); ok {
		opts.LogLinesDropped = errs.Dropped
	}
	a, err := server.New(opts)
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return notStarted(ctx, cmd, err)
	}
	if len(paths) == 0 && len(opts.Assistants.Options) == 0 && f.from == "" && opts.Configuration.Path == "" {
		tryIt(cmd, a.Addr(), a.PageURL())
	}
	go reloadOnHangup(ctx, a, hangup)
	if err := a.Wait(ctx); err != nil {
		return &exitError{code: exitServing, err: err}
	}
	return nil
}

// startOptions returns the options of a server, by the configuration file if there is
// one.
func startOptions(cmd *cobra.Command, f *serveFlags, paths []string) (server.Options, error) {
	f.shared = &sharedByStores{}
	s, start, c := &settings{serveFlags: f, flags: cmd.Flags()}, (*configured)(nil), (*configuration)(nil)
	if f.config != "" {
		var err error
		c = &configuration{path: f.config, given: givenBy(cmd.Flags()), paths: paths, shared: f.shared}
		if start, err = c.read(); err != nil {
			return server.Options{}, rejectedConfiguration(cmd.ErrOrStderr(), err)
		}
		if start.isSettingsOnly() && len(paths) == 0 && start.server.from == "" {
			return server.Options{}, fmt.Errorf("%s has no assistants: add `assistants:`, or name the content, as in \"nlgserver serve PATH --config %[1]s\"", start.file.Shown())
		}
		s = start.server
	}
	if err := s.check(); err != nil {
		return server.Options{}, err
	}
	log, err := newLogger(cmd.ErrOrStderr(), s.serveFlags)
	if err != nil {
		return server.Options{}, err
	}
	f.shared.log = log
	s.warnOfVisibleSecrets(log)
	var opts server.Options
	if start != nil {
		opts, err = c.serverOptions(start, log)
	} else {
		opts, err = s.serverOptions(paths, log)
	}
	return opts, rejectedConfiguration(cmd.ErrOrStderr(), err)
}

// notStarted turns the error of a start into one that ends the program.
func notStarted(ctx context.Context, cmd *cobra.Command, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // a signal stopped the start
	}
	if content, ok := errors.AsType[*server.ContentError](err); ok {
		return rejected(cmd.ErrOrStderr(), content.Diagnostics)
	}
	if _, ok := errors.AsType[*server.OptionError](err); ok {
		return err
	}
	if _, ok := errors.AsType[*server.ServeError](err); ok {
		return &exitError{code: exitServing, err: err}
	}
	return &exitError{code: exitFindings, err: err}
}

// reloadOnHangup reads the content again on each SIGHUP, until ctx ends.
func reloadOnHangup(ctx context.Context, a *server.App, hangup <-chan os.Signal) {
	for {
		select {
		case <-hangup:
			a.Hangup(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// tryIt prints a request for the demo assistant, and where its page is.
func tryIt(cmd *cobra.Command, address, page string) {
	target := "http://" + address + "/nlg"
	if socket, ok := strings.CutPrefix(address, "unix:"); ok {
		target = "--unix-socket " + socket + " http://localhost/nlg"
	}
	fmt.Fprintf(cmd.ErrOrStderr(), `
This is the demo assistant. To serve your own, name a file or a directory. Try:

  curl -s %s -d '{"response": "utter_greet", "channel": {"name": "collector"},
    "tracker": {"slots": {"name": "Ann", "known_customer": true}}, "arguments": {}}' -H 'Content-Type: application/json'

`, target)
	if page != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "To see all its responses, open %s in a browser.\n\n", page)
	}
}
