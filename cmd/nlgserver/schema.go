package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"nlgserver/api"
)

func newSchema() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of response files for editors",
		Long: `Print a JSON Schema of response files. With it an editor completes keys, shows
what they mean, and marks mistakes as you type. For the YAML language server (VS
Code, Neovim and others), save it beside your content and name it in the first
line of a file:

  # yaml-language-server: $schema=responses.schema.json

"nlgserver schema config" prints that of configuration files.`,
		Example: `  nlgserver schema > responses.schema.json`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), api.ResponsesSchema())
			return written(err)
		},
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "config",
		Short: "Print the JSON Schema of configuration files",
		Long: `Print a JSON Schema of configuration files of serve, for editors. Name it in the
first line of the file:

  # yaml-language-server: $schema=nlgserver.schema.json`,
		Example: `  nlgserver schema config > nlgserver.schema.json`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			keys, _ := keysOf(newSettings("serve").flags)
			_, err := fmt.Fprint(cmd.OutOrStdout(), keys.Schema())
			return written(err)
		},
	})
	return cmd
}
