package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"nlgserver/compare"
	"nlgserver/internal/atomicfile"
	"nlgserver/nlg"
)

func newExportDomain() *cobra.Command {
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "export-domain [PATH…]",
		Short: "Write a Rasa domain file with the names of the responses",
		Long: `Write a domain file that lets Rasa train and validate while nlgserver serves the
texts. It has every response in alphabetical order, with a placeholder as its
text. Ids are kept, one variation for each. The first variation has none, so that
Rasa sends no id and the server picks. Channels and conditions are left out: Rasa
would use them only to find that id. Without a path, export the current directory.

--out overwrites a file only if export-domain wrote it and nobody has changed it
since. Do not name Rasa's own domain file: write a file beside it. --force overwrites
any file.`,
		Example: `  nlgserver export-domain content/ --out rasa/domain/responses.yml`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			catalog, err := compiled(cmd.Context(), cmd.ErrOrStderr(), paths, nlg.Options{KeepWritten: true})
			if err != nil {
				return err
			}
			var b bytes.Buffer
			if err := compare.WriteDomain(&b, catalog); err != nil {
				return err
			}
			if out == "" {
				_, err := cmd.OutOrStdout().Write(b.Bytes())
				return written(err)
			}
			if err := mayOverwrite(out); err != nil && !force {
				return &exitError{code: exitFindings, err: err}
			}
			if err := atomicfile.Write(out, b.Bytes(), 0o666); err != nil {
				return written(err)
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", out, plural(catalog.Len(), "response"))
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "write to this `file` instead of standard output")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file of --out even if export-domain did not write it")
	return cmd
}

// mayOverwrite returns an error for a file that export-domain did not write, or that
// was changed since: it may be somebody's only copy.
func mayOverwrite(name string) error {
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
