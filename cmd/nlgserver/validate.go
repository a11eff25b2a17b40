package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

func newValidate() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "validate [PATH…]",
		Short: "Report everything that is wrong with response files",
		Long: `validate reads response files as serve would and reports every error and warning
with its place, the line, and how to mend it. It ends with 0 if there are no
errors, 1 if there are, 3 if a path cannot be read.`,
		Example: `  nlgserver validate domain/
  nlgserver validate domain.yml --format json`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if format != formatText && format != formatJSON {
				return fmt.Errorf("--format: %q is neither text nor json", format)
			}
			_, diags, err := compile(cmd.Context(), paths, nlg.Options{})
			if err != nil {
				return err
			}
			if err := writeDiagnostics(cmd.OutOrStdout(), format, diags); err != nil {
				return written(err)
			}
			if code := exitCodeOf(diags); code != exitFine {
				return &exitError{code: code}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", formatText, "text or json")
	return cmd
}

// The formats of results.
const (
	formatText = "text"
	formatJSON = "json"
)

func writeDiagnostics(w io.Writer, format string, diags diag.List) error {
	if format == formatJSON {
		if diags == nil {
			diags = diag.List{}
		}
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{
			"errors":      diags.Count(diag.Error) + diags.Count(diag.Defect),
			"warnings":    diags.Count(diag.Warning),
			"diagnostics": diags,
		})
	}
	if err := diags.WriteText(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, tally(diags))
	return err
}
