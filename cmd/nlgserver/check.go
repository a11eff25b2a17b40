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
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

// checkFlags are what check-domain can be told.
type checkFlags struct {
	content  []string
	patterns bool
	format   string
}

func newCheckDomain() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check-domain DOMAIN…",
		Short: "Compare the names of a Rasa domain with those of the responses",
		Long: `check-domain reads a Rasa domain, and training data beside it, and tells which
responses Rasa may ask for that the content does not have: those of the domain,
utter_ actions, the questions of forms, answers to retrieval intents, and what
stories, rules and flows say. It also tells the reverse: responses of the content
that the domain does not have, so that Rasa cannot predict them.

It ends with 0 if both have the same names, 1 if they do not, and 3 if one of the
two cannot be read.`,
		Example: `  nlgserver check-domain rasa/domain.yml rasa/data --content content/`,
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return checkDomain(cmd, &f, args) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.content, "content", nil, "a file or directory of the content; may be given several times")
	flags.BoolVar(&f.patterns, "pattern-responses", true, "count Rasa Pro's built-in pattern responses as there")
	flags.StringVar(&f.format, "format", formatText, "text or json")
	return cmd
}

func checkDomain(cmd *cobra.Command, f *checkFlags, args []string) error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	if len(f.content) == 0 {
		return errors.New("which content is meant? name it with --content")
	}
	files, found := files.New(args).Fetch(cmd.Context())
	if found.Refused() {
		return unreadable(cmd.ErrOrStderr(), found, "the domain")
	}
	declared, found := domain.Read(files)
	if found.Refused() {
		return unreadable(cmd.ErrOrStderr(), found, "the domain")
	}
	catalog, found, err := compile(cmd.Context(), f.content, nlg.Options{KeepWritten: true, Patterns: f.patterns})
	if err != nil {
		return err
	}
	if catalog == nil {
		return unreadable(cmd.ErrOrStderr(), found, "the content")
	}
	gaps := compare.WithDomain(declared, catalog)
	if err := writeGaps(cmd.OutOrStdout(), f.format, gaps); err != nil {
		return written(err)
	}
	if !gaps.Empty() {
		return &exitError{code: exitFindings}
	}
	return nil
}

// unreadable reports what keeps one side of a comparison from being read. It is
// no finding: nothing has been compared.
func unreadable(errs io.Writer, found diag.List, what string) error {
	found.Sort()
	if err := found.WriteText(errs); err != nil {
		return err
	}
	return &exitError{code: exitUnreadable, err: fmt.Errorf("%s was refused: %s", what, tally(found))}
}

func writeGaps(w io.Writer, format string, gaps *compare.Gaps) error {
	if format == formatText {
		return gaps.WriteText(w)
	}
	return writeJSON(w, gaps)
}

// writeJSON writes a result for programs.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
