package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manPage is a manual page in roff, the language of man. Cobra's own pages are made by way
// of Markdown, which takes the * and _ of our texts for emphasis.
type manPage struct{ strings.Builder }

// manOf returns the page of a command. Date and source are those of its header.
func manOf(cmd *cobra.Command, date, source string) string {
	cmd.InitDefaultHelpFlag()
	var p manPage
	name := manName(cmd)
	// No hyphenation, and no stretched lines.
	fmt.Fprintf(&p, ".TH %q \"1\" %q %q \"nlgserver manual\"\n.nh\n.ad l\n", strings.ToUpper(name), date, source)
	p.section("NAME")
	p.text(name + " - " + cmd.Short)
	p.section("SYNOPSIS")
	p.bold(cmd.UseLine())
	p.section("DESCRIPTION")
	description := cmd.Long
	if description == "" {
		description = cmd.Short
	}
	for i, paragraph := range strings.Split(strings.TrimSpace(description), "\n\n") {
		if i > 0 {
			p.WriteString(".PP\n")
		}
		p.paragraph(paragraph)
	}
	p.flags("OPTIONS", cmd.NonInheritedFlags())
	p.flags("OPTIONS INHERITED FROM PARENT COMMANDS", cmd.InheritedFlags())
	if cmd.Example != "" {
		p.section("EXAMPLES")
		p.asIs(cmd.Example)
	}
	p.related(cmd)
	return p.String()
}

// manName is the name of the page of a command.
func manName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

func (p *manPage) section(title string) { fmt.Fprintf(p, ".SH %s\n", title) }

// styled is text with the escapes of roff.
type styled string

// plain hides what means something to roff. A hyphen may not become a dash, and a tilde no
// accent: people copy flags and paths.
func plain(text string) styled {
	return styled(strings.NewReplacer(`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", "\\`", `~`, `\(ti`, `^`, `\(ha`).Replace(text))
}

// text writes a text, whose lines the reader's screen may break elsewhere.
func (p *manPage) text(text string) {
	for line := range strings.Lines(text) {
		p.line(plain(strings.TrimSpace(line)))
	}
}

// line writes one line, which is never a request of roff.
func (p *manPage) line(line styled) {
	if strings.HasPrefix(string(line), ".") {
		p.WriteString(`\&`)
	}
	p.WriteString(string(line) + "\n")
}

func (p *manPage) bold(text string) { fmt.Fprintf(p, "\\fB%s\\fP\n", plain(text)) }

// paragraph writes a paragraph, with its own lines if some are indented.
func (p *manPage) paragraph(text string) {
	if strings.HasPrefix(text, " ") || strings.Contains(text, "\n ") {
		p.asIs(text)
		return
	}
	p.text(text)
}

// asIs writes a text with its own lines.
func (p *manPage) asIs(text string) {
	p.WriteString(".nf\n")
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		p.line(plain(strings.TrimRight(line, "\n")))
	}
	p.WriteString(".fi\n")
}

// flags writes a section with the flags, as --help shows them: a line for each.
func (p *manPage) flags(title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	p.section(title)
	for line := range strings.Lines(flags.FlagUsages()) {
		flag, usage, _ := strings.Cut(strings.TrimSpace(line), "  ")
		p.WriteString(".TP\n")
		p.bold(flag)
		p.text(strings.TrimSpace(usage))
	}
}

// related writes the names of the pages of the commands above and below.
func (p *manPage) related(cmd *cobra.Command) {
	var names []string
	if cmd.HasParent() {
		names = append(names, manName(cmd.Parent()))
	}
	for _, below := range cmd.Commands() {
		if hasMan(below) {
			names = append(names, manName(below))
		}
	}
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	p.section("SEE ALSO")
	for i, name := range names {
		end := ","
		if i == len(names)-1 {
			end = ""
		}
		fmt.Fprintf(p, "\\fB%s\\fP(1)%s\n", plain(name), end)
	}
}

// hasMan reports whether a command has a page: a hidden one has none.
func hasMan(cmd *cobra.Command) bool {
	return cmd.IsAvailableCommand() && !cmd.IsAdditionalHelpTopicCommand()
}
