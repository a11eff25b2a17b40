package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/internal/golden"
)

// TestCLIDocs checks that docs/cli.md has the help of every command. Rewrite it
// with go test ./cmd/nlgserver -run TestCLIDocs -update.
func TestCLIDocs(t *testing.T) {
	const name = "../../docs/cli.md"
	golden.File(t, name, cliDocs())
}

// cliDocs is the reference of the command line.
func cliDocs() string {
	var b strings.Builder
	root := newRoot()
	fmt.Fprintf(&b, `<!-- Written by go test ./cmd/nlgserver -run TestCLIDocs -update; edit the commands instead. -->
# The command line

%s

Exit codes: 0 fine, 1 findings, 2 usage, 3 cannot read, 4 cannot serve.
`, root.Long)
	all := commands()
	var shells []string
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if shell, ok := strings.CutPrefix(path, "nlgserver completion "); ok {
			shells = append(shells, shell)
			continue
		}
		writeCommand(&b, all[path], exitCodes()[path])
	}
	fmt.Fprintf(&b, "\n## nlgserver completion %s\n\nPrint a script with which that shell completes the command line; `nlgserver completion bash --help` says where it\ngoes. Names of responses, slots, arguments, channels and languages are completed\nfrom the content, codes and files too.\n", strings.Join(shells, "|"))
	return b.String()
}

func writeCommand(b *strings.Builder, cmd *cobra.Command, codes string) {
	about := cmd.Long
	if about == "" {
		about = cmd.Short + "."
	}
	fmt.Fprintf(b, "\n## %s\n\n```\n%s\n```\n\n%s\n", cmd.CommandPath(), cmd.UseLine(), escapeProse(about))
	if cmd.Example != "" {
		fmt.Fprintf(b, "\n```\n%s\n```\n", unindent(cmd.Example))
	}
	fmt.Fprintf(b, "\nExit codes: %s.\n", strings.Join(strings.Fields(codes), ", "))
	var flags []*pflag.Flag
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" && !f.Hidden {
			flags = append(flags, f)
		}
	})
	if len(flags) == 0 {
		return
	}
	b.WriteString("\n| flag | default | what it does |\n|---|---|---|\n")
	for _, f := range flags {
		name := "`--" + f.Name + "`"
		if f.Shorthand != "" {
			name = "`-" + f.Shorthand + "`, " + name
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", name, defaultOf(f), escapeCell(f.Usage))
	}
}

// defaultOf returns a flag's default, empty if the table leaves it out.
func defaultOf(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "[]":
		return ""
	}
	return "`" + f.DefValue + "`"
}

// unindent removes the margin of an example.
func unindent(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "  ")
	}
	return strings.Join(lines, "\n")
}

// escapeProse escapes Markdown in a help text, except in indented lines, which
// are code.
func escapeProse(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if rest, isCode := strings.CutPrefix(line, "  "); isCode {
			lines[i] = "    " + rest
			continue
		}
		lines[i] = strings.NewReplacer("*", `\*`, "<", "&lt;", "_", `\_`, "`", "\\`").Replace(line)
	}
	return strings.Join(lines, "\n")
}

func escapeCell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`).Replace(text)
}
