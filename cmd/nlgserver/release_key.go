package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"nlgserver/release"
)

func newReleaseKey() *cobra.Command {
	return &cobra.Command{
		Use:   "key NAME",
		Short: "Make a key pair to sign releases with",
		Long: `Make an Ed25519 key pair: NAME.key, which signs ("nlgserver release publish --sign-key
NAME.key") and which only you can read, and NAME.pub, by which replicas know the
signature ("nlgserver serve --trust-key NAME.pub"). NAME is also that of the key in
signatures. Files that exist are not overwritten.

The exit code is 0 if both files are written, 1 if not, and 2 for incorrect usage.`,
		Example: `  nlgserver release key release-2026`,
		Args:    oneArg("name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			private, public, err := release.NewKey(keyNameOf(args[0]))
			if err != nil {
				return err
			}
			if err := writeKeys(args[0], private, public); err != nil {
				return &exitError{code: exitFindings, err: err}
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s.key signs: keep it secret\n%[1]s.pub is for the replicas: %s", args[0], public)
			return written(err)
		},
	}
}

// keyNameOf returns the name of a key in signatures: that of its file.
func keyNameOf(path string) string { return filepath.Base(path) }

// writeKeys writes both files of a key pair, neither over an existing one.
func writeKeys(name, private, public string) error {
	if _, err := os.Lstat(name + ".pub"); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s.pub exists already", name)
	}
	if err := writeNew(name+".key", private, 0o600); err != nil {
		return err
	}
	return writeNew(name+".pub", public, 0o644)
}

// writeNew writes a file that does not exist yet.
func writeNew(name, text string, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already", name)
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
