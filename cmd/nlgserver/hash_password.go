package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"nlgserver/desk"
)

func newHashPassword() *cobra.Command {
	return &cobra.Command{
		Use:   "hash-password",
		Short: "Print the hash of a password for the users of desk",
		Long: `Prompt for a password and print its bcrypt hash (cost 12, like htpasswd -B -C 12). Put
the hash in the file that "nlgserver desk --users" names, one user per line:
NAME:HASH:ROLE:EMAIL. The password is neither shown nor stored.

If standard input is not a terminal, the password is its first line.

The exit code is 0 if the hash was printed, 1 if there is no password or it cannot be
hashed, and 2 for incorrect usage.`,
		Example: `  nlgserver hash-password
  hash=$(nlgserver hash-password) && echo "ann:$hash:publisher:ann@example.com" >> users`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			password, err := askPassword(cmd.InOrStdin(), cmd.ErrOrStderr())
			if err != nil {
				return &exitError{code: exitFindings, err: err}
			}
			hash, err := desk.HashPassword(password)
			if err != nil {
				return &exitError{code: exitFindings, err: err}
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), hash)
			return written(err)
		},
	}
}

// askPassword reads a password: twice from a terminal, which does not show it, and
// otherwise from the first line.
func askPassword(in io.Reader, errs io.Writer) (string, error) {
	if !isTerminal(in) {
		line, err := bufio.NewReader(in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("standard input: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	file, _ := in.(*os.File)
	fd := int(file.Fd())
	// Whoever gives up gets a terminal back that shows what they type.
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)
	go func() {
		<-interrupted
		_ = term.Restore(fd, before)
		fmt.Fprintln(errs)
		os.Exit(130)
	}()
	var typed [2]string
	for i, prompt := range [...]string{"Password: ", "The same again: "} {
		fmt.Fprint(errs, prompt)
		text, err := term.ReadPassword(fd)
		fmt.Fprintln(errs)
		if err != nil {
			return "", err
		}
		typed[i] = string(text)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two passwords differ; run the command again")
	}
	return typed[0], nil
}
