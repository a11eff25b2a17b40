package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"nlgserver/nlg"
)

// version is set by release builds: -ldflags "-X main.version=1.2.3".
var version = ""

// versionText returns the version, the revision, and the version of Go.
func versionText() string {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return fmt.Sprintf("nlgserver %s%s %s %s/%s", programVersion(), revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// programVersion returns only the version.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// versionOrHelp runs the root command. Cobra would print the version by a template, and the
// linker keeps all exported methods of a program that has text/template: 10 MB of them.
func versionOrHelp(root *cobra.Command, _ []string) error {
	if asked, _ := root.Flags().GetBool("version"); !asked {
		return root.Help()
	}
	_, err := fmt.Fprintln(root.OutOrStdout(), versionText())
	return written(err)
}

func newVersion() *cobra.Command {
	var format string
	var r reach
	cmd := &cobra.Command{
		Use:   "version [PATH…]",
		Short: "Print the version of nlgserver, or of content",
		Long: `Print the version of nlgserver. With a path, print the version of that content
instead: the one that serve reports for it in the header X-NLG-Catalog, the status,
the log, and recorded requests. It depends on the bytes and names of the files, not
on where they are.

The exit code is 1 if the content is rejected, and 3 if a path cannot be read.`,
		Example: `  nlgserver version
  nlgserver version domain/`,
		RunE: func(cmd *cobra.Command, paths []string) error { return printVersion(cmd, &r, format, paths) },
	}
	r.register(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", formatText, "output format: text or json")
	return cmd
}

func printVersion(cmd *cobra.Command, r *reach, format string, paths []string) error {
	if format != formatText && format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", format)
	}
	out := struct {
		Version string `json:"version,omitempty"`
		Content string `json:"content,omitempty"`
		*checked
	}{Version: programVersion()}
	text := versionText()
	if len(paths) > 0 {
		l, err := load(cmd.Context(), r, paths, nlg.Options{})
		if err != nil {
			return err
		}
		if l.catalog == nil {
			return rejected(cmd.ErrOrStderr(), l.diags)
		}
		counted := checkedOf(l.files, l.catalog)
		text, out.Content, out.checked = l.catalog.ShortVersion(), l.catalog.ShortVersion(), &counted
	}
	if format == formatJSON {
		return written(writeJSON(cmd.OutOrStdout(), out))
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), text)
	return written(err)
}
