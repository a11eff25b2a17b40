package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "nlgserver",
		Args:  noSuchCommand,
		RunE:  versionOrHelp,
		Short: "Serve a Rasa assistant's responses",
		Long: `nlgserver reads Rasa response files and answers Rasa's NLG callback with the
message that Rasa itself would produce. New wording goes live when a file is
saved, and a broken file never takes the bot down.

Every flag can also be set by an environment variable: NLG_ and the name of the
flag in capitals, with _ for -, such as NLG_LISTEN for --listen. For a flag that
may be repeated, each line of the variable is one value.`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd.Flags()) },
	}
	root.Flags().BoolP("version", "v", false, "version for nlgserver")
	_ = root.Flags().SetAnnotation("version", notFromEnv, nil)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newServe(), newDesk(), newHub(), newPreview(), newValidate(), newTest(), newDiff(), newList(), newSearch(), newExplain(), newExportDomain(), newCheckDomain(),
		newTranslate(), newConfig(), newSchema(), newInit(), newHashPassword(), newHealthcheck(), newVersion(), newMan(), newRelease())
	addCompletion(root)
	return root
}

// fromEnv marks a flag that an environment variable has set, and notFromEnv one that
// none can set.
const (
	fromEnv    = "environment"
	notFromEnv = "not from the environment"
)

// variableOf returns the environment variable of a flag.
func variableOf(flag string) string {
	return "NLG_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnvironment sets flags that are not on the command line from their
// environment variables.
func fromEnvironment(flags *pflag.FlagSet) error {
	var err error
	flags.VisitAll(func(f *pflag.Flag) {
		if _, never := f.Annotations[notFromEnv]; never || f.Changed || err != nil || f.Name == "help" {
			return
		}
		name := variableOf(f.Name)
		text, ok := os.LookupEnv(name)
		if !ok {
			return
		}
		values := []string{text}
		if strings.HasSuffix(f.Value.Type(), "Array") {
			values = strings.Split(strings.Trim(text, "\n"), "\n")
		}
		err = flags.SetAnnotation(f.Name, fromEnv, nil)
		for _, v := range values {
			if setErr := flags.Set(f.Name, v); setErr != nil {
				if invalid, ok := errors.AsType[*pflag.InvalidValueError](setErr); ok {
					setErr = badValue(invalid)
				}
				err = fmt.Errorf("environment variable %s: %w", name, setErr)
				return
			}
		}
	})
	return err
}
