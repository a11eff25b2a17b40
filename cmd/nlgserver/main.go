package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run())
}

// run is main with an exit code, so that deferred calls run.
func run() int {
	return execute(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// The exit codes of every command.
const (
	exitFine       = 0
	exitFindings   = 1
	exitUsage      = 2
	exitUnreadable = 3
)

// exitError ends the program with a code; what there was to say has been said
// if err is nil.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// written turns the error of writing a result, if any, into how the program
// ends.
func written(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code: exitFindings, err: err}
}

// execute runs the command line and returns its exit code. Standard output
// gets the result, standard error all else.
func execute(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitFine
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		// What no command has judged is cobra's own: a wrong flag or argument.
		fmt.Fprintf(errs, "nlgserver: %v\n", err)
		return exitUsage
	}
	if exit.err != nil {
		fmt.Fprintf(errs, "nlgserver: %v\n", exit.err)
	}
	return exit.code
}
