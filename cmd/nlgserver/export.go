package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"nlgserver/compare"
	"nlgserver/internal/atomicfile"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

func newExportDomain() *cobra.Command {
	var out string
	var force bool
	var r reach
	cmd := &cobra.Command{
		Use:   "export-domain [PATH…]",
		Short: "Write a Rasa domain file with the names of the responses",
		Long: `Write a domain file that lets Rasa train and validate while nlgserver serves the
texts. It has every response in alphabetical order, with a placeholder as its
text. Ids are kept, one variation for each. The first variation has none, so that
Rasa sends no id and the server picks. Channels and conditions are left out: Rasa
would use them only to find that id. Without a path, export the current directory.

--out overwrites a file only if export-domain wrote it and nobody has changed it
since. Do not name Rasa's own domain file: write a file beside it. The file must not
be part of the content, where its placeholders would be read as responses. --force
overwrites any file, and writes anywhere.`,
		Example: `  nlgserver export-domain content/ --out rasa/domain/responses.yml`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			catalog, err := compiled(cmd.Context(), cmd.ErrOrStderr(), &r, paths, nlg.Options{KeepWritten: true})
			if err != nil {
				return err
			}
			var b bytes.Buffer
			if err := compare.WriteDomain(&b, catalog); err != nil {
				return err
			}
			if out == "" || out == "-" {
				_, err := cmd.OutOrStdout().Write(b.Bytes())
				return written(err)
			}
			if !force {
				if err := mayWrite(cmd.Context(), out, paths); err != nil {
					return &exitError{code: exitFindings, err: err}
				}
			}
			if err := atomicfile.Write(out, b.Bytes(), 0o666); err != nil {
				return written(err)
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", out, plural(catalog.Len(), "response"))
			return nil
		},
	}
	r.register(cmd.Flags())
	cmd.Flags().StringVar(&out, "out", "", "write to this `file` instead of standard output (-)")
	cmd.Flags().BoolVar(&force, "force", false, "write the file of --out even if it is not from export-domain, or is part of the content")
	return cmd
}

// mayWrite returns an error for a file that must not be written.
func mayWrite(ctx context.Context, name string, paths []string) error {
	if dir, ok := files.New(contentPaths(paths)).Reads(ctx, name); ok {
		return fmt.Errorf("%s is part of the content in %s, where its placeholders would be read as responses: name a file outside of it, or leave the file out with exclude: in %s",
			name, dir, filepath.Join(dir, source.SettingsFile))
	}
	return mayOverwrite(name)
}

// mayOverwrite returns an error for a file that export-domain did not write, or that
// was changed since: it may be somebody's only copy.
func mayOverwrite(name string) error {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a directory: name a file in it, such as %s", name, filepath.Join(name, "nlgserver-responses.yml"))
	case err == nil && !info.Mode().IsRegular():
		return nil // a pipe or /dev/stdout, which must not be read
	}
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(bytes.TrimSpace(data)) == 0:
		return nil
	case err != nil:
		return err
	}
	switch compare.OriginOf(data) {
	case compare.Exported:
		return nil
	case compare.Edited:
		return fmt.Errorf("%s was changed since export-domain wrote it: move the changes to another domain file, or overwrite them with --force", name)
	default:
		return fmt.Errorf("%s was not written by export-domain: name another file beside it, such as %s, or overwrite it with --force", name, filepath.Join(filepath.Dir(name), "nlgserver-responses.yml"))
	}
}
