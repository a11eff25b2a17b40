package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/internal/near"
)

// noSuchCommand rejects an argument where a command should be, and names the
// command that was probably meant.
func noSuchCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, cmd := range root.Commands() {
		if !cmd.Hidden {
			names = append(names, cmd.Name())
		}
	}
	meant, ok := meantBy(args[0], names)
	for _, cmd := range root.Commands() {
		if slices.Contains(cmd.SuggestFor, args[0]) {
			meant, ok = cmd.Name(), true
		}
	}
	if !ok {
		return fmt.Errorf("unknown command %q: `%s --help` lists all commands", args[0], root.CommandPath())
	}
	return fmt.Errorf("unknown command %q; did you mean %q?", args[0], meant)
}

// flagError names the flag that was probably meant by an unknown one, and says
// what to write where a value is wrong.
func flagError(cmd *cobra.Command, err error) error {
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return badValue(invalid)
	}
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return err
	}
	help := fmt.Sprintf("`%s --help` lists all flags", cmd.CommandPath())
	typed := unknown.GetSpecifiedName()
	if unknown.GetSpecifiedShortnames() != "" {
		return fmt.Errorf("unknown flag -%s: %s", typed, help)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	if meant, ok := meantBy(typed, names); ok {
		return fmt.Errorf("unknown flag --%s; did you mean --%s?", typed, meant)
	}
	return fmt.Errorf("unknown flag --%s: %s", typed, help)
}

// meantBy returns the name that was probably meant: one that is an edit or two
// away, or the only one that begins with what was typed.
func meantBy(typed string, names []string) (string, bool) {
	limit := 2
	if len(typed) < 4 {
		limit = 1
	}
	if meant, ok := near.Nearest(strings.ToLower(typed), slices.Values(names), limit); ok {
		return meant, true
	}
	meant := ""
	for _, name := range names {
		if typed == "" || !strings.HasPrefix(name, strings.ToLower(typed)) {
			continue
		}
		if meant != "" {
			return "", false
		}
		meant = name
	}
	return meant, meant != ""
}

// badValue says what to write instead of the value of a flag, in other words than
// those of Go's parsers.
func badValue(err *pflag.InvalidValueError) error {
	f := err.GetFlag()
	var write string
	switch f.Value.Type() {
	case "duration":
		write = "a duration with its unit, such as 500ms, 10s or 5m"
	case "int", "int64":
		write = "a whole number"
	case "uint64":
		write = "a whole number from 0 on"
	case "float64":
		write = "a number"
	case "bool":
		write = "true or false"
	default:
		return err
	}
	return fmt.Errorf("--%s %q: write %s", f.Name, err.GetValue(), write)
}
