package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/exchange"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/lint"
)

// importFlags are the flags of translate import.
type importFlags struct {
	translateFlags
	policy exchange.Policy
	dryRun bool
	color  string
}

func newTranslateImport() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE… [PATH…]",
		Short: "Write translations from files of translators into the responses",
		Long: `Read files that "nlgserver translate export" wrote and a translator has filled, check
every translation, and write the good ones into the content: only the bytes of those
texts change. XLIFF 1.2 and 2, PO, and CSV are read, whatever a file is called. An
argument that is a directory, or ends in .yml or .yaml, is content; without one, it
is the current directory.

Each finding shows its line in the translator's file. A translation with an error is
not written: of a text that the content does not have, with a variable that the
source does not have, with braces or Jinja that cannot be filled, of a source that
has changed since the export, or for which the content has a newer translation. What
is only suspicious is a warning. An empty translation changes nothing.

The exit code is 0 if every translation is good, 1 if one has an error, 2 for
incorrect usage, and 3 if a file cannot be read or written.`,
		Example: `  nlgserver translate import de.xlf domain/ --dry-run
  nlgserver translate import de.xlf domain/
  nlgserver translate import de.csv domain/ --theirs`,
		Args: someArgs("file of translations"),
		RunE: func(cmd *cobra.Command, args []string) error { return translateImport(cmd, &f, args) },
	}
	f.register(cmd.Flags())
	flags := cmd.Flags()
	flags.StringArrayVar(&f.languages, "language", nil, "import only translations into this language; may be repeated (default each language of the content)")
	flags.BoolVar(&f.dryRun, "dry-run", false, "check the translations and write nothing")
	flags.BoolVar(&f.policy.Stale, "accept-stale", false, "also write translations whose source has changed since the export")
	flags.BoolVar(&f.policy.Theirs, "theirs", false, "also replace translations that were changed here since the export")
	flags.BoolVar(&f.policy.Fuzzy, "accept-fuzzy", false, "also write translations that are marked as not finished (fuzzy)")
	registerColor(flags, &f.color)
	return cmd
}

// importing is one run of translate import.
type importing struct {
	flags   *importFlags
	content *translatable
	// files is the content with what was imported so far.
	files []content.File
	// docs are the texts by language, with what was imported so far.
	docs  map[string]*exchange.Document
	found diag.List
	total exchange.Result
	// wrote counts the translations that were written.
	wrote int
}

func translateImport(cmd *cobra.Command, f *importFlags, args []string) error {
	colored, err := useColor(cmd.OutOrStdout(), f.color)
	if err != nil {
		return err
	}
	names, paths := splitArgs(args)
	if len(names) == 0 {
		return fmt.Errorf("no file of translations given: `nlgserver translate %s`", cmd.Use)
	}
	c, err := f.load(cmd.Context(), cmd.ErrOrStderr(), paths)
	if err != nil {
		return err
	}
	run := &importing{flags: f, content: c, files: c.files, docs: map[string]*exchange.Document{}}
	for _, name := range names {
		data, err := readTranslations(name)
		if err != nil {
			return &exitError{code: exitUnreadable, err: err}
		}
		if err := run.file(exchange.Read(filepath.ToSlash(name), data)); err != nil {
			return err
		}
	}
	changed, err := run.write()
	if err != nil {
		return &exitError{code: exitUnreadable, err: err}
	}
	if err := run.report(cmd.OutOrStdout(), colored, changed); err != nil {
		return written(err)
	}
	if run.found.HasErrors() {
		return &exitError{code: exitFindings}
	}
	return nil
}

// splitArgs tells files of translators from paths of content.
func splitArgs(args []string) (names, paths []string) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		ext := strings.ToLower(filepath.Ext(arg))
		if err == nil && info.IsDir() || ext == ".yml" || ext == ".yaml" {
			paths = append(paths, arg)
		} else {
			names = append(names, arg)
		}
	}
	return names, paths
}

// readTranslations reads a file of a translator: one byte more than exchange takes, at
// most.
func readTranslations(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(file, exchange.MaxFile+1))
	return data, errors.Join(err, file.Close())
}

