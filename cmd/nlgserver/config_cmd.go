package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/internal/source"
)

// configFile is the configuration file of a command that is given none.
const configFile = source.ConfigurationFile

func newConfig() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Short: "Work with a configuration file: check it, show the effective values",
		Long: `Check a configuration file of serve, and show the values that it has in effect.
"nlgserver init --config" writes an example, and "nlgserver schema config" prints the
JSON Schema for editors. See docs/configuration.md.`,
		SuggestFor: []string{"configuration", "configure", "settings"},
	}
	cmd.AddCommand(newConfigCheck(), newConfigShow())
	return cmd
}

// configFlags are the flags of the commands about a configuration file: those of serve,
// which come before the settings of the file.
type configFlags struct{ *settings }

func newConfigFlags(flags *pflag.FlagSet) configFlags {
	f := configFlags{&settings{serveFlags: newServeFlags(), flags: flags}}
	f.register(flags)
	flags.VisitAll(func(flag *pflag.Flag) { flag.Hidden = true })
	return f
}

// read reads the file: the argument, or that of --config, or else nlgserver.yml.
func (f configFlags) read(args []string) (*configuration, *configured, error) {
	c := &configuration{path: f.config, given: givenBy(f.flags)}
	switch {
	case len(args) > 0:
		c.path = args[0]
	case c.path == "":
		c.path = configFile
	}
	all, err := c.read()
	return c, all, err
}

// atMostOneFile rejects more than one argument.
func atMostOneFile(cmd *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return fmt.Errorf("%s takes one file, but got %d", cmd.Name(), len(args))
}
