package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/internal/loglines"
)

// newLogger returns the log of serve, by flags that have been checked.
func newLogger(errs io.Writer, f *serveFlags) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.logLevel)); err != nil {
		return nil, err
	}
	opts := &slog.HandlerOptions{Level: level, ReplaceAttr: withUnit}
	if f.logFormat == formatJSON {
		return slog.New(slog.NewJSONHandler(errs, opts)), nil
	}
	return slog.New(slog.NewTextHandler(errs, opts)), nil
}

// lastLines is how long the last lines may take to be written when serve ends.
const lastLines = time.Second

// serveLog is standard error of serve. Nothing that happens to its reader ends the
// server or makes a request wait.
type serveLog struct {
	*loglines.Writer
	broken chan os.Signal
}

// openLog makes serve write to standard error by way of a [loglines.Writer].
func openLog(cmd *cobra.Command) *serveLog {
	l := &serveLog{loglines.NewWriter(cmd.ErrOrStderr()), make(chan os.Signal, 1)}
	// Unless somebody is notified, writing to a closed pipe ends the program.
	signal.Notify(l.broken, syscall.SIGPIPE)
	cmd.SetErr(l.Writer)
	return l
}

// report writes an error here, so that the program need not write it after the log is
// closed.
func (l *serveLog) report(err error) error {
	if err == nil {
		return nil
	}
	code := exitUsage
	if exit, ok := errors.AsType[*exitError](err); ok {
		if code, err = exit.code, exit.err; err == nil {
			return exit
		}
	}
	fmt.Fprintf(l, "nlgserver: %v\n", err)
	return &exitError{code: code}
}

func (l *serveLog) close() {
	l.Close(lastLines)
	signal.Stop(l.broken)
}

// withUnit writes a duration with its unit, as 1.2ms, in both formats: in JSON it
// would be a bare number of nanoseconds.
func withUnit(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindDuration {
		a.Value = slog.StringValue(a.Value.Duration().Round(time.Microsecond).String())
	}
	return a
}
