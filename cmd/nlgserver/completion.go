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
	"nlgserver/nlg"
	"nlgserver/responses"
)

// completionTime is how long completion may take.
const completionTime = time.Second

// addCompletion adds completion from the content: of response names as first
// arguments, and of slots, arguments and channels as values of flags.
func addCompletion(root *cobra.Command) {
	flags := map[string]cobra.CompletionFunc{
		"slot": completeSlot, "arg": completeArgument, "channel": completeChannel, "for-channel": completeChannel,
	}
	for _, cmd := range root.Commands() {
		if takesName(cmd) {
			cmd.ValidArgsFunction = completeName
		}
		for name, complete := range flags {
			// It fails for a flag that the command does not have.
			_ = cmd.RegisterFlagCompletionFunc(name, complete)
		}
	}
}

// takesName reports whether a command's first argument is a response name.
func takesName(cmd *cobra.Command) bool { return strings.HasPrefix(cmd.Use, cmd.Name()+" NAME") }

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
				return strings.ReplaceAll(string(runes[:min(60, len(runes))]), "\t", " ")
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
	files, _, _ := readContent(cmd.Context(), completionPaths(paths(cmd, args)))
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

// completionPaths returns the paths of the command line, or else those of a Rasa
// project in the current directory, or else none: the demo assistant.
func completionPaths(given []string) []string {
	if len(given) > 0 {
		return given
	}
	var out []string
	for _, name := range [...]string{"domain", "domain.yml", "responses.yml", "content", "data"} {
		if _, err := os.Stat(name); err == nil {
			out = append(out, name)
		}
	}
	return out
}

// completionContent compiles the content. It returns nil if that fails, because
// an error message would end up on the user's command line.
func completionContent(ctx context.Context, given []string) *nlg.Catalog {
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, cancel := context.WithTimeout(ctx, completionTime)
	defer cancel()
	catalog, _, err := compile(ctx, completionPaths(given), nlg.Options{KeepWritten: true, Patterns: true})
	if err != nil {
		return nil
	}
	return catalog
}
