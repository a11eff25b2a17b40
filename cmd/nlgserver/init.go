package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"nlgserver/internal/source/demo"
)

func newInit() *cobra.Command {
	var config bool
	cmd := &cobra.Command{
		Use:   "init {DIR | --config [FILE]}",
		Short: "Create a directory with the demo assistant, or a configuration of two",
		Long: `Write the responses of the demo assistant and their tests into a new or empty
directory. It is the assistant that serve uses without a path, as files that you can
edit.

With --config, write a commented configuration file of two assistants instead, and
their responses beside it. Without a file, it is nlgserver.yml. Existing files are never
overwritten.`,
		Example: `  nlgserver init harbour
  nlgserver serve harbour

  nlgserver init --config nlgserver.yml
  nlgserver serve --config nlgserver.yml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if config {
				return atMostOneFile(cmd, args)
			}
			if len(args) == 0 {
				return errors.New("no directory given: `nlgserver init DIR`")
			}
			return oneArg("directory")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if !config {
				return initDemo(cmd.OutOrStdout(), args[0])
			}
			if len(args) == 0 {
				args = []string{configFile}
			}
			return initConfig(cmd.OutOrStdout(), args[0])
		},
	}
	cmd.Flags().BoolVar(&config, configFlag, false, "write a configuration file of two assistants")
	// NLG_CONFIG names the file of serve.
	_ = cmd.Flags().SetAnnotation(configFlag, notFromEnv, nil)
	return cmd
}

// initDemo writes the demo assistant into a directory, and lists the files.
func initDemo(out io.Writer, dir string) error {
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
			_, err = fmt.Fprintf(out, "%s/%s\n", dir, path)
		}
		return written(err)
	})
}
