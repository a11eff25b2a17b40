package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/internal/width"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// searchFlags are the flags of search.
type searchFlags struct {
	reach
	format string
	color  string
}

func newSearch() *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search WORDS [PATH…]",
		Short: "Search the names and texts of the responses",
		Long: `Search the names, ids and texts of the responses, with translations and buttons,
and show where each match is. All of the words must be in the same text or name, in
any order; case makes no difference. Quote several words. Without a path, search
the current directory.

The exit code is 0 if there is a match, 1 if there is none or the content is
rejected, and 3 if a path cannot be read.`,
		Example: `  nlgserver search balance domain/
  nlgserver search "lost card" domain/`,
		SuggestFor: []string{"grep", "find"},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || strings.TrimSpace(args[0]) == "" {
				return errors.New("no words given: name what to search for, such as `nlgserver search balance`")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return search(cmd, &f, args[0], args[1:]) },
	}
	f.register(cmd.Flags())
	cmd.Flags().StringVar(&f.format, "format", formatText, "output format: text or json")
	registerColor(cmd.Flags(), &f.color)
	return cmd
}

func search(cmd *cobra.Command, f *searchFlags, wanted string, paths []string) error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	colored, err := useColor(cmd.OutOrStdout(), f.color)
	if err != nil {
		return err
	}
	catalog, err := compiled(cmd.Context(), cmd.ErrOrStderr(), &f.reach, paths, nlg.Options{KeepWritten: true})
	if err != nil {
		return err
	}
	found := matches(catalog, searchWords(wanted))
	if f.format == formatJSON {
		err = writeJSON(cmd.OutOrStdout(), found)
	} else {
		err = writeMatches(cmd.OutOrStdout(), found, searchWords(wanted), colored)
	}
	if err != nil {
		return written(err)
	}
	if len(found) == 0 {
		return &exitError{code: exitFindings, err: fmt.Errorf("no match for %q in %s", wanted, plural(catalog.Len(), "response"))}
	}
	return nil
}

// searched is a name, an id or a text that has the words.
type searched struct {
	Position nlg.Position `json:"position"`
	Response string       `json:"response"`
	// Number is that of the variation, from 1; 0 for the name itself.
	Number int `json:"number,omitempty"`
	// Path is where in the variation, such as buttons[0].title.
	Path     string `json:"path,omitempty"`
	Language string `json:"language,omitempty"`
	// Text is what has the words.
	Text string `json:"text"`
}

// matches returns what has all of the words, in order of name.
func matches(catalog *nlg.Catalog, wanted []string) []searched {
	out := []searched{}
	for w := range catalog.AllWritten() {
		if hasAll(w.Name, wanted) {
			out = append(out, searched{Position: w.Position, Response: w.Name, Text: w.Name})
		}
		for i, v := range w.Variations {
			out = append(out, matchesIn(w.Name, i+1, v, wanted)...)
		}
	}
	return out
}

func matchesIn(name string, number int, v *responses.Variation, wanted []string) []searched {
	var out []searched
	if hasAll(v.ID, wanted) {
		out = append(out, searched{v.Key("id").Position(), name, number, "id", "", v.ID})
	}
	for _, t := range v.Texts {
		if hasAll(t.Source, wanted) {
			out = append(out, searched{t.Value.Position(), name, number, t.Path, t.Language, t.Source})
		}
	}
	return out
}

// searchWords returns the words to search for, in lower case.
func searchWords(text string) []string { return strings.Fields(strings.ToLower(text)) }

// hasAll reports whether a text has all of the words.
func hasAll(text string, wanted []string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(wanted, func(word string) bool { return !strings.Contains(text, word) })
}

// writeMatches writes a line for each match, with a place that editors and terminals
// turn into a link.
func writeMatches(w io.Writer, found []searched, wanted []string, colored bool) error {
	var b strings.Builder
	for _, m := range found {
		fmt.Fprintf(&b, "%s: %s\n", paintIf(colored, dimText, fmt.Sprintf("%s:%d", m.Position.File, m.Position.Line)), m.describe(wanted, colored))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (m *searched) describe(wanted []string, colored bool) string {
	if m.Number == 0 {
		return highlight(m.Response, wanted, colored)
	}
	place := fmt.Sprintf("%s, variation %d", m.Response, m.Number)
	if m.Path != "text" || m.Language != "" {
		place += ", " + m.Path
	}
	if m.Language != "" {
		place += " in " + m.Language
	}
	return place + ": " + highlight(strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(width.Printable(m.Text)), wanted, colored)
}

// highlight colors the words in a text.
func highlight(text string, wanted []string, colored bool) string {
	lower := strings.ToLower(text)
	// In a few alphabets a letter has another length in lower case.
	if !colored || len(lower) != len(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		longest := 0
		for _, word := range wanted {
			if strings.HasPrefix(lower[i:], word) {
				longest = max(longest, len(word))
			}
		}
		if longest == 0 {
			b.WriteByte(text[i])
			i++
			continue
		}
		b.WriteString(paintIf(true, redText, text[i:i+longest]))
		i += longest
	}
	return b.String()
}
