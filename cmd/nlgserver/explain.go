package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/docs"
	"nlgserver/internal/diag"
	"nlgserver/internal/near"
)

// explainFlags are the flags of explain.
type explainFlags struct {
	format string
	color  string
}

func newExplain() *cobra.Command {
	var f explainFlags
	cmd := &cobra.Command{
		Use:   "explain [CODE…]",
		Short: "Explain diagnostic codes, such as NLG060",
		Long: `Print what diagnostic codes mean, with an example that has the problem and one
that does not. It is the section of docs/diagnostics.md. Without a code, list all
codes.`,
		Example: `  nlgserver explain NLG060
  nlgserver explain`,
		SuggestFor: []string{"rule", "describe"},
		RunE:       func(cmd *cobra.Command, args []string) error { return explain(cmd, &f, args) },
	}
	cmd.Flags().StringVar(&f.format, "format", formatText, "output format: text, json or markdown")
	registerColor(cmd.Flags(), &f.color)
	return cmd
}

// explained is a code as data.
type explained struct {
	Code    diag.Code `json:"code"`
	Name    string    `json:"name"`
	Summary string    `json:"summary"`
	// Text is the section in Markdown; empty in the list of all codes.
	Text string `json:"text,omitempty"`
}

func explain(cmd *cobra.Command, f *explainFlags, args []string) error {
	if f.format != formatText && f.format != formatJSON && f.format != formatMarkdown {
		return fmt.Errorf("--format: %q is not text, json or markdown", f.format)
	}
	colored, err := useColor(cmd.OutOrStdout(), f.color)
	if err != nil {
		return err
	}
	found := []explained{}
	for _, arg := range args {
		d, err := findCode(arg)
		if err != nil {
			return err
		}
		text, _ := docs.Diagnostic(string(d.Code))
		found = append(found, explained{d.Code, d.Name, d.Summary, text})
	}
	if len(args) == 0 {
		for _, d := range diag.Descriptions() {
			found = append(found, explained{d.Code, d.Name, d.Summary, ""})
		}
	}
	out := cmd.OutOrStdout()
	switch f.format {
	case formatJSON:
		return written(writeJSON(out, found))
	case formatMarkdown:
		return written(writeCodes(out, found, func(e explained) string { return "## " + string(e.Code) + "\n\n" + e.Text }))
	default:
		return written(writeCodes(out, found, func(e explained) string { return e.plain(colored) }))
	}
}

// findCode finds a code by its full form, in any case, by its number, or by its
// name. An unknown code is a usage error.
func findCode(arg string) (diag.Description, error) {
	wanted := strings.ToUpper(arg)
	if digits := strings.TrimPrefix(wanted, "NLG"); isNumber(digits) {
		wanted = "NLG" + strings.Repeat("0", max(0, 3-len(digits))) + digits
	}
	var codes, names []string
	for _, d := range diag.Descriptions() {
		if string(d.Code) == wanted || strings.EqualFold(d.Name, arg) {
			return d, nil
		}
		codes, names = append(codes, string(d.Code)), append(names, d.Name)
	}
	if meant, ok := near.Nearest(wanted, slices.Values(codes), 1); ok {
		return diag.Description{}, fmt.Errorf("unknown code %q; did you mean %q?", arg, meant)
	}
	if meant, ok := nearestFold(arg, names); ok {
		return diag.Description{}, fmt.Errorf("unknown code %q; did you mean %q?", arg, meant)
	}
	return diag.Description{}, fmt.Errorf("unknown code %q: `nlgserver explain` lists all codes", arg)
}

// nearestFold is [near.Nearest] without regard to case.
func nearestFold(typed string, names []string) (string, bool) {
	return near.NearestBy(slices.Values(names), 2, func(other string) int {
		return near.Distance(strings.ToLower(typed), strings.ToLower(other), 2)
	})
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// writeCodes writes the codes with their sections, or one on a line.
func writeCodes(w io.Writer, found []explained, section func(explained) string) error {
	var b strings.Builder
	for i, e := range found {
		if e.Text == "" {
			fmt.Fprintf(&b, "%s  %s\n", e.Code, e.Summary)
			continue
		}
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(section(e))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// plain returns the section for a terminal: examples are indented below a word that
// says what they are.
func (e explained) plain(colored bool) string {
	var b, prose strings.Builder
	b.WriteString(paintIf(colored, boldText, string(e.Code)+": "+e.Summary) + "\n\n")
	inside := false
	for line := range strings.SplitSeq(strings.TrimSuffix(e.Text, "\n"), "\n") {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence:
			b.WriteString(plainProse(prose.String()))
			prose.Reset()
			inside = !inside
			if inside {
				b.WriteString(exampleHeading(fence, colored))
			}
		case inside:
			b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		default:
			prose.WriteString(line + "\n")
		}
	}
	b.WriteString(plainProse(prose.String()))
	return b.String()
}

// plainProse removes the marks of links and emphasis.
func plainProse(text string) string {
	text = regexp.MustCompile(`\[([^]]+)\]\(#[^)]*\)`).ReplaceAllString(text, "$1")
	text = regexp.MustCompile(`\[[^]]+\]\(([^)#]+)[^)]*\)`).ReplaceAllString(text, "docs/$1")
	return regexp.MustCompile(`(?m)(^|\s)\*([^*\s][^*]*)\*`).ReplaceAllString(text, "$1$2")
}

// exampleHeading says what an example is, by what is behind the ``` of its fence: the
// language, bad or good, and flags of validate.
func exampleHeading(fence string, colored bool) string {
	words := strings.Fields(fence)
	if len(words) < 2 {
		return ""
	}
	kind, color := "Wrong", redText
	if words[1] == "good" {
		kind, color = "Right", greenText
	}
	flags := ""
	for _, flag := range words[2:] {
		if flag != "--direct" { // of the page's own test
			flags += " " + flag
		}
	}
	if flags != "" {
		flags = ", with" + flags
	}
	return paintIf(colored, color, kind) + flags + ":\n"
}
