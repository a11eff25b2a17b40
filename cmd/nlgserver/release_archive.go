package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"nlgserver/internal/atomicfile"
	"nlgserver/release"
)

func newReleaseExport(at *storeAt) *cobra.Command {
	f := releaseFlags{storeAt: at}
	cmd := &cobra.Command{
		Use:   "export FILE",
		Short: "Write the whole history of a store to a file",
		Long: `Write every release of a store, its content, and what was live when, to one file: a
backup, or the way to another store. The file - is standard output.

The exit code is 0 if the file is complete, 1 if it cannot be written, 2 for incorrect
usage, and 3 if the store cannot be read.`,
		Example: `  nlgserver release export releases.tar.gz --store dir:/srv/releases`,
		Args:    oneArg("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.with(cmd, func(ctx context.Context, s *opened) error {
				if args[0] == "-" {
					return archived(release.Export(ctx, s, cmd.OutOrStdout()))
				}
				return exportTo(ctx, s, args[0])
			})
		},
	}
	return cmd
}

// exportTo writes the file as a whole or not at all.
func exportTo(ctx context.Context, s *opened, name string) error {
	var failed error
	err := atomicfile.WriteFrom(name, 0o666, func(w io.Writer) error {
		failed = release.Export(ctx, s, w)
		return failed
	})
	switch {
	case failed != nil:
		return archived(failed)
	case err != nil:
		return &exitError{code: exitFindings, err: fmt.Errorf("cannot write the export: %w", err)}
	}
	return nil
}

// archived turns an error of an export or an import, which names the store, into one that
// ends the program.
func archived(err error) error {
	if err == nil {
		return nil
	}
	code := exitUnreadable
	if _, ok := errors.AsType[*release.UntrustedError](err); ok {
		code = exitFindings
	}
	return &exitError{code: code, err: err}
}

func newReleaseImport(at *storeAt) *cobra.Command {
	f := releaseFlags{storeAt: at, makes: true}
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Put the history in a file into a store",
		Long: `Put the releases in a file of "nlgserver release export" into a store: one that is
empty, or that has the beginning of the same history. What is live in the file is live
in the store then. The file - is standard input.

The exit code is 0 if the store has all of it, 1 if a record is not signed as
--trust-key demands, 2 for incorrect usage, and 3 if the file or the store cannot be
read, the file is damaged, or the store has another history.`,
		Example: `  nlgserver release import releases.tar.gz --store s3://bucket/bank`,
		Args:    oneArg("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			in := cmd.InOrStdin()
			if args[0] != "-" {
				file, err := os.Open(args[0])
				if err != nil {
					return &exitError{code: exitUnreadable, err: err}
				}
				defer func() { _ = file.Close() }()
				in = file
			}
			return f.with(cmd, func(ctx context.Context, s *opened) error {
				return archived(release.Import(ctx, s, in, s.trust))
			})
		},
	}
	return cmd
}
