package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"nlgserver/exchange"
	"nlgserver/internal/width"
	"nlgserver/lint"
)

// statusFlags are the flags of translate status.
type statusFlags struct {
	translateFlags
	format  string
	missing bool
}

func newTranslateStatus() *cobra.Command {
	var f statusFlags
	cmd := &cobra.Command{
		Use:   "status [PATH…]",
		Short: "Show how far the responses are translated into each language",
		Long: `Count, for each language, the responses that are translated as a whole, and the
texts and titles of buttons by their state: translated, missing, empty, with other
variables than their source, or the same as it. Without a path, show those of the
current directory. --missing lists what is not translated.

The content does not say whether a translation was reviewed, or whether its source
has changed since: translate import tells the latter, from the file that was
exported.

The exit code is 1 if the content is rejected, and 3 if a path cannot be read.`,
		Example: `  nlgserver translate status domain/
  nlgserver translate status domain/ --language de --missing`,
		RunE: func(cmd *cobra.Command, paths []string) error { return translateStatus(cmd, &f, paths) },
	}
	f.register(cmd.Flags())
	cmd.Flags().StringArrayVar(&f.languages, "language", nil, "show this language; may be repeated (default each language of the content)")
	cmd.Flags().StringVar(&f.format, "format", formatText, "output format: text or json")
	cmd.Flags().BoolVar(&f.missing, "missing", false, "also list the texts that are missing or empty, or whose variables differ")
	return cmd
}

// languageStatus is the status of a language.
type languageStatus struct {
	exchange.Status
	Responses lint.Share    `json:"responses"`
	Missing   []missingText `json:"missing_texts,omitempty"`
}

// missingText is a text that is not translated, or not well.
type missingText struct {
	ID       string         `json:"id"`
	State    exchange.State `json:"state"`
	Position string         `json:"position"`
	Source   string         `json:"source"`
}

func translateStatus(cmd *cobra.Command, f *statusFlags, paths []string) error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	c, err := f.load(cmd.Context(), cmd.ErrOrStderr(), paths)
	if err != nil {
		return err
	}
	docs, err := c.documents()
	if err != nil {
		return err
	}
	shares := map[string]lint.Share{}
	for _, l := range lint.Covered(c.catalog, c.editions, c.languages).Languages {
		shares[l.Language] = l.Responses
	}
	all := []languageStatus{}
	for _, doc := range docs {
		one := languageStatus{Status: doc.Status(), Responses: shares[doc.Language]}
		if f.missing {
			one.Missing = missingIn(doc)
		}
		all = append(all, one)
	}
	if f.format == formatJSON {
		return written(writeJSON(cmd.OutOrStdout(), struct {
			Languages []languageStatus `json:"languages"`
		}{all}))
	}
	return written(writeStatus(cmd.OutOrStdout(), all))
}

// missingIn returns what is left to do in a language.
func missingIn(doc *exchange.Document) []missingText {
	var out []missingText
	for i := range doc.Units {
		switch u := &doc.Units[i]; u.State {
		case exchange.Missing, exchange.Empty, exchange.Differs:
			out = append(out, missingText{u.ID, u.State, u.Position.String(), u.Source})
		}
	}
	return out
}

func writeStatus(w io.Writer, all []languageStatus) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(w, "no translations")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "language\tresponses\ttexts\ttranslated\tmissing\tempty\tvariables differ\tsame as source\t\n")
	for _, l := range all {
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", l.Language, l.Responses, l.Texts, l.Translated, l.Status.Missing, l.Empty, l.Differs, l.Same)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, l := range all {
		for _, m := range l.Missing {
			if _, err := fmt.Fprintf(w, "%s: %s %s: %s: %s\n", m.Position, l.Language, m.State, m.ID, width.Printable(strings.Join(strings.Fields(m.Source), " "))); err != nil {
				return err
			}
		}
	}
	return nil
}
