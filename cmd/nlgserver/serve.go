package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"nlgserver/server"
)

func newServe() *cobra.Command {
	f := newServeFlags()
	cmd := &cobra.Command{
		Use:   "serve [PATH…]",
		Short: "Answer Rasa's NLG requests from response files",
		Long: `serve reads the response files and directories, in the order given, and answers
Rasa's NLG requests. A saved change goes live at once. A broken change is logged,
and the last good content keeps serving. SIGHUP and POST /-/reload read the
content again.

Tokens, basic authentication and required headers restrict who may call. Secrets
on the command line are visible in the process list: use a file, or an
environment variable. See docs/security.md.

Without a path, serve runs a small demo assistant and prints a request to try.`,
		Example: `  nlgserver serve
  nlgserver serve domain/ data/responses.yml --listen :5056`,
		RunE: func(cmd *cobra.Command, paths []string) error { return serve(cmd, f, paths) },
	}
	f.register(cmd.Flags())
	return cmd
}

func serve(cmd *cobra.Command, f *serveFlags, paths []string) error {
	// Only a server has work to finish first; signals end the other commands.
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// SIGHUP must not end the program, not even while it starts or stops.
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	log, err := newLogger(cmd, f)
	if err != nil {
		return err
	}
	opts, err := f.serverOptions(cmd.Flags(), paths, log)
	if err != nil {
		return err
	}
	warnOfVisibleSecrets(cmd.Flags(), log)
	a, err := server.New(opts)
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		if content, ok := errors.AsType[*server.ContentError](err); ok {
			return rejected(cmd.ErrOrStderr(), content.Diagnostics)
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

// tryIt prints a request for the demo assistant.
func tryIt(cmd *cobra.Command, address string) {
	fmt.Fprintf(cmd.ErrOrStderr(), `
This is the demo assistant. To serve your own, name a file or a directory. Try:

  curl -s http://%s/nlg -d '{"response": "utter_greet", "channel": {"name": "collector"},
    "tracker": {"slots": {"name": "Ann", "known_customer": true}}, "arguments": {}}' -H 'Content-Type: application/json'

`, address)
}
