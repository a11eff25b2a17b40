package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/config"
	"nlgserver/internal/diag"
	"nlgserver/server"
)

func newConfigCheck() *cobra.Command {
	var f configFlags
	var format, color string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check a configuration file as serve does",
		Long: `Check everything that serve checks of its configuration file before it listens:
keys and values, the rules for several assistants, the files of secrets and of the
certificate, and that the content of each assistant exists. "nlgserver validate PATH"
checks the content itself. Without a file, check reads nlgserver.yml.

Give the flags of serve that you use beside the file, and the same environment: they
come before its settings.

The exit code is 0 without errors, 1 with errors, 2 for incorrect usage, and 3 if the
file cannot be read.`,
		Example: `  nlgserver config check
  nlgserver config check /etc/nlgserver/nlgserver.yml --format github`,
		Args: atMostOneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(formats[:], format) {
				return fmt.Errorf("--format: %q is not text, json, github or sarif", format)
			}
			colored, err := useColor(cmd.OutOrStdout(), color)
			if err != nil {
				return err
			}
			found, err := f.check(cmd.ErrOrStderr(), args, !quiet && format == formatText)
			if err != nil {
				return err
			}
			if err := (&report{checked: checked{Files: 1}, found: found}).write(cmd.OutOrStdout(), format, colored); err != nil {
				return written(err)
			}
			if code := exitCodeOf(found); code != exitFine {
				return &exitError{code: code}
			}
			return nil
		},
	}
	f = newConfigFlags(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", formatText, "output format: text, json, github (workflow annotations) or sarif")
	registerColor(cmd.Flags(), &color)
	registerQuiet(cmd.Flags(), &quiet)
	return cmd
}

// check returns what is wrong with a configuration. An error is about the command line.
func (f configFlags) check(errs io.Writer, args []string, tell bool) (diag.List, error) {
	c, all, err := f.read(args)
	if rejected, ok := errors.AsType[*config.Error](err); ok {
		return rejected.Diagnostics, nil
	}
	if err != nil {
		return nil, err
	}
	found := append(all.missingContent(), all.doubtfulModels()...)
	opts, err := c.serverOptions(all, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	// It reads the files of secrets and of the certificate, and does not listen.
	if _, err := server.New(opts); err != nil {
		found = append(found, all.unusable(err))
	}
	found.Sort()
	found = found.Unique()
	if tell {
		fmt.Fprintf(errs, "checked %s: %s; `nlgserver validate PATH` checks their content\n", all.file.Shown(), plural(len(all.file.Assistants), "assistant"))
	}
	return found, nil
}

// missingContent returns errors about paths of content that do not exist.
func (all *configured) missingContent() diag.List {
	var found diag.List
	for _, a := range all.assistants {
		for i, path := range a.paths {
			_, err := os.Stat(path)
			if err == nil {
				continue
			}
			if e, ok := errors.AsType[*fs.PathError](err); ok {
				err = e.Err
			}
			found = append(found, a.own.Settings["content"].DiagnoseValue(i, fmt.Sprintf("cannot read the content of assistant %q: %v", a.name, err),
				"a path starts at the directory of this file: put the content there, or write where it is"))
		}
	}
	return found
}

// unusable returns the error of a server that does not start, at its place in the file if
// the error begins with one, see [settings.nameOf].
func (all *configured) unusable(err error) diag.Diagnostic {
	d := diag.Diagnostic{Position: diag.Position{File: all.file.Shown()}, Severity: diag.Error, Code: diag.Configuration, Message: err.Error()}
	if rest, ok := strings.CutPrefix(d.Message, d.File+":"); ok {
		line, message, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(line); err == nil {
			d.Line, d.Message = n, message
		}
	}
	return d
}
