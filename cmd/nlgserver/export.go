package main

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"nlgserver/compare"
	"nlgserver/internal/atomicfile"
	"nlgserver/nlg"
)

func newExportDomain() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "export-domain [PATH…]",
		Short: "Write a Rasa domain file with the names of the responses",
		Long: `Write a domain file that lets Rasa train and validate while nlgserver serves the
texts. It has every response in alphabetical order, with a placeholder as its
text. Ids are kept, one variation for each. The first variation has none, so that
Rasa sends no id and the server picks. Channels and conditions are left out: Rasa
would use them only to find that id.`,
		Example: `  nlgserver export-domain content/ --out rasa/domain/responses.yml`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			catalog, diags, err := compile(cmd.Context(), paths, nlg.Options{KeepWritten: true})
			if err != nil {
				return err
			}
			if catalog == nil {
				return rejected(cmd.ErrOrStderr(), diags)
			}
			var b bytes.Buffer
			if err := compare.WriteDomain(&b, catalog); err != nil {
				return err
			}
			if out == "" {
				_, err := cmd.OutOrStdout().Write(b.Bytes())
				return written(err)
			}
			if err := atomicfile.Write(out, b.Bytes(), 0o666); err != nil {
				return written(err)
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", out, plural(catalog.Len(), "response"))
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "write to this `file` instead of standard output")
	return cmd
}
