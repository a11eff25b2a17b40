package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/exchange"
	"nlgserver/internal/atomicfile"
)

// exportFlags are the flags of translate export.
type exportFlags struct {
	translateFlags
	format, out string
	only        []string
	force       bool
}

func newTranslateExport() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export [PATH…]",
		Short: "Write the texts of the responses to files for translators",
		Long: `Write every text and every title of a button as a unit to translate, with its
translation if there is one, and with what a translator should know: when it is
sent, on which channel, how long it may be, where it is used, and the comment above
it. Variables and the tags of Jinja are protected. Without a path, export the
current directory; without --language, export each language that the content has.

Formats: xliff is XLIFF 2.1, for translation programs; po is for gettext's tools;
csv is for spreadsheets.

Of one language, the result goes to standard output or to the file of --out; of
several, to files such as de.xlf in the directory of --out. A file with translations
that the content does not have is overwritten only with --force.

The exit code is 1 if the content is rejected or the file cannot be written, and 3
if a path cannot be read.`,
		Example: `  nlgserver translate export domain/ --language de --out de.xlf
  nlgserver translate export domain/ --language de --only missing,differs --format csv --out de.csv
  nlgserver translate export domain/ --language de --language es --format po --out translations/`,
		RunE: func(cmd *cobra.Command, paths []string) error { return translateExport(cmd, &f, paths) },
	}
	f.register(cmd.Flags())
	cmd.Flags().StringArrayVar(&f.languages, "language", nil, "language to translate into; may be repeated (default each language of the content)")
	cmd.Flags().StringVar(&f.format, "format", "", "output format: xliff, po or csv (default that of the name of --out, or xliff)")
	cmd.Flags().StringVar(&f.out, "out", "", "write to this `file` instead of standard output (-), or to files in this directory")
	cmd.Flags().StringSliceVar(&f.only, "only", nil, "export only texts in these `states`: missing, empty, differs (in its variables), same (as its source) or translated")
	cmd.Flags().BoolVar(&f.force, "force", false, "overwrite files whose translations are not in the content")
	return cmd
}

func translateExport(cmd *cobra.Command, f *exportFlags, paths []string) error {
	format, err := f.chosen()
	if err != nil {
		return err
	}
	if err := f.checkStates(); err != nil {
		return err
	}
	c, err := f.load(cmd.Context(), cmd.ErrOrStderr(), paths)
	if err != nil {
		return err
	}
	docs, err := c.documents()
	if err != nil {
		return err
	}
	toDir := isDir(f.out)
	switch {
	case len(docs) == 0:
		return errNoLanguage
	case len(docs) > 1 && !toDir:
		return fmt.Errorf("%d languages need a directory: name it with --out DIR/, or one language with --language", len(docs))
	}
	for _, doc := range docs {
		out := f.out
		if toDir {
			out = filepath.Join(f.out, doc.Language+format.Extension())
		}
		if err := f.write(cmd, doc, format, out); err != nil {
			return &exitError{code: exitFindings, err: err}
		}
	}
	return nil
}

// isDir reports whether a path is a directory, or is written like one.
func isDir(path string) bool {
	info, err := os.Stat(path)
	return path != "" && (os.IsPathSeparator(path[len(path)-1]) || err == nil && info.IsDir())
}

// chosen returns the format: that of the flag, or that of the file's name.
func (f *exportFlags) chosen() (exchange.Format, error) {
	if f.format != "" {
		if format := exchange.Format(f.format); slices.Contains(exchange.Formats(), format) {
			return format, nil
		}
		return "", fmt.Errorf("--format: %q is not xliff, po or csv", f.format)
	}
	for _, format := range exchange.Formats() {
		if filepath.Ext(f.out) == format.Extension() {
			return format, nil
		}
	}
	return exchange.XLIFF, nil
}

// checkStates checks the states of --only.
func (f *exportFlags) checkStates() error {
	for _, name := range f.only {
		switch {
		case slices.Contains(exchange.States(), exchange.State(name)):
		case name == "stale":
			return errors.New("--only: the content does not say which translations are older than their source; `translate import` tells it, from the file that was exported")
		default:
			return fmt.Errorf("--only: %q is not missing, empty, differs, same or translated", name)
		}
	}
	return nil
}

// write writes a language to a file or to standard output.
func (f *exportFlags) write(cmd *cobra.Command, doc *exchange.Document, format exchange.Format, out string) error {
	part := *doc
	if len(f.only) > 0 {
		part.Units = slices.DeleteFunc(slices.Clone(doc.Units), func(u exchange.Unit) bool { return !slices.Contains(f.only, string(u.State)) })
	}
	var b bytes.Buffer
	if err := exchange.Write(&b, format, &part); err != nil {
		return err
	}
	name := out
	if out == "" || out == "-" {
		name = doc.Language
		if _, err := cmd.OutOrStdout().Write(b.Bytes()); err != nil {
			return err
		}
	} else {
		if !f.force {
			if err := mayReplace(out, doc); err != nil {
				return err
			}
		}
		if err := os.MkdirAll(filepath.Dir(out), 0o777); err != nil {
			return err
		}
		if err := atomicfile.Write(out, b.Bytes(), 0o666); err != nil {
			return err
		}
	}
	writeExported(cmd.ErrOrStderr(), name, &part, doc.QuickReplies)
	return nil
}

// writeExported says what was exported.
func writeExported(errs io.Writer, name string, doc *exchange.Document, quickReplies int) {
	s := doc.Status()
	line := fmt.Sprintf("%s: %s", name, plural(s.Texts, "text"))
	if s.Missing > 0 {
		line += fmt.Sprintf(", %d missing", s.Missing)
	}
	fmt.Fprintln(errs, line)
	if quickReplies == 1 {
		fmt.Fprintf(errs, "%s: 1 quick reply is left out: Rasa does not translate it\n", name)
	} else if quickReplies > 1 {
		fmt.Fprintf(errs, "%s: %d quick replies are left out: Rasa does not translate them\n", name, quickReplies)
	}
}

// mayReplace returns an error for a file that is not an export, or that has
// translations which the content does not have: it may be somebody's only copy.
func mayReplace(name string, doc *exchange.Document) error {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		return nil // a pipe or /dev/stdout, which must not be read
	}
	data, err := readTranslations(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(bytes.TrimSpace(data)) == 0:
		return nil
	case err != nil:
		return err
	}
	old := exchange.Read(name, data)
	if len(old.Found) > 0 && len(old.Entries) == 0 {
		return fmt.Errorf("%s is not a file of translations: name another file, or overwrite it with --force", name)
	}
	if codes := old.Languages(); len(codes) > 0 && !slices.Contains(codes, doc.Language) {
		return fmt.Errorf("%s is into %s, not %s: name another file, or overwrite it with --force", name, strings.Join(codes, ", "), doc.Language)
	}
	r := exchange.Check(doc, old.In(doc.Language), exchange.Policy{Stale: true, Theirs: true, Fuzzy: true})
	if n := len(r.Changes) + r.Refused; n > 0 {
		return fmt.Errorf("%s has %s that the content does not have: import it first, or overwrite it with --force", name, plural(n, "translation"))
	}
	return nil
}
