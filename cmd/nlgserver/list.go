package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/internal/width"
	"nlgserver/nlg"
	"nlgserver/responses"
)

func newList() *cobra.Command {
	var format string
	var r reach
	cmd := &cobra.Command{
		Use:   "list [PATH…]",
		Short: "List the responses with their variations, channels and languages",
		Long: `List every response of the content: how many variations it has, which channels
have their own, into which languages it is translated, and where it is. Without a
path, list those of the current directory. --format json lists each variation.

The exit code is 1 if the content is rejected, and 3 if a path cannot be read.`,
		Example: `  nlgserver list domain/
  nlgserver list domain/ --format json`,
		SuggestFor: []string{"ls", "show", "names"},
		RunE: func(cmd *cobra.Command, paths []string) error {
			if format != formatText && format != formatJSON {
				return fmt.Errorf("--format: %q is neither text nor json", format)
			}
			catalog, err := compiled(cmd.Context(), cmd.ErrOrStderr(), &r, paths, nlg.Options{KeepWritten: true})
			if err != nil {
				return err
			}
			all := listed(catalog)
			if format == formatJSON {
				return written(writeJSON(cmd.OutOrStdout(), all))
			}
			return written(writeList(cmd.OutOrStdout(), all))
		},
	}
	r.register(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", formatText, "output format: text or json")
	return cmd
}

type (
	listedResponse struct {
		Name     string       `json:"name"`
		Position nlg.Position `json:"position"`
		// Channels and Languages are those of any variation, sorted.
		Channels   []string          `json:"channels"`
		Languages  []string          `json:"languages"`
		Variations []listedVariation `json:"variations"`
	}
	listedVariation struct {
		// Number counts from 1.
		Number int    `json:"number"`
		ID     string `json:"id,omitempty"`
		// Channel is nil if the variation is for every channel.
		Channel   *string      `json:"channel,omitempty"`
		Condition string       `json:"condition,omitempty"`
		Languages []string     `json:"languages"`
		Text      string       `json:"text"`
		Position  nlg.Position `json:"position"`
	}
)

// listed returns the responses of a catalog, by name.
func listed(catalog *nlg.Catalog) []listedResponse {
	out := []listedResponse{}
	for w := range catalog.AllWritten() {
		r := listedResponse{Name: w.Name, Position: w.Position, Channels: []string{}, Languages: []string{}, Variations: []listedVariation{}}
		for i, v := range w.Variations {
			one := listedVariation{
				Number: i + 1, ID: v.ID, Condition: v.ConditionWords(), Languages: append([]string{}, v.Languages...), Text: textOf(v), Position: v.Position(),
			}
			if v.HasChannel {
				one.Channel = &v.Channel
				r.Channels = append(r.Channels, v.Channel)
			}
			r.Languages = append(r.Languages, v.Languages...)
			r.Variations = append(r.Variations, one)
		}
		r.Channels, r.Languages = distinct(r.Channels), distinct(r.Languages)
		out = append(out, r)
	}
	return out
}

// textOf returns a variation's text, as written; empty if it has none.
func textOf(v *responses.Variation) string {
	for _, t := range v.Texts {
		if t.Path == "text" && t.Language == "" {
			return t.Source
		}
	}
	return ""
}

// distinct sorts a list and removes what occurs twice.
func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// writeList writes the responses as a table.
func writeList(w io.Writer, all []listedResponse) error {
	rows := [][]string{{"response", "variations", "channels", "languages", "place"}}
	for _, r := range all {
		rows = append(rows, []string{
			r.Name, strconv.Itoa(len(r.Variations)), orDash(r.Channels), orDash(r.Languages), fmt.Sprintf("%s:%d", r.Position.File, r.Position.Line),
		})
	}
	return writeTable(w, rows)
}

func orDash(list []string) string {
	if len(list) == 0 {
		return "–"
	}
	return strings.Join(list, ", ")
}

// writeTable writes rows with aligned columns.
func writeTable(w io.Writer, rows [][]string) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], width.Of(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i == len(row)-1 {
				b.WriteString(cell + "\n")
				break
			}
			b.WriteString(cell + strings.Repeat(" ", widths[i]-width.Of(cell)+2))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
