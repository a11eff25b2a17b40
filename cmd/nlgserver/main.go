package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"nlgserver/internal/width"
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
	// exitServing is for serve and desk: they cannot listen or record, or serve ended
	// before every request was answered.
	exitServing = 4
)

// exitError ends the program with an exit code. If err is nil, everything has
// been reported already.
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

// written turns an error of writing the result into one that ends the program.
func written(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code: exitFindings, err: err}
}

// execute runs the command line and returns its exit code. The result goes to
// standard output, everything else to standard error.
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
		// Any other error is about a flag or an argument.
		fmt.Fprintf(errs, "nlgserver: %v\n", err)
		return exitUsage
	}
	if exit.err != nil {
		fmt.Fprintf(errs, "nlgserver: %s\n", width.Printable(exit.err.Error()))
	}
	return exit.code
}
