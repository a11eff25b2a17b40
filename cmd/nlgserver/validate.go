package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"nlgserver/channels"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source/files"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// validation is what the command line asks validate for.
type validation struct {
	format, settings            string
	strict, all, coverage       bool
	domains, own, on, languages []string
}

func newValidate() *cobra.Command {
	var o validation
	cmd := &cobra.Command{
		Use:   "validate [PATH…]",
		Short: "Report everything that is wrong with response files",
		Long: `validate reads response files as serve would and reports every error and warning
with its place, the line, and how to mend it: what keeps content from loading,
and what will hurt later. docs/diagnostics.md explains every code.

What a domain in the same files declares is known; --domain adds others. A file
.nlgserver.yml beside the content holds settings, and a comment
# nlg:ignore NLG070 on a line or above it silences a code there.

It ends with 0 if there are no errors, 1 if there are (with --strict also for
warnings), 2 for wrong usage, and 3 if a path cannot be read.`,
		Example: `  nlgserver validate domain/
  nlgserver validate data/responses --domain domain.yml --for-channel slack
  nlgserver validate domain/ --format github --strict
  nlgserver validate domain/ --language de --language es --coverage`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if !slices.Contains(formats(), o.format) {
				return fmt.Errorf("--format: %q is none of text, json, github and sarif", o.format)
			}
			r, err := o.run(cmd.Context(), paths)
			if err != nil {
				return err
			}
			if err := r.write(cmd.OutOrStdout(), o.format); err != nil {
				return written(err)
			}
			code := exitCodeOf(r.found)
			if code == exitFine && o.strict && r.found.Count(diag.Warning) > 0 {
				code = exitFindings
			}
			if code != exitFine {
				return &exitError{code: code}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", formatText, "text, json, github (annotations of a workflow) or sarif")
	flags.BoolVar(&o.strict, "strict", false, "warnings fail too")
	flags.BoolVar(&o.all, "all", false, "make also the checks that are off unless the settings ask for them")
	flags.BoolVar(&o.coverage, "coverage", false, "show how much of the content each language has")
	flags.StringArrayVar(&o.domains, "domain", nil, "a Rasa domain, a file or directory, to check slots, intents and names against; may be given several times")
	flags.StringArrayVar(&o.own, "channel", nil, "a channel of your own, NAME or NAME=FAMILY (chat, sms, voice, web); may be given several times")
	flags.StringArrayVar(&o.on, "for-channel", nil, "a channel that the assistant is used on; may be given several times (default any of Rasa's chats)")
	flags.StringArrayVar(&o.languages, "language", nil, "a language that everything must be translated into; may be given several times (default those that most responses have)")
	flags.StringVar(&o.settings, "settings", "", "the file of settings (default .nlgserver.yml beside the content)")
	return cmd
}

// report is what validate has found.
type report struct {
	found diag.List
	// coverage is set if it was asked for.
	coverage *lint.Coverage
}

// run reads and checks the content.
func (o *validation) run(ctx context.Context, paths []string) (*report, error) {
	settings, found, err := readSettings(o.settings, paths)
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: err}
	}
	if found.Refused() {
		return &report{found: found}, nil
	}
	opts, err := o.options(&settings)
	if err != nil {
		return nil, err
	}
	files, unread, err := readContent(ctx, paths)
	if err != nil {
		return nil, err
	}
	if unread.Refused() && len(files) == 0 {
		return &report{found: unread}, nil
	}
	domains, missing := o.readDomains(ctx)
	result := lint.Run(files, domains, nlg.Options{Env: os.LookupEnv, Patterns: true}, opts)
	found = slices.Concat(unread, missing, result.Found)
	found.Sort()
	r := &report{found: settings.Apply(found)}
	if o.coverage && result.Catalog != nil {
		covered := lint.Covered(result.Catalog, result.Editions, opts.Languages)
		r.coverage = &covered
	}
	return r, nil
}

// readDomains fetches the domains besides the content.
func (o *validation) readDomains(ctx context.Context) ([]content.File, diag.List) {
	if len(o.domains) == 0 {
		return nil, nil
	}
	return files.New(o.domains).Fetch(ctx)
}

// options joins the flags and the settings; a list of the flags takes the
// place of the settings'.
func (o *validation) options(s *lint.Settings) (lint.Options, error) {
	opts := lint.Options{For: s.For, Languages: s.Languages, Arguments: s.Arguments, Enabled: s.Enabled()}
	if o.all {
		opts.Enabled = lint.Optional()
	}
	if len(o.on) > 0 {
		opts.For = o.on
	}
	if len(o.languages) > 0 {
		opts.Languages = o.languages
	}
	own := slices.Clone(s.Channels)
	for _, text := range o.own {
		c, err := parseChannel(text)
		if err != nil {
			return opts, fmt.Errorf("--channel: %w", err)
		}
		own = append(own, c)
	}
	opts.Channels = channels.Known().With(own...)
	for _, name := range opts.For {
		if opts.Channels.Lookup(name) == nil && name != "rest" {
			hint := ""
			if near := opts.Channels.Suggest(name); near != "" {
				hint = fmt.Sprintf("; did you mean %q?", near)
			}
			return opts, fmt.Errorf("--for-channel: Rasa has no channel %q%s", name, hint)
		}
	}
	return opts, nil
}
