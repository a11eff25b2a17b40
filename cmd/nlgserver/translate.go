package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/channels"
	"nlgserver/exchange"
	"nlgserver/internal/content"
	"nlgserver/lint"
	"nlgserver/nlg"
)

func newTranslate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "translate",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Short: "Work with translators: export texts, import translations, show the status",
		Long: `Export the texts of the responses for translators, import the translations that
come back, and show how far each language is.`,
		SuggestFor: []string{"translation", "translations", "xliff", "localize", "i18n"},
	}
	cmd.AddCommand(newTranslateExport(), newTranslateImport(), newTranslateStatus())
	return cmd
}

// translateFlags are the flags that the commands about translations share.
type translateFlags struct {
	reach
	languages      []string
	sourceLanguage string
	settings       string
}

func (f *translateFlags) register(flags *pflag.FlagSet) {
	f.reach.register(flags)
	flags.StringVar(&f.sourceLanguage, "source-language", "", "`code` of the language of the untranslated texts (default en; with a file per language and no en, the one with the most responses)")
	flags.StringVar(&f.settings, "settings", "", "settings `file` (default .nlgserver.yml beside the content)")
}

// translatable is content as the commands about translations need it.
type translatable struct {
	files    []content.File
	catalog  *nlg.Catalog
	editions []lint.Edition
	table    *channels.Table
	env      func(string) (string, bool)
	source   string
	// languages are those of the flags, or else those of the settings and the content.
	languages []string
}

// load reads the content; without paths, that of the current directory.
func (f *translateFlags) load(ctx context.Context, errs io.Writer, paths []string) (*translatable, error) {
	settings, found, err := readSettings(f.settings, contentPaths(paths))
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: err}
	}
	if found.Refused() {
		return nil, rejected(errs, found)
	}
	opts, err := f.compiling(nlg.Options{KeepWritten: true})
	if err != nil {
		return nil, err
	}
	c := &translatable{table: channels.Known().With(settings.Channels...), env: opts.Env, source: f.sourceLanguage}
	c.files, found, err = readContent(ctx, &f.reach, paths)
	if err != nil {
		return nil, err
	}
	if found.Refused() && len(c.files) == 0 {
		return nil, rejected(errs, found)
	}
	catalog, diags := nlg.Compile(c.files, opts)
	diags = append(found, diags...)
	diags.Sort()
	if err := nothingHere(paths, diags); err != nil {
		return nil, err
	}
	if catalog == nil || diags.Refused() {
		return nil, rejected(errs, diags)
	}
	c.catalog, c.editions = catalog, lint.Editions(c.files, opts)
	have := lint.Covered(catalog, c.editions, settings.Languages)
	if err := f.checkLanguages(have); err != nil {
		return nil, err
	}
	c.languages = f.languages
	if len(c.languages) == 0 {
		for _, l := range have.Languages {
			if l.Language != exchange.SourceOf(c.source, c.editions) {
				c.languages = append(c.languages, l.Language)
			}
		}
	}
	return c, nil
}

// checkLanguages checks the codes of --language. One that the content has is good,
// whatever it looks like.
func (f *translateFlags) checkLanguages(have lint.Coverage) error {
	for _, code := range f.languages {
		standard, ok := lint.StandardCode(code)
		switch {
		case ok, slices.ContainsFunc(have.Languages, func(l lint.LanguageCoverage) bool { return l.Language == code }):
		case standard != "":
			return fmt.Errorf("--language: %q is not a standard language code; did you mean %q?", code, standard)
		default:
			return fmt.Errorf("--language: %q is not a language code: write one such as de, pt-BR or x-de-formal", code)
		}
	}
	return nil
}

// document collects the texts to translate into a language.
func (c *translatable) document(language string) (*exchange.Document, error) {
	return exchange.Units(c.catalog, exchange.Options{SourceLanguage: c.source, Language: language, Editions: c.editions, Channels: c.table})
}

// documents collects the texts of all languages.
func (c *translatable) documents() ([]*exchange.Document, error) {
	var all []*exchange.Document
	for _, code := range c.languages {
		doc, err := c.document(code)
		if err != nil {
			return nil, fmt.Errorf("--language: %w", err)
		}
		all = append(all, doc)
	}
	return all, nil
}

// has reports whether the content, or a flag, has a language.
func (c *translatable) has(code string) bool { return slices.Contains(c.languages, code) }

// errNoLanguage is a usage error.
var errNoLanguage = errors.New("the content has no translations yet: name a language with --language, such as --language de")
