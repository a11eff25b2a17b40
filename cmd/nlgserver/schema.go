package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"nlgserver/api"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of response files for editors",
		Long: `Print a JSON Schema of response files. With it an editor completes keys, shows
what they mean, and marks mistakes as you type. For the YAML language server (VS
Code, Neovim and others), save it beside your content and name it in the first
line of a file:

  # yaml-language-server: $schema=responses.schema.json`,
		Example: `  nlgserver schema > responses.schema.json`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), api.ResponsesSchema())
			return written(err)
		},
	}
}