// file checks a file and applies what is good in it.
func (r *importing) file(f *exchange.File) error {
	codes := f.Languages()
	switch {
	case len(codes) > 0:
	case len(f.Entries) == 0:
		r.found = append(r.found, f.Found...)
		r.total.Refused += len(f.Found)
		return nil
	case len(r.flags.languages) == 1:
		codes = r.flags.languages
	default:
		return fmt.Errorf("%s does not say into which language it is: name it with --language", f.Name)
	}
	for _, code := range codes {
		if err := r.language(f, code); err != nil {
			return err
		}
	}
	return nil
}

// language imports the part of a file that is in a language.
func (r *importing) language(f *exchange.File, code string) error {
	into, ok := r.accepted(code)
	part := f.In(code)
	if !ok {
		message, hint := r.explainLanguage(code)
		r.found = append(r.found, f.Refuse(exchange.OtherLanguage, message, hint))
		r.total.Refused += len(part.Entries)
		return nil
	}
	doc := r.docs[into]
	if doc == nil {
		var err error
		if doc, err = r.content.document(into); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		r.docs[into] = doc
	}
	result := exchange.Check(doc, part, r.flags.policy)
	r.files = exchange.Apply(r.files, doc, part, result, r.content.editions, r.content.env)
	r.found = append(r.found, result.Found...)
	r.wrote += len(result.Changes)
	r.total.Unchanged += result.Unchanged
	r.total.Empty += result.Empty
	r.total.Same += result.Same
	r.total.Refused += result.Refused
	return nil
}

// accepted returns the language of the content that is meant by that of a file: the
// same code in any spelling, or the one language of --language if the file's is a kind of
// it. Many programs for translators know de-DE, and not de.
func (r *importing) accepted(code string) (string, bool) {
	if r.content.has(code) {
		return code, true
	}
	standard := standardOf(code)
	if standard != "" && r.content.has(standard) {
		return standard, true
	}
	if only := r.flags.languages; len(only) == 1 && (baseOf(code) == only[0] || baseOf(standard) == only[0]) {
		return only[0], true
	}
	return "", false
}

// standardOf returns a code as content has it, "" if it is none.
func standardOf(code string) string {
	standard, ok := lint.StandardCode(code)
	if ok {
		return code
	}
	return standard
}

// baseOf returns a code without its region: de for de-DE and for de-DE@formal.
func baseOf(code string) string {
	base, _, _ := strings.Cut(code, "-")
	return base
}

// explainLanguage says why no translations into a language are imported, and which
// flag would import them.
func (r *importing) explainLanguage(code string) (message, hint string) {
	have := "the content has no translations into it"
	if len(r.flags.languages) > 0 {
		have = "--language does not name it"
	}
	message = fmt.Sprintf("the translations are into %q, and %s", code, have)
	standard := standardOf(code)
	switch base := baseOf(cmp.Or(standard, code)); {
	case base != code && r.content.has(base):
		return message, "if they are for " + base + ", import them with --language " + base
	case standard != "":
		return message, "if that is right, import them with --language " + standard
	default:
		return message, "correct the language in the file: it is not a language code such as de or pt-BR"
	}
}

// write writes the files that changed, unless one of them is no longer what was read.
// It returns how many.
func (r *importing) write() (int, error) {
	var changed []int
	for i, f := range r.files {
		if !bytes.Equal(f.Data, r.content.files[i].Data) {
			changed = append(changed, i)
		}
	}
	if r.flags.dryRun {
		return len(changed), nil
	}
	for _, i := range changed {
		if err := mayReplaceFile(r.content.files[i]); err != nil {
			return 0, err
		}
	}
	for _, i := range changed {
		if err := replaceFile(r.content.files[i], r.files[i].Data); err != nil {
			return 0, err
		}
	}
	return len(changed), nil
}

// report writes the findings and the counts.
func (r *importing) report(w io.Writer, colored bool, files int) error {
	if err := diag.WritePainted(w, r.found, diagnosticPaint(colored)); err != nil {
		return err
	}
	verb := "wrote"
	if r.flags.dryRun {
		verb = "would write"
	}
	counts := []string{fmt.Sprintf("%s %s to %s", verb, plural(r.wrote, "translation"), plural(files, "file"))}
	for _, count := range []struct {
		n    int
		what string
	}{{r.total.Unchanged, "unchanged"}, {r.total.Empty, "empty"}, {r.total.Refused, "left out"}, {r.total.Same, "the same as the source"}} {
		if count.n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", count.n, count.what))
		}
	}
	_, err := fmt.Fprintln(w, strings.Join(counts, ", "))
	return err
}
