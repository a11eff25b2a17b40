package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"nlgserver/compare"
	"nlgserver/expect"
	"nlgserver/internal/source/files"
	"nlgserver/internal/source/git"
	"nlgserver/nlg"
)

// formatMarkdown is the format of review comments and release notes.
const formatMarkdown = "markdown"

// diffFlags are the flags of diff.
type diffFlags struct {
	reach
	revision string
	tests    []string
	format   string
	color    string
}

func newDiff() *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff {OLD NEW | --git REV [PATH…]}",
		Short: "Show what changed between two versions of the responses",
		Long: `Compare the responses of two files or directories by what they mean: which
responses and variations were added, removed or changed, and how. Moved files,
quotes, comments and the order of keys make no difference. The order of
variations matters only where it changes which id Rasa asks for.

With --git, compare the paths with what they were at a revision, such as HEAD,
main or v1.2. Without a path, the current directory is compared.

With --tests, also show which replies to the cases of expectation files change,
and whether those cases still pass.

The exit code is 0 if nothing differs, 1 if something does, and 3 if either side
cannot be read or is rejected.`,
		Example: `  nlgserver diff old/domain new/domain
  nlgserver diff --git main domain/ --format markdown`,
		Args: func(_ *cobra.Command, args []string) error {
			if f.revision == "" && len(args) != 2 {
				return errors.New("two paths are required, or a revision with --git")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return diff(cmd, &f, args) },
	}
	f.register(cmd.Flags())
	cmd.Flags().StringVar(&f.revision, "git", "", "compare with this git `revision` of the paths")
	cmd.Flags().StringArrayVar(&f.tests, "tests", nil, "`path` of expectation files whose replies to compare; may be repeated")
	cmd.Flags().StringVar(&f.format, "format", formatText, "output format: text, json or markdown")
	registerColor(cmd.Flags(), &f.color)
	return cmd
}

func diff(cmd *cobra.Command, f *diffFlags, args []string) error {
	if f.format != formatText && f.format != formatJSON && f.format != formatMarkdown {
		return fmt.Errorf("--format: %q is not text, json or markdown", f.format)
	}
	colored, err := useColor(cmd.OutOrStdout(), f.color)
	if err != nil {
		return err
	}
	ctx, errs := cmd.Context(), cmd.ErrOrStderr()
	from, to, err := f.sides(ctx, errs, args)
	if err != nil {
		return err
	}
	d := compare.Catalogs(from, to)
	if err := f.addCases(errs, d, from, to); err != nil {
		return err
	}
	if err := writeDiff(cmd.OutOrStdout(), f.format, d, colored); err != nil {
		return written(err)
	}
	if !d.Empty() {
		return &exitError{code: exitFindings}
	}
	return nil
}

// sides compiles both sides. The old one is nil if there was nothing at the
// revision.
func (f *diffFlags) sides(ctx context.Context, errs io.Writer, args []string) (from, to *nlg.Catalog, err error) {
	if f.revision == "" {
		if from, err = compileOf(ctx, errs, &f.reach, args[:1]); err == nil {
			to, err = compileOf(ctx, errs, &f.reach, args[1:])
		}
		return from, to, err
	}
	if to, err = compileOf(ctx, errs, &f.reach, args); err == nil {
		from, err = compileAt(ctx, errs, &f.reach, f.revision, contentPaths(args))
	}
	return from, to, err
}

// addCases runs the cases of the expectation files on both sides.
func (f *diffFlags) addCases(errs io.Writer, d *compare.Diff, from, to *nlg.Catalog) error {
	files, err := namedExpectations(f.tests)
	if err != nil {
		return err
	}
	read, err := readExpectations(errs, &f.reach, files)
	if err != nil {
		return &exitError{code: exitUnreadable, err: err}
	}
	for _, file := range read {
		for _, c := range file.Cases {
			now := (&expect.Runner{Catalog: to}).Run(c)
			run := compare.Case{
				Name: c.Name, Position: c.Position, Response: c.Request.Response, Passes: now.Passed(), After: now.Explanation,
			}
			if from != nil {
				run.Before = (&expect.Runner{Catalog: from}).Run(c).Explanation
			}
			d.AddCase(run)
		}
	}
	return nil
}

// namedExpectations reads the named files, and those in named directories.
func namedExpectations(names []string) ([]expectationFile, error) {
	var out []expectationFile
	for _, name := range names {
		paths := []string{name}
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			if paths, err = findExpectations(name); err != nil {
				return nil, &exitError{code: exitUnreadable, err: err}
			}
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				return nil, &exitError{code: exitUnreadable, err: err}
			}
			out = append(out, expectationFile{path: path, data: data})
		}
	}
	return out, nil
}

// compileOf compiles the current content of the paths.
func compileOf(ctx context.Context, errs io.Writer, r *reach, paths []string) (*nlg.Catalog, error) {
	l, err := load(ctx, r, paths, nlg.Options{KeepWritten: true})
	if err != nil {
		return nil, err
	}
	if l.catalog == nil {
		return nil, unreadable(errs, l.diags, "content")
	}
	return l.catalog, nil
}

// compileAt compiles the content of the paths at a revision. It returns nil
// without an error if there was none yet: then everything was added. Rejected
// content is an error, the same as content that cannot be read.
func compileAt(ctx context.Context, errs io.Writer, r *reach, rev string, paths []string) (*nlg.Catalog, error) {
	opts, err := r.compiling(nlg.Options{KeepWritten: true})
	if err != nil {
		return nil, err
	}
	revision, err := git.Open(ctx, rev, paths, files.Options{FollowLinks: r.links})
	if errors.Is(err, git.ErrAbsent) {
		fmt.Fprintf(errs, "nlgserver: none of these paths exists at %s\n", rev)
		return nil, nil
	}
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("--git: %w", err)}
	}
	read, found := revision.Fetch(ctx)
	if !found.Refused() {
		catalog, diags := nlg.Compile(read, opts)
		if catalog != nil {
			return catalog, nil
		}
		found = append(found, diags...)
	}
	return nil, unreadable(errs, found, "content")
}

func writeDiff(w io.Writer, format string, d *compare.Diff, colored bool) error {
	switch format {
	case formatJSON:
		return writeJSON(w, d)
	case formatMarkdown:
		return d.WriteMarkdown(w)
	default:
		return d.WritePainted(w, diffPaint(colored))
	}
}
