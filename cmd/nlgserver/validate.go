package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/channels"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// validation holds the flags of validate.
type validation struct {
	reach
	format, settings            string
	strict, all, coverage, fix  bool
	quiet                       bool
	color                       string
	domains, own, on, languages []string
}

func newValidate() *cobra.Command {
	var o validation
	cmd := &cobra.Command{
		Use:   "validate [PATH…]",
		Short: "Check response files for errors and likely problems",
		Long: `Check response files for errors that keep content from loading, and for likely
problems. Each finding shows its location, the source line, and how to fix it.
"nlgserver explain CODE" explains a code.

Without a path the current directory is checked. The path - is standard input, for
editors and hooks; its findings are in <stdin>.

Slots and intents declared in the same files are known; --domain adds others. The
file .nlgserver.yml beside the content holds settings. A comment
# nlg:ignore NLG070, on a line or above it, turns that code off there.

With --fix, conditions that are written as a list, which the next Rasa no longer
reads, become predicates first. Only those change of which the predicate means
exactly the same for all slots; the rest of each file stays byte for byte. What was
rewritten, and what was left and why, is written to standard error.

The exit code is 0 without errors, 1 with errors (with --strict also with
warnings), 2 for incorrect usage, and 3 if a path cannot be read.`,
		Example: `  nlgserver validate domain/
  nlgserver validate data/responses --domain domain.yml --for-channel slack
  nlgserver validate domain/ --format github --strict
  git show main:domain.yml | nlgserver validate -
  nlgserver validate domain/ --language de --language es --coverage`,
		SuggestFor: []string{"lint", "check"},
		RunE: func(cmd *cobra.Command, paths []string) error {
			if !slices.Contains(formats[:], o.format) {
				return fmt.Errorf("--format: %q is not text, json, github or sarif", o.format)
			}
			colored, err := useColor(cmd.OutOrStdout(), o.color)
			if err != nil {
				return err
			}
			if o.fix {
				if err := fixFiles(cmd.Context(), cmd.ErrOrStderr(), &o.reach, paths); err != nil {
					return err
				}
			}
			r, err := o.run(cmd.Context(), cmd.InOrStdin(), paths)
			if err != nil {
				return err
			}
			r.checked.write(cmd.ErrOrStderr(), o.format, o.quiet)
			if err := r.write(cmd.OutOrStdout(), o.format, colored); err != nil {
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
	o.register(flags)
	flags.StringVar(&o.format, "format", formatText, "output format: text, json, github (workflow annotations) or sarif")
	registerColor(flags, &o.color)
	registerQuiet(flags, &o.quiet)
	flags.BoolVar(&o.strict, "strict", false, "exit with 1 on warnings too")
	flags.BoolVar(&o.all, "all", false, "also run the checks that are off by default")
	flags.BoolVar(&o.fix, "fix", false, "rewrite list conditions in the files as predicates, where both mean exactly the same")
	flags.BoolVar(&o.coverage, "coverage", false, "show how much of the content is translated into each language")
	o.registerAssistant(flags)
	return cmd
}

// registerAssistant adds the flags that describe the assistant.
func (o *validation) registerAssistant(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.domains, "domain", nil, "`path` of a Rasa domain to check slots, intents and names against; may be repeated")
	flags.StringArrayVar(&o.own, "channel", nil, "declare a custom channel: NAME or NAME=FAMILY (chat, sms, voice or web); may be repeated")
	flags.StringArrayVar(&o.on, "for-channel", nil, "check for this channel; may be repeated (default the channels that the content or a credentials.yml names)")
	flags.StringArrayVar(&o.languages, "language", nil, "require translations into this language; may be repeated (default the languages that most responses have)")
	flags.StringVar(&o.settings, "settings", "", "settings `file` (default .nlgserver.yml beside the content)")
}

// report is the result of validate.
type report struct {
	checked checked
	found   diag.List
	// coverage is set if --coverage is.
	coverage *lint.Coverage
}

// run reads and checks the content.
func (o *validation) run(ctx context.Context, in io.Reader, paths []string) (*report, error) {
	settings, found, err := readSettings(o.settings, contentPaths(paths))
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
	compiling, err := o.compiling(nlg.Options{Patterns: true})
	if err != nil {
		return nil, err
	}
	files, unread, err := readContentOrStdin(ctx, &o.reach, in, paths)
	if err != nil {
		return nil, err
	}
	if unread.Refused() && len(files) == 0 {
		return &report{found: unread}, nil
	}
	r, _, err := o.judge(ctx, &contentRead{paths, files, unread}, &settings, opts, compiling)
	return r, err
}

// contentRead is content as it was read from the paths, of which unread could not be.
type contentRead struct {
	paths  []string
	files  []content.File
	unread diag.List
}

// judge checks content. The catalog is nil if it is rejected.
func (o *validation) judge(ctx context.Context, c *contentRead, settings *lint.Settings, opts lint.Options, compiling nlg.Options) (*report, *nlg.Catalog, error) {
	domains, missing := o.readDomains(ctx)
	opts.Connected = channelsBeside(c.paths)
	result := lint.Run(c.files, domains, compiling, opts)
	found := slices.Concat(c.unread, missing, result.Found)
	found.Sort()
	if err := nothingHere(c.paths, found); err != nil {
		return nil, nil, err
	}
	r := &report{checked: checkedOf(len(c.files), result.Catalog), found: settings.Apply(found).Merged()}
	if o.coverage && result.Catalog != nil {
		covered := lint.Covered(result.Catalog, result.Editions, opts.Languages)
		r.coverage = &covered
	}
	return r, result.Catalog, nil
}

// readDomains fetches the domains of --domain.
func (o *validation) readDomains(ctx context.Context) ([]content.File, diag.List) {
	if len(o.domains) == 0 {
		return nil, nil
	}
	return o.reach.files(o.domains).Fetch(ctx)
}

// options merges the flags and the settings. A list of the flags replaces that of
// the settings.
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
			return opts, fmt.Errorf("--for-channel: unknown channel %q%s", name, hint)
		}
	}
	return opts, nil
}
