package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"nlgserver/internal/source/demo"
)

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Create a directory with the demo assistant",
		Long: `Write the responses of the demo assistant and their tests into a new or empty
directory. It is the assistant that serve uses without a path, as files that you can
edit.`,
		Example: `  nlgserver init harbour
  nlgserver serve harbour`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			entries, err := os.ReadDir(dir)
			switch {
			case err == nil && len(entries) > 0:
				return &exitError{code: exitFindings, err: fmt.Errorf("%s is not empty: refusing to overwrite files", dir)}
			case err != nil && !errors.Is(err, fs.ErrNotExist):
				return &exitError{code: exitFindings, err: err}
			}
			assistant, err := demo.Assistant()
			if err != nil {
				return err
			}
			if err := os.CopyFS(dir, assistant); err != nil {
				return &exitError{code: exitFindings, err: err}
			}
			return fs.WalkDir(assistant, ".", func(path string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s/%s\n", dir, path)
				}
				return written(err)
			})
		},
	}
}
