package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"nlgserver/compare"
	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// checkFlags are the flags of check-domain.
type checkFlags struct {
	reach
	content  []string
	patterns bool
	format   string
}

func newCheckDomain() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check-domain DOMAIN…",
		Short: "Check that a Rasa domain and the responses have the same names",
		Long: `Compare a Rasa domain, and the training data beside it, with the responses. The
result lists responses that Rasa may ask for but the content lacks: those of the
domain, utter_ actions, questions of forms, answers to retrieval intents, and
what stories, rules and flows say. It also lists responses that the domain lacks,
so that Rasa cannot predict them, and those of the domain that ask for rephrasing,
with which Rasa 3.16 and newer refuse to train. The latter are no difference.

The exit code is 0 if both have the same names, 1 if they differ, and 3 if either
cannot be read.`,
		Example: `  nlgserver check-domain rasa/domain.yml rasa/data --content content/`,
		Args:    someArgs("domain"),
		RunE:    func(cmd *cobra.Command, args []string) error { return checkDomain(cmd, &f, args) },
	}
	flags := cmd.Flags()
	f.register(flags)
	flags.StringArrayVar(&f.content, "content", nil, "`path` of a file or directory of responses; may be repeated")
	flags.BoolVar(&f.patterns, "pattern-responses", true, "include Rasa Pro's built-in pattern responses")
	flags.StringVar(&f.format, "format", formatText, "output format: text or json")
	return cmd
}

func checkDomain(cmd *cobra.Command, f *checkFlags, args []string) error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	if len(f.content) == 0 {
		return errors.New("no content given: name it with --content")
	}
	files, found := f.files(args).Fetch(cmd.Context())
	if found.Refused() {
		return unreadable(cmd.ErrOrStderr(), found, "domain")
	}
	declared, found := domain.Read(files)
	if found.Refused() {
		return unreadable(cmd.ErrOrStderr(), found, "domain")
	}
	catalog, found, err := compile(cmd.Context(), &f.reach, f.content, nlg.Options{KeepWritten: true, Patterns: f.patterns})
	if err != nil {
		return err
	}
	if catalog == nil {
		return unreadable(cmd.ErrOrStderr(), found, "content")
	}
	gaps := compare.WithDomain(declared, catalog)
	gaps.Rephrased = compare.Rephrased(files)
	if err := writeGaps(cmd.OutOrStdout(), f.format, gaps); err != nil {
		return written(err)
	}
	if !gaps.Empty() {
		return &exitError{code: exitFindings}
	}
	return nil
}

// unreadable returns the error for a side of a comparison that cannot be read. It
// is not a finding, because nothing was compared.
func unreadable(errs io.Writer, found diag.List, what string) error {
	found.Sort()
	if err := found.WriteText(errs); err != nil {
		return err
	}
	return &exitError{code: exitUnreadable, err: fmt.Errorf("%s rejected: %s", what, counts(found))}
}

func writeGaps(w io.Writer, format string, gaps *compare.Gaps) error {
	if format == formatText {
		return gaps.WriteText(w)
	}
	return writeJSON(w, gaps)
}

// writeJSON writes a result as indented JSON.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
