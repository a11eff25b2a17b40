package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"nlgserver/internal/notify"
	"nlgserver/server"
)

func newServe() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve [PATH…]",
		Short: "Answer Rasa's NLG requests from response files",
		Long: `serve reads the response files and directories, in the order given, and answers
Rasa's NLG requests. A saved change goes live at once; a broken one is logged,
and what was live stays live. SIGHUP and POST /-/reload read the content again.

Who may call is said by tokens, basic authentication and required headers. A
secret on the command line can be seen in the list of processes: use a file, or
the environment. See docs/security.md.

Without a path it serves a small demo assistant and prints a request to try.`,
		Example: `  nlgserver serve
  nlgserver serve domain/ data/responses.yml --listen :5056`,
		RunE: func(cmd *cobra.Command, paths []string) error { return serve(cmd, &f, paths) },
	}
	f.register(cmd.Flags())
	return cmd
}

func serve(cmd *cobra.Command, f *serveFlags, paths []string) error {
	// Only a server has something to finish first; signals end other commands.
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A hangup must not end the program, also not while it starts or stops.
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	log, err := newLogger(cmd, f)
	if err != nil {
		return err
	}
	opts, err := f.appOptions(cmd.Flags(), paths, log)
	if err != nil {
		return err
	}
	if opts.Notify, err = notify.New(os.LookupEnv); err != nil {
		return err
	}
	warnOfVisibleSecrets(cmd.Flags(), log)
	hear, endRecord, err := f.record.start(ctx, log, opts.Language)
	if err != nil {
		return err
	}
	defer endRecord()
	opts.Record = hear
	a, err := server.New(opts)
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		if content, ok := errors.AsType[*server.ContentError](err); ok {
			return refused(cmd.ErrOrStderr(), content.Diagnostics)
		}
		if _, ok := errors.AsType[*server.OptionError](err); ok {
			return err
		}
		return &exitError{code: exitFindings, err: err}
	}
	if len(paths) == 0 {
		tryIt(cmd, a.Addr())
	}
	go reloadOnHangup(ctx, a, hangup)
	if err := a.Wait(ctx); err != nil {
		return &exitError{code: exitFindings, err: err}
	}
	return nil
}

// reloadOnHangup reads the content again at each hangup signal, until ctx ends.
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

// tryIt prints a request that the demo assistant answers.
func tryIt(cmd *cobra.Command, address string) {
	fmt.Fprintf(cmd.ErrOrStderr(), `
This is the demo assistant; name a file or a directory to serve your own. Try:

  curl -s http://%s/nlg -d '{"response": "utter_greet", "channel": {"name": "collector"},
    "tracker": {"slots": {"name": "Ann", "known_customer": true}}, "arguments": {}}' -H 'Content-Type: application/json'

`, address)
}
