package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// noArgs rejects arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no arguments, but got %q", cmd.Name(), args[0])
}

// oneArg rejects any other number of arguments than one, which is what the noun
// says.
func oneArg(noun string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := someArgs(noun)(cmd, args); err != nil || len(args) == 1 {
			return err
		}
		return fmt.Errorf("%s takes one %s, but got %d", cmd.Name(), noun, len(args))
	}
}

// someArgs rejects a command line without arguments, each of which is what the noun
// says.
func someArgs(noun string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return nil
		}
		return fmt.Errorf("no %s given: `nlgserver %s`", noun, cmd.Use)
	}
}
