package main

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/channels"
	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/internal/width"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// completionTime is how long completion may take.
const completionTime = time.Second

// addCompletion adds completion from the content: of response names as first
// arguments, and of slots, arguments, channels and languages as values of flags. Codes
// and the words of other flags are completed too; any other argument is a file.
func addCompletion(root *cobra.Command) {
	flags := map[string]cobra.CompletionFunc{
		"slot": completeSlot, "arg": completeArgument, "channel": completeChannel, "for-channel": completeChannel,
		"language": completeLanguage, "default-language": completeLanguage,
		"log-level":  cobra.FixedCompletions([]cobra.Completion{"debug", "info", "warn", "error"}, cobra.ShellCompDirectiveNoFileComp),
		"log-format": cobra.FixedCompletions([]cobra.Completion{formatText, formatJSON}, cobra.ShellCompDirectiveNoFileComp),
		"color":      cobra.FixedCompletions([]cobra.Completion{colorAuto, colorAlways, colorNever}, cobra.ShellCompDirectiveNoFileComp),
	}
	all := root.Commands()
	for _, cmd := range root.Commands() {
		all = append(all, cmd.Commands()...)
	}
	for _, cmd := range all {
		switch {
		case takesName(cmd):
			cmd.ValidArgsFunction = completeName
		case cmd.Name() == "explain":
			cmd.ValidArgsFunction = completeCode
		}
		if f := cmd.Flags().Lookup("format"); f != nil {
			_ = cmd.RegisterFlagCompletionFunc("format", completeFormat(f.Usage))
		}
		for name, complete := range flags {
			// It fails for a flag that the command does not have.
			_ = cmd.RegisterFlagCompletionFunc(name, complete)
		}
	}
}

// takesName reports whether a command's first argument is a response name.
func takesName(cmd *cobra.Command) bool { return strings.HasPrefix(cmd.Use, cmd.Name()+" [NAME]") }

func completeName(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault // files
	}
	var out []cobra.Completion
	if catalog := completionContent(cmd.Context(), nil); catalog != nil {
		for name := range catalog.Names() {
			if strings.HasPrefix(name, toComplete) {
				out = append(out, cobra.CompletionWithDesc(name, headline(catalog.Written(name))))
			}
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeCode completes the codes of diagnostics.
func completeCode(_ *cobra.Command, _ []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, d := range diag.Descriptions() {
		if strings.HasPrefix(string(d.Code), strings.ToUpper(toComplete)) {
			out = append(out, cobra.CompletionWithDesc(string(d.Code), d.Summary))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeFormat completes the formats that a flag's help lists.
func completeFormat(usage string) cobra.CompletionFunc {
	var out []cobra.Completion
	for _, format := range [...]string{formatText, formatJSON, formatMarkdown, formatGitHub, formatSARIF} {
		if strings.Contains(usage, format) {
			out = append(out, format)
		}
	}
	return cobra.FixedCompletions(out, cobra.ShellCompDirectiveNoFileComp)
}

// completeLanguage completes the languages that the content is translated into.
func completeLanguage(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []string
	if catalog := completionContent(cmd.Context(), paths(cmd, args)); catalog != nil {
		for w := range catalog.AllWritten() {
			for _, v := range w.Variations {
				out = append(out, v.Languages...)
			}
		}
	}
	return distinct(out), cobra.ShellCompDirectiveNoFileComp
}

// headline returns the beginning of a response's first text.
func headline(w *responses.Response) string {
	if w == nil {
		return "built in"
	}
	for _, v := range w.Variations {
		for _, t := range v.Texts {
			if t.Source != "" && t.Path == "text" {
				line, _, _ := strings.Cut(t.Source, "\n")
				runes := []rune(line)
				return width.Printable(strings.ReplaceAll(string(runes[:min(60, len(runes))]), "\t", " "))
			}
		}
	}
	return ""
}

func completeSlot(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names := map[string]bool{}
	if catalog := completionContent(cmd.Context(), paths(cmd, args)); catalog != nil {
		for w := range catalog.AllWritten() {
			for _, v := range w.Variations {
				add(names, v.Slots())
				for _, t := range v.Texts {
					add(names, t.Variables())
				}
			}
		}
	}
	files, _, _ := readContent(cmd.Context(), &reach{}, paths(cmd, args))
	declared, _ := domain.Read(files)
	for s := range declared.Slots() {
		names[s.Name] = true
	}
	return assignments(names, toComplete)
}

func completeArgument(cmd *cobra.Command, args []string, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names := map[string]bool{}
	if catalog := completionContent(cmd.Context(), paths(cmd, args)); catalog != nil {
		for w := range catalog.AllWritten() {
			if len(args) > 0 && args[0] != w.Name {
				continue
			}
			for _, v := range w.Variations {
				for _, t := range v.Texts {
					add(names, t.Variables())
				}
			}
		}
	}
	return assignments(names, toComplete)
}

func completeChannel(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	own := map[string]bool{}
	if catalog := completionContent(cmd.Context(), paths(cmd, args)); catalog != nil {
		for w := range catalog.AllWritten() {
			for _, v := range w.Variations {
				own[v.Channel] = v.HasChannel
			}
		}
	}
	var out []cobra.Completion
	for _, c := range channels.Known().All() {
		out = append(out, cobra.CompletionWithDesc(c.Name, c.Title))
		delete(own, c.Name)
	}
	delete(own, "")
	return append(out, slices.Sorted(maps.Keys(own))...), cobra.ShellCompDirectiveNoFileComp
}

func add(set map[string]bool, names []string) {
	for _, name := range names {
		set[name] = true
	}
}

// assignments completes each name with name=.
func assignments(names map[string]bool, toComplete string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.Contains(toComplete, "=") {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, name := range slices.Sorted(maps.Keys(names)) {
		out = append(out, name+"=")
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// paths returns the arguments that name content.
func paths(cmd *cobra.Command, args []string) []string {
	if takesName(cmd) {
		return args[min(1, len(args)):]
	}
	return args
}

// completionContent compiles the content of the paths: without any, of the current
// directory. A file that is rejected is left out, because a command line is often typed
// while a file is being edited. It returns nil if nothing can be read, because an error
// message would end up on the user's command line.
func completionContent(ctx context.Context, given []string) *nlg.Catalog {
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, cancel := context.WithTimeout(ctx, completionTime)
	defer cancel()
	read, _, err := readContent(ctx, &reach{}, given)
	if err != nil {
		return nil
	}
	opts := nlg.Options{KeepWritten: true, Patterns: true, Env: os.LookupEnv}
	catalog, found := nlg.Compile(read, opts)
	if catalog != nil {
		return catalog
	}
	read = slices.DeleteFunc(read, func(f nlg.File) bool {
		return slices.ContainsFunc(found, func(d nlg.Diagnostic) bool { return d.Severity == diag.Error && d.File == f.Path })
	})
	catalog, _ = nlg.Compile(read, opts)
	return catalog
}
